import Foundation

/// A directory with a price file a ticker.
struct CSVDirectory: Sendable {
    /// All tickers that the names of files tell, sorted; a file whose name is no ticker is listed
    /// under one like it, so that it fails by name and nothing else does.
    let tickers: [String]
    private let path: String
    private let interval: BarInterval
    private let adjusted: Bool
    /// Where the files must lie, links resolved; nil for anywhere.
    private let directories: [String]?
    /// One file a ticker, or those that contradict each other.
    private let fileNames: [String: [String]]
    /// The files whose names are no tickers, by what they are listed as.
    private let misnamed: [String: String]

    private static let fileCountLimit = 100_000

    /// Lists the directory; hidden files and those with other endings are left out.
    init(
        path: String, interval: BarInterval, adjusted: Bool, in directories: [String]?
    ) throws(PriceError) {
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
        let stems = names.sorted().compactMap { name in
            TickerSpelling.stem(ofFileName: name).map { (name: name, stem: $0) }
        }
        guard !stems.isEmpty else {
            throw PriceError(
                .noData,
                "\(path) holds no price files; expected names such as AAPL.csv or AAPL.csv.gz")
        }
        let named = stems.filter { TickerSpelling.isTicker($0.stem) }
        let fileNames = Dictionary(grouping: named, by: \.stem).mapValues { $0.map(\.name) }
        var misnamed: [String: String] = [:]
        for (name, stem) in stems where !TickerSpelling.isTicker(stem) {
            let label = TickerSpelling.label(for: stem) {
                fileNames[$0] != nil || misnamed[$0] != nil
            }
            misnamed[label] = name
        }
        self.fileNames = fileNames
        self.misnamed = misnamed
        tickers = (Array(fileNames.keys) + Array(misnamed.keys)).sorted()
        self.path = path
        self.interval = interval
        self.adjusted = adjusted
        self.directories = directories
    }

    /// Whether there is a file for a ticker, spelled as in `tickers`.
    func contains(_ ticker: String) -> Bool {
        fileNames[ticker] != nil || misnamed[ticker] != nil
    }

    /// Reads all bars of a ticker that `contains` knows; blocks.
    func history(of ticker: String) throws(PriceError) -> PriceHistory {
        if let name = misnamed[ticker] {
            throw PriceError(
                .badData,
                "the name of \(path)/\(name) is no ticker (\(TickerSpelling.rule)); rename it to "
                    + "TICKER.csv, or move it elsewhere")
        }
        let names = fileNames[ticker, default: []]
        guard names.count == 1 else {
            throw PriceError(
                .badData,
                "\(path) holds more than one file for '\(ticker)': \(names.list); remove all but one"
            )
        }
        let file = path + "/" + names[0]
        let bytes = try readPriceFile(
            file, limitBytes: CSVPrices.tickerFileLimitBytes, in: directories)
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
        return history.renamed(ticker)
    }

    private func isSpelling(_ found: String, of ticker: String) -> Bool {
        let plain = TickerSpelling.stem(ofFileName: found + ".csv") ?? found
        return plain == ticker || TickerSpelling.alternatives(to: plain).contains(ticker)
    }
}
