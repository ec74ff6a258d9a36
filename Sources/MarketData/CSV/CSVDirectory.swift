import Foundation

/// A directory with a price file a ticker.
struct CSVDirectory: Sendable {
    /// All tickers that the names of files tell, sorted.
    let tickers: [String]
    private let path: String
    private let interval: BarInterval
    private let adjusted: Bool
    /// One file a ticker, or those that contradict each other.
    private let fileNames: [String: [String]]

    private static let fileCountLimit = 100_000

    /// Lists the directory; hidden files and those with other endings are left out.
    init(path: String, interval: BarInterval, adjusted: Bool) throws(PriceError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw PriceError(.badData, "cannot list \(path): \(error.localizedDescription)")
        }
        guard names.count <= Self.fileCountLimit else {
            throw PriceError(
                .badData,
                "\(path) holds \(names.count) files; the limit is \(Self.fileCountLimit)")
        }
        fileNames = Dictionary(
            grouping: names.sorted().filter { TickerSpelling.ticker(inFileName: $0) != nil },
            by: { TickerSpelling.ticker(inFileName: $0) ?? $0 })
        guard !fileNames.isEmpty else {
            throw PriceError(
                .noData,
                "\(path) holds no price files; expected names such as AAPL.csv or AAPL.csv.gz")
        }
        tickers = fileNames.keys.sorted()
        self.path = path
        self.interval = interval
        self.adjusted = adjusted
    }

    /// Whether there is a file for a ticker, spelled as in `tickers`.
    func contains(_ ticker: String) -> Bool {
        fileNames[ticker] != nil
    }

    /// Reads all bars of a ticker that `contains` knows; blocks.
    func history(of ticker: String) throws(PriceError) -> PriceHistory {
        let names = fileNames[ticker, default: []]
        guard names.count == 1 else {
            throw PriceError(
                .badData,
                "\(path) holds more than one file for '\(ticker)': \(names.list); remove all but one"
            )
        }
        let file = path + "/" + names[0]
        let bytes = try readPriceFile(file, limitBytes: CSVPrices.tickerFileLimitBytes)
        let csv = PriceCSV(
            fileName: file, fileTicker: ticker, interval: interval, adjusted: adjusted)
        let outcomes = try csv.read(bytes.span)
        guard outcomes.count == 1, let found = outcomes.first, isSpelling(found.ticker, of: ticker)
        else {
            let found = outcomes.map { "'\($0.ticker)'" }.list
            throw PriceError(
                .badData, "\(file): expected only rows of '\(ticker)', found those of \(found)")
        }
        let history = try found.result.get()
        return PriceHistory(bars: history.bars.renamed(ticker), counts: history.counts)
    }

    private func isSpelling(_ found: String, of ticker: String) -> Bool {
        let plain = TickerSpelling.ticker(inFileName: found + ".csv") ?? found
        return plain == ticker || TickerSpelling.alternatives(to: plain).contains(ticker)
    }
}

extension Bars {
    fileprivate func renamed(_ ticker: String) -> Bars {
        Bars(
            checked: ticker, times: times, open: open, high: high, low: low, close: close,
            volume: volume)
    }
}
