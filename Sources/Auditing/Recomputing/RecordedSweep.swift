internal import EventLog
internal import ScanEvents
internal import Sweeps
internal import Tapes

/// What of a sweep's tape says how to compute it again, and on which prices.
struct RecordedSweep {
    /// What was asked for.
    let requested: ScanEvent.SweepRequested
    /// The text of its strategy; nil for a tape without.
    private(set) var strategy: RecordedStrategy?
    /// The stocks, in their order; none before it started.
    private(set) var tickers: [String] = []
    /// The bars of the benchmark that the request names.
    private(set) var benchmark: ScanEvent.PriceRecord?
    /// What all trials have in common; nil before the prices were there.
    private(set) var prepared: ScanEvent.SweepPrepared?
    /// The bars of the stocks that have trials.
    private(set) var prices: [String: ScanEvent.PriceRecord] = [:]
    /// How many trials there are.
    private(set) var trials = 0
    /// Whether a stock failed behind some of its trials, or was left out: then the portfolios are of
    /// fewer stocks than have trials.
    private(set) var isBroken = false
    private var inputs: [String] = []
    private var columns: [[Double]] = []

    /// Reads the tape behind `reader`; nil where it is that of a scan.
    ///
    /// - Throws: `TapeError`, `LogError`, `JSONError` where the tape cannot be read.
    init?(_ reader: LogReader) throws {
        var blocks = reader.blocks()
        guard let block = try blocks.next(),
            case .sweepRequested(let requested) = try RecordedEvent(
                block.payload, block.range(of: block.firstSeq)
            ).event
        else { return nil }
        self.requested = requested
        try reader.forEachEvent { record, _ in apply(record.event) }
    }

    private mutating func apply(_ event: ScanEvent) {
        switch event {
        case .strategyRecorded(let part): RecordedStrategy.gather(part, into: &strategy)
        case .setsListed(let part):
            if part.offset == 0 { (inputs, columns) = (part.inputs, part.inputs.map { _ in [] }) }
            guard part.inputs == inputs, part.offset == columns.first?.count else { return }
            for (input, values) in part.values.enumerated() { columns[input] += values }
        case .sweepStarted(let event): (tickers, benchmark) = (event.tickers, event.benchmark)
        case .sweepPrepared(let event): prepared = event
        case .trialsCompleted(let part):
            trials += part.pnl.count
            if let bars = part.prices { prices[part.ticker] = bars }
        case .stockFailed(let event): isBroken = isBroken || prices[event.ticker] != nil
        case .stockLeftOut: isBroken = true
        default: break
        }
    }

    /// The sets, where the tape has all of them.
    var sets: ParameterSets? {
        guard columns.first?.count == requested.sets else { return nil }
        return ParameterSets(
            names: inputs, columns: columns, isRandom: requested.terms.random != nil)
    }

    /// The stocks that have trials, in their order.
    var tested: [String] { tickers.filter { prices[$0] != nil } }
}
