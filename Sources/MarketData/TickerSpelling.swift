/// How tickers are written: on a tape, by sources, and in the names of files.
package enum TickerSpelling {
    /// The most bytes of a ticker.
    package static let limitBytes = 16
    /// What a ticker is made of, for messages.
    package static let rule = "1 to \(limitBytes) of A-Z 0-9 . - ^ ="

    /// Whether a text is a ticker as scans name their stocks, in either case.
    package static func isTicker(_ text: String) -> Bool {
        1...limitBytes ~= text.utf8.count && text.utf8.allSatisfy(isTickerByte)
    }

    /// Other spellings of a ticker, the likeliest first: upper case, and a dash for a point or a
    /// point for a dash, as in `BRK-B` and `BRK.B`.
    static func alternatives(to ticker: String) -> [String] {
        let upper = ticker.uppercased()
        func respelled(_ text: String) -> String {
            String(text.map { $0 == "-" ? "." : $0 == "." ? "-" : $0 })
        }
        return [upper, respelled(ticker), respelled(upper)]
    }

    /// What the name of a price file says before its ending, in upper case; nil for other files.
    ///
    /// Left out is what Stooq and others put behind the ticker: `.us`, `_data`, and days from and
    /// to, as in `AAPL_2006-01-01_to_2018-01-01.csv`. An underscore stands for the sign that
    /// others have before a class of shares: `BRK_B.csv` is `BRK-B`. What is left need not be a
    /// ticker.
    static func stem(ofFileName name: String) -> String? {
        var name = name.uppercased()
        if name.hasSuffix(".GZ") { name.removeLast(3) }
        guard name.hasSuffix(".CSV") || name.hasSuffix(".TXT") else { return nil }
        // Stooq's files end in .txt, and so do texts about data.
        if name.hasSuffix(".TXT"), aboutData.contains(String(name.dropLast(4))) { return nil }
        name.removeLast(4)
        for ending in [".US", "_DATA"] where name.hasSuffix(ending) {
            name.removeLast(ending.count)
        }
        name.replace(/_[0-9]{4}-[0-9]{2}-[0-9]{2}_TO_[0-9]{4}-[0-9]{2}-[0-9]{2}$/, with: "")
        name.replace("_", with: "-")
        return name.isEmpty || name.hasPrefix(".") ? nil : name
    }

    /// The ticker under which something is listed whose name is none, such as `AAPL-1` for
    /// `AAPL (1)`, and which `isTaken` does not know yet.
    static func label(for name: String, isTaken: (String) -> Bool) -> String {
        let parts = name.uppercased().utf8.split { !isTickerByte($0) }
            .map { String(decoding: $0, as: UTF8.self) }
        let label = parts.isEmpty ? "FILE" : String(parts.joined(separator: "-").prefix(limitBytes))
        if !isTaken(label) { return label }
        // Of the numbers up to one more than there are labels, one is free.
        return (2...).lazy.map { String(label.prefix(limitBytes - 7)) + "-\($0)" }
            .first { !isTaken($0) } ?? label
    }

    private static let aboutData: Set = [
        "README", "LICENSE", "LICENCE", "NOTICE", "COPYING", "CHANGELOG",
    ]

    private static func isTickerByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "^"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}
