internal import EventLog
internal import ScanEvents
internal import Tapes

/// What an interrupted scan has recorded so far.
struct ResumePoint: Sendable {
    /// The request, as it was recorded.
    private(set) var request: ScanRequest?
    /// The strategy's text, as far as it was recorded; nil for a tape without.
    private(set) var strategy: RecordedStrategy?
    /// The stocks in their order; nil when the scan had not started.
    private(set) var tickers: [String]?
    /// The digest of the bars of the benchmark; nil where there is none.
    private(set) var benchmarkDigest: String?
    /// The digests of the bars of the stocks that have a result, by ticker.
    private(set) var barsDigests: [String: String] = [:]
    /// The stocks that failed.
    private(set) var failed: Set<String> = []
    /// How long the scan had worked.
    private(set) var elapsed = Duration.zero
    /// Whether the scan has come to its end, so that its tape is only to be sealed.
    private(set) var hasEnded = false

    /// Whether the stocks were known.
    var hasStarted: Bool { tickers != nil }
    /// How many stocks are done, well or badly.
    var doneCount: Int { barsDigests.count + failed.count }

    /// Reads a tape; blocks on the file.
    ///
    /// Throws `TapeError`.
    init(_ reader: LogReader) throws {
        try reader.forEachEvent { record, _ in apply(record.event) }
    }

    private mutating func apply(_ event: ScanEvent) {
        switch event {
        case .requested(let requested): request = requested.request
        case .strategyRecorded(let part): RecordedStrategy.gather(part, into: &strategy)
        case .started(let started):
            tickers = started.tickers
            benchmarkDigest = started.benchmark?.barsDigest
        case .stockCompleted(let stock):
            barsDigests[stock.result.ticker] = stock.prices.barsDigest
        case .stockFailed(let stock): failed.insert(stock.ticker)
        case .cancelled, .failed, .completed:
            hasEnded = true
            return
        default: break
        }
        if let seconds = event.elapsed { elapsed = .seconds(seconds) }
    }
}
