internal import Synchronization

/// The prices that come with the program: 505 tickers of the S&P 500, 2013-02-08 to 2018-02-07.
///
/// Membership is that of early 2018, so results carry survivorship bias. Rows without all four
/// prices are dropped, rows whose open or close lies outside low…high are kept; both counted.
///
/// A ticker is read when it is first asked for, and kept in memory from then on.
package struct BundledPrices: PriceSource {
    /// How a request names this source.
    package static let sourceName = "bundled"

    private static let shared = Result<BundledPrices, PriceError> { () throws(PriceError) in
        try open()
    }

    private let reader: BundledPriceReader
    private let kept = KeptHistories()

    /// The bundled prices, opened once a process and shared from then on.
    ///
    /// Throws as `open` does; the first call blocks for some milliseconds.
    package static func load() throws(PriceError) -> BundledPrices {
        try shared.get()
    }

    /// The bundled prices with nothing in memory yet but the index; blocks while it is read.
    ///
    /// Throws `internal` when a file cannot be read and `bad_data` when the index or the header
    /// is damaged.
    package static func open() throws(PriceError) -> BundledPrices {
        try BundledPrices(files: BundledPriceFiles.installed())
    }

    /// The prices in other files of the same form; blocks and throws as `open` does.
    package init(files: BundledPriceFiles) throws(PriceError) {
        reader = try BundledPriceReader(files)
    }

    /// Always `bundled`.
    package var name: String { Self.sourceName }
    /// Always a day.
    package var interval: BarInterval { .day }
    /// Never: the prices are on disk or in memory.
    package var isLive: Bool { false }
    /// Splits: those of their years are in the prices, while a dividend leaves its gap.
    package var adjustment: PriceAdjustment? { .splits }
    /// First and last day of any ticker.
    package var coverage: ClosedRange<CalendarDate>? { reader.index.coverage }
    /// All tickers in the order of the file.
    package var tickers: [String] { reader.index.tickers }

    /// The bars of one ticker between two days, both inclusive.
    ///
    /// A ticker that is not there as written is looked for in upper case, and with a dash for a
    /// point or a point for a dash: `BRK-B` is `BRK.B`, which the bars then name.
    /// Throws `unknown_ticker` and `no_data`, and `bad_data` with ticker and position when the
    /// ticker's prices are damaged. The first time it takes about half a millisecond, on a thread
    /// that may block; later it returns without waiting.
    package func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        let spellings = [ticker] + TickerSpelling.alternatives(to: ticker)
        guard let entry = spellings.lazy.compactMap({ reader.index[$0] }).first else {
            throw PriceError.unknownTicker(ticker, source: name, tickers: tickers)
        }
        return try await whole(entry).clipped(from: from, to: to, source: name)
    }

    private func whole(_ entry: BundledPriceIndex.Entry) async throws -> PriceHistory {
        if let history = kept[entry.ticker] { return history }
        guard !Task.isCancelled else {
            throw PriceError.cancelled(ticker: entry.ticker, source: name)
        }
        let history = try await runBlocking { [reader] () throws(PriceError) in
            try reader.history(of: entry)
        }
        return kept.keep(history)
    }
}

/// The histories read so far, one a ticker.
private final class KeptHistories: Sendable {
    private let histories = Mutex<[String: PriceHistory]>([:])

    subscript(ticker: String) -> PriceHistory? {
        histories.withLock { $0[ticker] }
    }

    /// Keeps a history, unless another task was first; returns the one that is kept.
    func keep(_ history: PriceHistory) -> PriceHistory {
        histories.withLock { histories in
            let first = histories[history.bars.ticker] ?? history
            histories[history.bars.ticker] = first
            return first
        }
    }
}
