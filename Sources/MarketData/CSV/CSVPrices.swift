import Foundation

/// Prices from the user's own files: a directory with a file a ticker, or one file.
///
/// In a directory, `AAPL.csv`, `aapl.us.txt`, `AAPL_data.csv.gz` and the like hold the prices of
/// AAPL; each is read when it is asked for, and a wrong one fails its ticker alone. One file is
/// read when the source is opened; it may hold many tickers, in either case. `PriceColumns` tells
/// the shapes. What is no ticker is listed under one like it, and fails by its true name; rows
/// that name none, such as one cut off, are listed as `UNNAMED`.
///
/// Without a column of volumes, and where a row has none, the volume is 0.
package struct CSVPrices: PriceSource {
    private enum Layout {
        case table(PriceTable)
        case directory(CSVDirectory)
    }

    /// Bytes that one file for all tickers may have, inflated: 1 GiB.
    package static let fileLimitBytes = 1024 * 1024 * 1024
    /// Bytes that the file of one ticker may have, inflated: 64 MiB.
    package static let tickerFileLimitBytes = 64 * 1024 * 1024

    /// The source as a request names it, options included.
    package let name: String
    /// How much time each of its bars covers, as the request says.
    package let interval: BarInterval
    /// Splits and dividends where the adjusted close was asked for; else only who made the files
    /// knows.
    package let adjustment: PriceAdjustment?
    private let layout: Layout

    /// Opens the directory or the file at `path`.
    ///
    /// With `adjusted`, the four prices of each row are multiplied by adjusted close / close. With
    /// `directories`, files are read only that lie in one of them, links resolved.
    /// Blocks while a file is read. Throws `no_data` when there is nothing to
    /// read and `bad_data` when it cannot be read.
    package init(
        path: String, name: String, interval: BarInterval = .day, adjusted: Bool = false,
        in directories: [String]? = nil
    ) throws(PriceError) {
        self.name = name
        self.interval = interval
        adjustment = adjusted ? .splitsAndDividends : nil
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        guard let values = try? url.resourceValues(forKeys: [.isDirectoryKey]) else {
            throw PriceError(.noData, "there is no file or directory \(path)")
        }
        if values.isDirectory == true {
            layout = .directory(
                try CSVDirectory(
                    path: path, interval: interval, adjusted: adjusted, in: directories))
            return
        }
        let bytes = try readPriceFile(path, limitBytes: Self.fileLimitBytes, in: directories)
        let fileName = url.lastPathComponent
        let csv = PriceCSV(
            fileName: path,
            fileTicker: TickerSpelling.stem(ofFileName: fileName) ?? fileName,
            interval: interval, adjusted: adjusted, keepsNameless: true)
        let outcomes = try csv.read(bytes.span)
        layout = .table(PriceTable(name: name, Self.listed(outcomes, in: path)))
    }

    /// The tickers of a file as scans can name them, each once and in upper case; those that are
    /// none, or that the file spells in two ways, fail alone.
    private static func listed(_ outcomes: [PriceCSV.Outcome], in path: String) -> [PriceCSV
        .Outcome]
    {
        let spellings = Dictionary(grouping: outcomes.map(\.ticker)) { $0.uppercased() }
        var seen: Set<String> = []
        var listed: [PriceCSV.Outcome] = []
        for (ticker, result) in outcomes {
            let name = ticker.uppercased()
            guard seen.insert(name).inserted else { continue }
            if let all = spellings[name], all.count > 1 {
                let error = PriceError(
                    .badData,
                    "\(path) spells one ticker in several ways: "
                        + all.map { "'\($0)'" }.list + "; choose one")
                listed.append((name, .failure(error)))
            } else {
                listed.append((name, result.map { $0.renamed(name) }))
            }
        }
        for (index, outcome) in listed.enumerated() where !TickerSpelling.isTicker(outcome.ticker) {
            let isNameless = outcome.ticker.isEmpty
            let label = TickerSpelling.label(for: isNameless ? "UNNAMED" : outcome.ticker) {
                seen.contains($0)
            }
            seen.insert(label)
            if isNameless {
                listed[index].ticker = label
                continue
            }
            let error = PriceError(
                .badData,
                "'\(outcome.ticker.prefix(40))' in \(path) is no ticker: expected "
                    + TickerSpelling.rule)
            listed[index] = (label, .failure(error))
        }
        return listed
    }

    /// Never: the prices are on disk or in memory.
    package var isLive: Bool { false }

    /// First and last day of any ticker; nil for a directory, whose files are not read ahead.
    package var coverage: ClosedRange<CalendarDate>? {
        switch layout {
        case .table(let table): table.coverage
        case .directory: nil
        }
    }

    /// All tickers: sorted for a directory, in the order of the rows for a file.
    package var tickers: [String] {
        switch layout {
        case .table(let table): table.tickers
        case .directory(let directory): directory.tickers
        }
    }

    /// The bars of one ticker between two days, both inclusive.
    ///
    /// A ticker that is not there as written is looked for in upper case, and with a dash for a
    /// point or a point for a dash. Throws `unknown_ticker` and `no_data`, and `bad_data` with
    /// file, line and column when something is wrong with the ticker's rows.
    package func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        let spellings = [ticker] + TickerSpelling.alternatives(to: ticker)
        switch layout {
        case .table(let table):
            let known = spellings.first(where: table.contains) ?? ticker
            return try table.history(of: known, from: from, to: to)
        case .directory(let directory):
            guard let known = spellings.first(where: directory.contains) else {
                throw PriceError.unknownTicker(ticker, source: name, tickers: tickers)
            }
            guard !Task.isCancelled else {
                throw PriceError.cancelled(ticker: ticker, source: name)
            }
            let all = try await runBlocking { () throws(PriceError) in
                try directory.history(of: known)
            }
            return try all.clipped(from: from, to: to, source: name)
        }
    }
}
