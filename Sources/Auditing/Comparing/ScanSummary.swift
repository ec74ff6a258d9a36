package import EventLog
internal import Projections
internal import ScanEvents
internal import Tapes

/// What of a scan is compared with another: its request and each stock's outcome.
package struct ScanSummary {
    /// What came of a stock.
    enum Outcome {
        /// A result, and the digest of the bars that it rests on.
        case result(StockResult, barsDigest: String)
        /// Trials of a sweep, and the digest of the bars that they rest on.
        case trials(barsDigest: String)
        /// A failure.
        case failure(code: String, message: String)
    }

    /// The scan's name.
    private(set) var job = ""
    /// The program that ran it.
    private(set) var engine = ""
    /// What was asked for.
    private(set) var request: ScanRequest?
    /// The text of its strategy; nil for a tape without.
    private(set) var strategy: RecordedStrategy?
    /// How it ended, or that it did not.
    private(set) var phase = ScanState.Phase.requested
    /// The stocks that are done.
    private(set) var outcomes: [String: Outcome] = [:]
    /// The sum of the profits.
    private(set) var pnl = 0.0
    /// The sets of a sweep; nil of a scan.
    private(set) var sweep: SweepSummary?

    /// Reads a tape.
    package init(_ reader: LogReader) throws {
        var state = ScanState()
        var outcomes: [String: Outcome] = [:]
        var sweep: SweepSummary?
        try reader.forEachEvent { record, bytes in
            guard state.apply(record, in: bytes) else { return }
            if case .sweepRequested(let event) = record.event { sweep = SweepSummary(event) }
            sweep?.apply(record.event)
            switch record.event {
            case .stockCompleted(let stock):
                outcomes[stock.result.ticker] = .result(
                    stock.result, barsDigest: stock.prices.barsDigest)
            case .stockFailed(let stock):
                outcomes[stock.ticker] = .failure(
                    code: stock.code.rawValue, message: stock.message)
            case .trialsCompleted(let part):
                if let prices = part.prices {
                    outcomes[part.ticker] = .trials(barsDigest: prices.barsDigest)
                }
            default: break
            }
        }
        job = state.requested?.jobID ?? reader.path
        engine = state.requested?.engine ?? ""
        request = state.requested?.request
        strategy = state.strategy
        phase = state.phase
        pnl = state.pnl
        self.outcomes = outcomes
        self.sweep = sweep
    }
}
