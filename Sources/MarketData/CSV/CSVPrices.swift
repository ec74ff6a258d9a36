import Foundation

/// Prices from the user's own files: a directory with a file a ticker, or one file.
///
/// In a directory, `AAPL.csv`, `aapl.us.txt`, `AAPL_data.csv.gz` and the like hold the prices of
/// AAPL; each is read when it is asked for, and a wrong one fails its ticker alone. One file is
/// read when the source is opened; it may hold many tickers. `PriceColumns` tells the shapes.
///
/// Without a column of volumes, and where a row has none, the volume is 0.
package struct CSVPrices: PriceSource {
    private enum Storage {
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
    private let storage: Storage

    /// Opens the directory or the file at `path`.
    ///
    /// With `adjusted`, the four prices of each row are multiplied by adjusted close / close.
    /// Blocks while a file is read: `open` does not. Throws `no_data` when there is nothing to
    /// read and `bad_data` when it cannot be read.
    package init(
        path: String, name: String, interval: BarInterval = .day, adjusted: Bool = false
    ) throws(PriceError) {
        self.name = name
        self.interval = interval
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        guard let values = try? url.resourceValues(forKeys: [.isDirectoryKey]) else {
            throw PriceError(.noData, "there is no file or directory \(path)")
        }
        if values.isDirectory == true {
            storage = .directory(
                try CSVDirectory(path: path, interval: interval, adjusted: adjusted))
            return
        }
        let bytes = try readPriceFile(path, limitBytes: Self.fileLimitBytes)
        let fileName = url.lastPathComponent
        let csv = PriceCSV(
            fileName: path,
            fileTicker: TickerSpelling.ticker(inFileName: fileName) ?? fileName,
            interval: interval, adjusted: adjusted)
        storage = .table(PriceTable(name: name, try csv.read(bytes.span)))
    }

    /// Opens the directory or the file at `path` on a thread that may block.
    package static func open(
        path: String, name: String, interval: BarInterval = .day, adjusted: Bool = false
    ) async throws -> CSVPrices {
        try await runBlocking { () throws(PriceError) in
            try CSVPrices(path: path, name: name, interval: interval, adjusted: adjusted)
        }
    }

    /// Never: the prices are on disk or in memory.
    package var isLive: Bool { false }

    /// First and last day of any ticker; nil for a directory, whose files are not read ahead.
    package var coverage: ClosedRange<CalendarDate>? {
        switch storage {
        case .table(let table): table.coverage
        case .directory: nil
        }
    }

    /// All tickers: sorted for a directory, in the order of the rows for a file.
    package var tickers: [String] {
        switch storage {
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
        switch storage {
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
