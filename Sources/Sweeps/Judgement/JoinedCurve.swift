/// The curve of whoever changes to the chosen set at each window of a walk-forward.
///
/// Each window has the returns of its set's one whole run; to change sets costs nothing. Where no set
/// was chosen, there is cash.
package struct JoinedCurve: Sendable {
    /// What it is worth before the first measured period.
    package let start: Double
    /// What makes a ratio a period one a year.
    package let periodsPerYear: Double
    private let choices: [(window: WalkForward.Window, set: Int?)]
    private var returns: [[Double]]

    /// Starts a curve of the chosen sets.
    package init(_ choices: [WindowChoice], start: Double, periodsPerYear: Double) {
        self.init(choices.map { ($0.window, $0.set) }, start, periodsPerYear)
    }

    /// Starts a curve of one set over the same windows.
    package init(
        _ choices: [WindowChoice], always set: Int, start: Double, periodsPerYear: Double
    ) {
        self.init(choices.map { ($0.window, set) }, start, periodsPerYear)
    }

    private init(
        _ choices: [(WalkForward.Window, Int?)], _ start: Double, _ periodsPerYear: Double
    ) {
        self.choices = choices.map { (window: $0.0, set: $0.1) }
        self.start = start
        self.periodsPerYear = periodsPerYear
        returns = choices.map { [Double](repeating: 0, count: $0.0.test.count) }
    }

    /// Joins curves of which the returns where they are measured are there.
    init(_ returns: [[Double]], _ choices: [WindowChoice], start: Double, periodsPerYear: Double) {
        self.init(choices, start: start, periodsPerYear: periodsPerYear)
        for (index, slice) in returns.enumerated() where !slice.isEmpty {
            self.returns[index] = slice
        }
    }

    /// The sets whose curves it needs, ascending, each once.
    package var sets: [Int] { Set(choices.compactMap(\.set)).sorted() }

    /// The places of the periods of its values, which adjoin; empty without windows.
    package var periods: Range<Int> {
        guard let first = choices.first, let last = choices.last else { return 0..<0 }
        return first.window.test.lowerBound..<last.window.test.upperBound
    }

    /// Adds what a set's portfolio was worth at the end of each period of its whole run, from
    /// `start` on; in any order of sets.
    package mutating func add(_ values: [Double], of set: Int) {
        let all = PeriodReturns.of(values, start: start)
        for (index, choice) in choices.enumerated() where choice.set == set {
            returns[index] = Array(all[choice.window.test])
        }
    }

    /// What it was worth at the end of each measured period.
    package var values: [Double] {
        var value = start
        return returns.joined().map { change in
            value *= 1 + change
            return value
        }
    }

    /// Its return, Sharpe ratio and deepest drawdown.
    package var figures: CurveSlice {
        let values = values
        return CurveSlice(
            values.indices, of: values, returns: Array(returns.joined()), start: start,
            periodsPerYear: periodsPerYear)
    }
}
