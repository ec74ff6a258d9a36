/// Which fields of a price file's lines hold what, as its header says.
struct PriceColumns {
    /// The columns of one series of prices.
    struct Series {
        /// The ticker when the header names it, as in files with tickers side by side.
        var ticker: String?
        var open: Int
        var high: Int
        var low: Int
        var close: Int
        var adjustedClose: Int?
        /// Nil when there is no such column: then every volume is 0.
        var volume: Int?
    }

    /// The names of all columns, as messages show them.
    private(set) var names: [String]
    let ticker: Int?
    let time: Int
    /// The time of day, where it has a column of its own.
    let clock: Int?
    private(set) var series: [Series]

    /// Reads the header, which may take three lines, and leaves `lines` at the last of them.
    init(_ lines: inout CSVLines, _ bytes: Span<UInt8>) throws(HeaderFault) {
        names = lines.texts(bytes)
        var ahead = lines
        let first = names[0].lowercased()
        guard
            first == "price"
                || first == "ticker" && ahead.next(bytes)
                    && ahead.text(0, bytes).lowercased() == "price"
        else {
            ticker = try Self.only(.ticker, in: names)
            let time = try Self.required(.time, in: names)
            clock = try Self.only(.clock, in: names).flatMap { $0 == time ? nil : $0 }
            self.time = time
            series = [try Self.series(nil, names, Array(names.indices))]
            return
        }
        // Pandas with two header levels: kinds of prices, tickers, then the name of the index.
        var levels = [names]
        for _ in 0..<2 where lines.next(bytes) { levels.append(lines.texts(bytes)) }
        let (kinds, tickers) =
            first == "price" ? (levels[0], levels.dropFirst().first) : (levels[1], levels[0])
        guard levels.count == 3, let tickers, tickers.count == kinds.count,
            kinds[0].lowercased() == "price", tickers[0].lowercased() == "ticker",
            Self.spelling(of: levels[2][0]).hasPrefix("date")
        else {
            throw HeaderFault(
                "expected three header lines that begin with Price, Ticker and Date, as "
                    + "yfinance writes them")
        }
        names = zip(kinds, tickers).map { kind, ticker in "\(kind) \(ticker)" }
        names[0] = levels[2][0]
        ticker = nil
        time = 0
        clock = nil
        series = []
        var seen: Set<String> = []
        for ticker in tickers.dropFirst() where seen.insert(ticker).inserted {
            guard !ticker.isEmpty else { throw HeaderFault("a column has no ticker") }
            let columns = tickers.indices.filter { $0 > 0 && tickers[$0] == ticker }
            series.append(try Self.series(ticker, kinds, columns))
        }
    }

    private static func series(
        _ ticker: String?, _ names: [String], _ columns: [Int]
    ) throws(HeaderFault) -> Series {
        let own = columns.map { names[$0] }
        func column(_ kind: Kind) throws(HeaderFault) -> Int {
            columns[try required(kind, in: own)]
        }
        return Series(
            ticker: ticker, open: try column(.open), high: try column(.high),
            low: try column(.low), close: try column(.close),
            adjustedClose: try only(.adjustedClose, in: own).map { columns[$0] },
            volume: try only(.volume, in: own).map { columns[$0] })
    }

    private static func required(_ kind: Kind, in names: [String]) throws(HeaderFault) -> Int {
        if let index = try only(kind, in: names) { return index }
        let spelling = kind.spellings[0]
        throw HeaderFault(
            "expected a header with the columns date, open, high, low, close and perhaps volume; "
                + "found no '\(spelling)'"
                + (isOfPrices(names)
                    ? " among " + names.map { "'\($0.prefix(40))'" }.list : ""))
    }

    /// Whether a line is a header of prices, if not a whole one.
    ///
    /// Of any other file nothing is quoted, as a client of a service may have named a secret.
    private static func isOfPrices(_ names: [String]) -> Bool {
        index(of: .time, in: names) != nil
            && [.open, .high, .low, .close].contains { index(of: $0, in: names) != nil }
    }

    private static func only(_ kind: Kind, in names: [String]) throws(HeaderFault) -> Int? {
        guard let index = index(of: kind, in: names) else { return nil }
        let name = spelling(of: names[index])
        guard let other = names[(index + 1)...].firstIndex(where: { spelling(of: $0) == name })
        else { return index }
        throw HeaderFault(
            "columns \(index + 1) and \(other + 1) are both called '\(names[other])'")
    }

    private static func index(of kind: Kind, in names: [String]) -> Int? {
        for candidate in kind.spellings {
            if let index = names.firstIndex(where: { spelling(of: $0) == candidate }) {
                return index
            }
        }
        return nil
    }

    /// A column's name without case, spaces and the signs that some exports put around it.
    private static func spelling(of name: String) -> String {
        name.lowercased().filter { !" _-.<>*".contains($0) }
    }

    /// What a column holds.
    private enum Kind {
        case ticker, time, clock, open, high, low, close, adjustedClose, volume

        /// The names that columns of this kind have, the likelier ones first.
        var spellings: [String] {
            switch self {
            case .ticker: ["ticker", "symbol", "name", "s"]
            case .time: ["date", "datetime", "timestamp", "t", "time", "day", "", "unnamed:0"]
            case .clock: ["time"]
            case .open: ["open", "o"]
            case .high: ["high", "h"]
            case .low: ["low", "l"]
            case .close: ["close", "c"]
            case .adjustedClose: ["adjclose", "adjustedclose"]
            case .volume: ["volume", "vol", "v"]
            }
        }
    }
}

/// What is wrong with a header, without the file and the line.
struct HeaderFault: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

extension [String] {
    /// The first texts for a message, separated by commas.
    var list: String {
        prefix(12).joined(separator: ", ") + (count > 12 ? " and \(count - 12) more" : "")
    }
}
