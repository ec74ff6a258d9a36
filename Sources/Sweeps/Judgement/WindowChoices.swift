internal import ScanEvents

/// A window of a walk-forward with the set that was best in it.
package struct WindowChoice: Equatable, Sendable {
    /// The window.
    package let window: WalkForward.Window
    /// The place of the set that was best where it was chosen, of equals the first; nil where none
    /// has a figure.
    package internal(set) var set: Int?
    /// Its objective over the periods of choosing.
    package internal(set) var trainFigure: Double?
    /// Its objective over the periods of measuring; nil where it does not exist.
    package internal(set) var testFigure: Double?
}

/// Finds the best set of each window while sets come by: memory is in proportion to the windows.
struct WindowChoices: Sendable {
    private(set) var choices: [WindowChoice]
    /// What the chosen sets returned where they are measured, window by window; empty without one.
    private(set) var testReturns: [[Double]]

    init(_ windows: [WalkForward.Window]) {
        choices = windows.map { WindowChoice(window: $0) }
        testReturns = windows.map { _ in [] }
    }

    /// All periods of measuring, which adjoin; nil without windows.
    var measured: Range<Int>? {
        guard let first = choices.first, let last = choices.last else { return nil }
        return first.window.test.lowerBound..<last.window.test.upperBound
    }

    /// Lets the next set compete.
    mutating func add(_ set: Int, _ curve: JudgedCurve, _ objective: SweepObjective) {
        for (index, choice) in choices.enumerated() {
            guard let figure = curve.slice(choice.window.train).figure(objective) else { continue }
            if let best = choice.trainFigure, !objective.prefers(figure, to: best) { continue }
            choices[index].set = set
            choices[index].trainFigure = figure
            choices[index].testFigure = curve.slice(choice.window.test).figure(objective)
            testReturns[index] = Array(curve.returns[choice.window.test])
        }
    }
}

/// A set's curve while it is judged.
struct JudgedCurve {
    let values: [Double]
    let returns: [Double]
    let start: Double
    let periodsPerYear: Double

    init(_ values: [Double], start: Double, periodsPerYear: Double) {
        self.values = values
        self.start = start
        self.periodsPerYear = periodsPerYear
        returns = PeriodReturns.of(values, start: start)
    }

    func slice(_ periods: Range<Int>) -> CurveSlice {
        CurveSlice(
            periods, of: values, returns: returns, start: start, periodsPerYear: periodsPerYear)
    }
}
