internal import EventLog
package import ScanEvents
internal import Sweeps
internal import Tapes

/// What an interrupted scan, or sweep, has recorded so far.
struct ResumePoint: Sendable {
    /// The request, as it was recorded.
    private(set) var request: ScanRequest?
    /// The strategy's text, as far as it was recorded; nil for a tape without.
    private(set) var strategy: RecordedStrategy?
    /// The stocks in their order; nil when the scan had not started.
    private(set) var tickers: [String]?
    /// The digest of the bars of the benchmark; nil where there is none.
    private(set) var benchmarkDigest: String?
    /// The digests of the bars of the stocks that have a result, or trials, by ticker.
    private(set) var barsDigests: [String: String] = [:]
    /// The stocks that failed.
    private(set) var failed: Set<String> = []
    /// How long the scan had worked.
    private(set) var elapsed = Duration.zero
    /// Whether the scan has come to its end, so that its tape is only to be sealed.
    private(set) var hasEnded = false
    /// Which sets a sweep tries; nil of a scan.
    private(set) var terms: SweepTerms?
    /// Its sets, as far as they were recorded.
    private(set) var sets = RecordedSets()
    /// What its trials have in common; nil before.
    private(set) var prepared: ScanEvent.SweepPrepared?
    /// The sets whose trials were recorded, by ticker.
    private(set) var trials: [String: [Range<Int>]] = [:]

    /// Whether the stocks were known.
    var hasStarted: Bool { tickers != nil }
    /// How many stocks are done, well or badly.
    var doneCount: Int { barsDigests.count + failed.count }

    /// The sets of a sweep, where the tape has all of them.
    var recordedSets: ParameterSets? {
        guard let terms, sets.isWhole else { return nil }
        return ParameterSets(
            names: sets.inputs, columns: sets.values, isRandom: terms.random != nil)
    }

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
        case .sweepRequested(let sweep):
            request = sweep.requested.request
            terms = sweep.terms
        case .setsListed(let part): sets.append(part)
        case .sweepStarted(let started):
            tickers = started.tickers
            benchmarkDigest = started.benchmark?.barsDigest
        case .sweepPrepared(let event): prepared = event
        case .trialsCompleted(let event):
            if let prices = event.prices { barsDigests[event.ticker] = prices.barsDigest }
            trials[event.ticker, default: []].append(event.sets)
        case .cancelled, .failed, .completed, .sweepCompleted:
            hasEnded = true
            return
        default: break
        }
        if let seconds = event.elapsed { elapsed = .seconds(seconds) }
    }
}

/// The sets of a sweep, gathered from the records of its tape.
package struct RecordedSets: Sendable {
    /// The inputs that are varied.
    package private(set) var inputs: [String] = []
    /// A list for each input, with its value in each set so far.
    package private(set) var values: [[Double]] = []
    private var total = 0

    /// None so far.
    package init() {}

    /// How many sets there are so far.
    package var count: Int { values.first?.count ?? 0 }
    /// Whether all are there.
    package var isWhole: Bool { count > 0 && count == total }

    /// Takes the part that comes next, or the first again; any other is passed over.
    package mutating func append(_ part: ScanEvent.SetsListed) {
        if part.offset == 0 {
            (inputs, total) = (part.inputs, part.total)
            values = part.inputs.map { _ in [] }
        }
        guard part.isConsistent, part.inputs == inputs, part.total == total,
            part.offset == count, part.count <= total - count
        else { return }
        for input in values.indices { values[input] += part.values[input] }
    }
}
