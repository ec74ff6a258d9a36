package import ScanEvents

/// What a sweep's records tell more than those of a scan.
///
/// Trials are summed up, not kept: memory grows with the sets, with the stocks, and with the records
/// that are out of order.
package struct SweepState: Sendable {
    /// Which sets were asked for, and how they are judged.
    package let terms: SweepTerms
    /// How many sets there are.
    package let sets: Int
    /// How many more were named that equal others.
    package let repeated: Int
    /// How many were dropped by a condition.
    package let dropped: Int
    /// The parameters that are not varied.
    package let fixed: [String: Double]
    /// The inputs that are varied.
    package private(set) var inputs: [String] = []
    /// A list for each of them, with its value in each set that is listed so far.
    package private(set) var columns: [[Double]] = []
    /// How many stocks there are.
    package internal(set) var stocks: Int
    /// Trials on the tape, each counted once.
    package private(set) var trials = 0
    /// The places of the sets of the last record of trials, those that it told anew.
    package private(set) var fresh: [Range<Int>] = []
    /// How many stocks have all their trials.
    package private(set) var successful = 0
    /// What all trials have in common; nil before the prices are there.
    package internal(set) var prepared: ScanEvent.SweepPrepared?
    /// What is to be thought of the best set; nil until it is judged.
    package internal(set) var judged: ScanEvent.SweepJudged?
    var valuedSoFar: ScanEvent.SetsValued?
    var walkSoFar: ScanEvent.WalkForwardValued?
    private(set) var sums: [SetSums] = []
    private let cash: Double
    private var runs: [String: SetRuns] = [:]
    /// Trials that failed stocks will not have.
    private var missed = 0

    /// The state after the first record.
    init(_ event: ScanEvent.SweepRequested) {
        terms = event.terms
        sets = event.sets
        repeated = event.repeated
        dropped = event.dropped
        stocks = event.requested.stocks
        fixed = event.requested.request.parameters
        cash = event.requested.request.cash
        // The one set of a sweep that varies nothing is in no list.
        if sets == 1 { sums = [SetSums()] }
    }

    /// How many trials there are to be; the greatest number where there are more.
    package var total: Int {
        let (product, isBeyond) = sets.multipliedReportingOverflow(by: stocks)
        return isBeyond ? .max : product
    }
    /// How many trials are done, those that a failed stock will not have among them.
    package var done: Int { trials.adding(missed) }
    /// How many sets are listed so far.
    package var listed: Int { sums.count }
    /// The figure by which the best set is found.
    package var objective: SweepObjective { SweepObjective(rawValue: terms.objective) ?? .sharpe }
    /// About how much memory it takes, in bytes.
    var approximateBytes: Int {
        let rows = (valuedSoFar?.returns.count ?? 0) * 120 + (walkSoFar?.times.count ?? 0) * 40
        let kept = runs.values.reduce(0) { $0 + 96 + $1.runs.count * 16 }
        return 2_048 + listed * (columns.count * 8 + MemoryLayout<SetSums>.stride) + kept + rows
    }

    /// Adds a part of the list of sets, if it is the one that comes next.
    mutating func list(_ part: ScanEvent.SetsListed) {
        if part.offset == 0, trials == 0 {
            inputs = part.inputs
            columns = part.inputs.map { _ in [] }
            sums = []
        }
        guard part.offset == listed, part.inputs == inputs, part.isConsistent,
            part.count <= sets - listed
        else { return }
        for (input, values) in part.values.enumerated() { columns[input] += values }
        sums += repeatElement(SetSums(), count: part.count)
    }

    /// Adds the trials of a record that are new, of sets that are listed.
    ///
    /// - Returns: whether the prices of the stock are new; nil where no trial is.
    mutating func add(_ event: ScanEvent.TrialsCompleted) -> Bool? {
        guard event.isConsistent, event.offset < listed else { return nil }
        let places = event.sets.clamped(to: 0..<listed)
        fresh = runs[event.ticker, default: SetRuns()].insert(places)
        guard !fresh.isEmpty else { return nil }
        for set in fresh.joined() {
            sums[set].add(event, at: set - event.offset, cash: cash)
            trials += 1
        }
        if runs[event.ticker]?.count == sets { successful += 1 }
        guard event.prices != nil, runs[event.ticker]?.hasPrices == false else { return false }
        runs[event.ticker]?.hasPrices = true
        return true
    }

    /// Notes that a stock failed, which it does once.
    mutating func fail(_ ticker: String) {
        let own = runs[ticker]?.count ?? 0
        missed = missed.adding(sets - own)
        if own == sets { successful -= 1 }
    }

    /// Begins anew what comes after the trials: a resumed sweep values and judges all sets again.
    mutating func resume() {
        valuedSoFar = nil
        walkSoFar = nil
        judged = nil
    }
}
