package import MarketData
package import ScanEvents

/// Gathers the curves of a sweep's sets, one after another, and says how likely the best is luck.
///
/// `Schemas/judgement.md` has the formulas and their sources. Memory is in proportion to the sets,
/// some 400 bytes each, plus the days; no curve is kept.
package struct SweepJudge: Sendable {
    /// The fewest periods of which anything is said.
    static let fewestPeriods = ReturnBlocks.fewestPeriods

    let objective: SweepObjective
    let periods: Int
    let periodsPerYear: Double
    let start: Double
    private let places: SetPlaces
    private let isRandom: Bool
    private(set) var moments: [ReturnMoments] = []
    private var blocks: ReturnBlocks
    /// The sum of the sets' returns by period, each less its mean and over its deviation.
    private var standardised: [Double]
    private(set) var choices: WindowChoices
    /// What each set made of all measured periods; of a walk-forward only.
    private(set) var measured: [CurveSlice] = []

    /// Starts without sets.
    ///
    /// - Parameters:
    ///   - objective: the figure by which the best set is found.
    ///   - days: the day of each period, ascending.
    ///   - periodsPerYear: what makes a Sharpe ratio a period one a year.
    ///   - start: what each set's portfolio is worth before the first period, above zero.
    ///   - walkForward: the lengths of windows; nil for none, as of an objective that is not of a
    ///     curve.
    ///   - sets: the places of the sets' values.
    ///   - isRandom: whether the sets were drawn at random.
    package init(
        objective: SweepObjective, days: [CalendarDate], periodsPerYear: Double, start: Double,
        walkForward: WalkForward?, sets: SetPlaces, isRandom: Bool
    ) {
        self.objective = objective
        periods = days.count
        self.periodsPerYear = periodsPerYear
        self.start = start
        places = sets
        self.isRandom = isRandom
        blocks = ReturnBlocks(periods: days.count)
        standardised = [Double](repeating: 0, count: days.count)
        let windows = objective.isOfCurve ? walkForward?.windows(over: days) : nil
        choices = WindowChoices(windows ?? [])
    }

    /// Adds what the next set's portfolio is worth at the end of each period.
    ///
    /// Behind a value that is not above zero, returns count as 0.
    package mutating func add(_ values: [Double]) {
        precondition(values.count == periods, "a set has \(values.count) of \(periods) values")
        precondition(moments.count < places.count, "there are more curves than sets")
        let curve = JudgedCurve(values, start: start, periodsPerYear: periodsPerYear)
        let moment = ReturnMoments(of: curve.returns)
        blocks.add(curve.returns)
        if moment.deviation > 0 {
            for (index, value) in curve.returns.enumerated() {
                standardised[index] += (value - moment.mean) / moment.deviation
            }
        }
        choices.add(moments.count, curve, objective)
        if let range = choices.measured { measured.append(curve.slice(range)) }
        moments.append(moment)
    }

    /// Judges the sets that were added.
    ///
    /// - Parameters:
    ///   - objectives: the objective of each set; nil where it does not exist.
    ///   - benchmarkSharpe: the Sharpe ratio a year of holding the same stocks, or of the benchmark;
    ///     nil where it is not known, and then not asked for.
    /// - Returns: nil where no set was added.
    package func judge(
        objectives: [Double?], benchmarkSharpe: Double? = nil
    ) -> SweepJudgement? {
        precondition(objectives.count == moments.count, "a set has no objective or no curve")
        guard !moments.isEmpty else { return nil }
        var result = SweepJudgement(objective: objective, sets: moments.count, periods: periods)
        result.benchmarkSharpe = benchmarkSharpe
        meetNeighbours(objectives, &result)
        result.overfitting = Overfitting(blocks)
        for (set, figure) in objectives.enumerated() {
            guard let figure else { continue }
            if let best = result.bestFigure, !objective.prefers(figure, to: best) { continue }
            (result.best, result.bestFigure) = (set, figure)
        }
        weighLuck(&result)
        walk(&result)
        result.conclude()
        return result
    }

    private func meetNeighbours(_ objectives: [Double?], _ result: inout SweepJudgement) {
        let neighbourhood = Neighbourhood(places, isRandom: isRandom)
        for set in objectives.indices {
            let figures = neighbourhood.neighbours(of: set).filter { $0 < objectives.count }
                .compactMap { objectives[$0] }
            result.neighbourCounts.append(figures.count)
            result.neighbours.append(
                figures.isEmpty ? nil : figures.reduce(0, +) / Double(figures.count))
        }
    }

    /// The deflated Sharpe ratio, by all sets that traded and by how many independent ones they
    /// amount to.
    private func weighLuck(_ result: inout SweepJudgement) {
        let ratios = moments.compactMap(\.sharpe)
        let count = Double(ratios.count)
        result.trials = ratios.count
        guard periods >= 2, count > 0 else { return }
        let mean = ratios.reduce(0, +) / count
        let variance =
            count > 1
            ? ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) : 0
        result.variance = count > 1 ? variance : nil
        if count > 1 {
            // The standardised series have means of 0 and variances of 1, so that the variance of
            // their sum is N + N (N − 1) ρ̄.
            let total = standardised.reduce(0) { $0 + $1 * $1 } / Double(periods)
            let correlation = min(1, max(0, (total - count) / (count * (count - 1))))
            result.correlation = correlation
            result.effectiveTrials = correlation + (1 - correlation) * count
        } else {
            result.effectiveTrials = 1
        }
        guard let best = result.best, let sharpe = moments[best].sharpe else { return }
        let moment = moments[best]
        let root = periodsPerYear.squareRoot()
        result.periodSharpe = sharpe
        result.sharpeRatio = sharpe * root
        result.skewness = moment.skewness
        result.kurtosis = moment.kurtosis
        func deflated(_ trials: Double) -> DeflatedSharpe? {
            DeflatedSharpe(
                best: sharpe, periods: periods, skewness: moment.skewness,
                kurtosis: moment.kurtosis, variance: variance, trials: trials)
        }
        result.deflated = deflated(count)
        result.deflatedEffective = deflated(result.effectiveTrials)
        result.luckySharpe = result.deflated.map { $0.threshold * root }
        result.luckySharpeEffective = result.deflatedEffective.map { $0.threshold * root }
    }

    private func walk(_ result: inout SweepJudgement) {
        guard !choices.choices.isEmpty, let best = result.best else { return }
        let joined = JoinedCurve(
            choices.testReturns, choices.choices, start: start, periodsPerYear: periodsPerYear)
        result.walkForward = WalkForwardJudgement(
            choices: choices.choices, outOfSample: joined.figures, inSample: measured[best])
    }
}
