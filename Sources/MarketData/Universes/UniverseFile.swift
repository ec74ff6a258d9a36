/// A list of tickers: CSV with a header, or a ticker a line; lines that begin with `#` are comments.
struct UniverseFile {
    let path: String
    /// How the request names it.
    let name: String

    private static let limitBytes = 4 * 1024 * 1024
    private static let memberLimit = 10_000

    /// Reads the file, which must lie in one of `directories` unless that is nil; blocks.
    func universe(in directories: [String]?) throws(UniverseError) -> Universe {
        let bytes: [UInt8]
        do {
            bytes = try readPriceFile(path, limitBytes: Self.limitBytes, in: directories)
        } catch {
            throw fault(error.message)
        }
        return Universe(name: name, title: "Tickers of \(path)", members: try members(bytes.span))
    }

    /// The members that the text of a file lists.
    func members(_ bytes: Span<UInt8>) throws(UniverseError) -> [Universe.Member] {
        var lines = CSVLines(bytes)
        var columns: Columns?
        var members: [Universe.Member] = []
        var lineByTicker: [String: Int] = [:]
        while lines.next(bytes) {
            let fields = lines.texts(bytes)
            if fields[0].hasPrefix("#") { continue }
            guard let known = columns else {
                let header = Columns(header: fields)
                columns = header ?? .tickersOnly
                if header != nil { continue }
                members.append(try member(fields, .tickersOnly, lines.line, &lineByTicker))
                continue
            }
            members.append(try member(fields, known, lines.line, &lineByTicker))
            guard members.count <= Self.memberLimit else {
                throw fault("line \(lines.line): more than \(Self.memberLimit) tickers")
            }
        }
        guard !members.isEmpty else { throw fault("\(path) lists no tickers") }
        return members
    }

    private func member(
        _ fields: [String], _ columns: Columns, _ line: Int, _ lineByTicker: inout [String: Int]
    ) throws(UniverseError) -> Universe.Member {
        guard fields.count == columns.count else {
            throw fault(
                columns.count == 1
                    ? "line \(line): expected one ticker, or a header with a column 'ticker'; "
                        + "found \(fields.count) fields"
                    : "line \(line): expected \(columns.count) fields as in the header, "
                        + "found \(fields.count)")
        }
        let ticker = fields[columns.ticker]
        guard TickerSpelling.isTicker(ticker) else {
            throw fault(
                "line \(line), column \(columns.ticker + 1): expected a ticker, "
                    + "\(TickerSpelling.rule), found " + columns.words(for: ticker))
        }
        let spelling = String(ticker.uppercased().map { $0 == "-" ? "." : $0 })
        if let other = lineByTicker.updateValue(line, forKey: spelling) {
            throw fault(
                "lines \(other) and \(line) both list "
                    + (columns.areNamed ? "'\(ticker)'" : "one ticker"))
        }
        func text(_ column: Int?) -> String? {
            column.map { fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
        }
        return Universe.Member(
            ticker: ticker, name: text(columns.name), sector: text(columns.sector))
    }

    private func fault(_ reason: String) -> UniverseError {
        UniverseError(name: name, reason: reason)
    }

    /// Which fields of a line hold what.
    private struct Columns {
        let count: Int
        let ticker: Int
        /// Whether a header tells that the file is a list of tickers.
        ///
        /// Of any other file nothing is quoted, as a client of a service may have named a secret.
        let areNamed: Bool
        var name: Int?
        var sector: Int?

        static let tickersOnly = Columns(count: 1, ticker: 0, areNamed: false)

        private init(count: Int, ticker: Int, areNamed: Bool) {
            self.count = count
            self.ticker = ticker
            self.areNamed = areNamed
        }

        /// A field that is no ticker, in a message.
        func words(for field: String) -> String {
            if field.isEmpty { return "nothing" }
            return areNamed ? "'\(field.prefix(40))'" : "another text of \(field.count) characters"
        }

        /// The columns that a header names; nil when the line is no header.
        init?(header: [String]) {
            let names = header.map { $0.lowercased() }
            guard let ticker = names.firstIndex(where: { ["ticker", "symbol"].contains($0) }) else {
                return nil
            }
            self.init(count: header.count, ticker: ticker, areNamed: true)
            name = names.firstIndex { ["name", "security", "company"].contains($0) }
            sector = names.firstIndex { ["sector", "gics sector"].contains($0) }
        }
    }
}
