package import ScanEvents

/// What a sweep's sets are worth; `Schemas/judgement.md` has the formulas.
package struct SweepJudgement: Equatable, Sendable {
    /// What is to be thought of the best set; raw values are the spellings of records.
    package enum Verdict: String, CaseIterable, Sendable {
        /// Luck alone gives as much.
        case luck
        /// More than luck perhaps.
        case doubtful
        /// More than luck.
        case edge
        /// There is nothing to judge.
        case none
    }

    /// The figure by which the best set was found.
    package let objective: SweepObjective
    /// How many sets there are.
    package let sets: Int
    /// How many returns each set has.
    package let periods: Int
    /// The place of the best set, of equals the first; nil where no set has the objective.
    package internal(set) var best: Int?
    /// Its objective.
    package internal(set) var bestFigure: Double?
    /// The mean objective of each set's neighbours; nil without any that has one.
    package internal(set) var neighbours: [Double?] = []
    /// How many neighbours with an objective each set has.
    package internal(set) var neighbourCounts: [Int] = []
    /// The best set's Sharpe ratio a period; nil where its returns do not vary.
    package internal(set) var periodSharpe: Double?
    /// The same a year.
    package internal(set) var sharpeRatio: Double?
    /// The skewness of the best set's returns.
    package internal(set) var skewness: Double?
    /// The kurtosis of the best set's returns; 3 of a normal distribution.
    package internal(set) var kurtosis: Double?
    /// How many sets have returns that vary, N; the others tried nothing.
    package internal(set) var trials = 0
    /// The variance of their Sharpe ratios a period; nil of fewer than two.
    package internal(set) var variance: Double?
    /// The mean correlation of their returns, from 0 to 1; nil of fewer than two.
    package internal(set) var correlation: Double?
    /// How many independent sets they amount to, N̂.
    package internal(set) var effectiveTrials = 0.0
    /// The best set's deflated Sharpe ratio by N.
    package internal(set) var deflated: DeflatedSharpe?
    /// The same by N̂, which the verdict goes by.
    package internal(set) var deflatedEffective: DeflatedSharpe?
    /// The Sharpe ratio a year that luck alone gives to the best of N.
    package internal(set) var luckySharpe: Double?
    /// The same of N̂.
    package internal(set) var luckySharpeEffective: Double?
    /// The probability of backtest overfitting; nil where it does not exist.
    package internal(set) var overfitting: Overfitting?
    /// The walk-forward; nil without one.
    package internal(set) var walkForward: WalkForwardJudgement?
    /// The Sharpe ratio a year of holding; nil where it is not known.
    package internal(set) var benchmarkSharpe: Double?
    /// What is to be thought of the best set.
    package private(set) var verdict = Verdict.none
    /// The same in plain words, a sentence each; at least one.
    package private(set) var sentences: [String] = []

    init(objective: SweepObjective, sets: Int, periods: Int) {
        self.objective = objective
        self.sets = sets
        self.periods = periods
    }

    /// The mean objective of the best set's neighbours.
    package var bestNeighbours: Double? { best.flatMap { neighbours[$0] } }

    /// The least probability of skill that an edge has.
    static let edgeProbability = 0.95
    /// The probability of skill below which it is luck.
    static let luckProbability = 0.9
    /// The least probability of overfitting that no edge has.
    static let edgeOverfitting = 0.2
    /// The probability of overfitting from which on it is luck, where skill is not sure.
    static let luckOverfitting = 0.5
    /// The share of the best objective that its neighbours have at least.
    static let cliff = 0.5

    /// Finds the verdict and its words, once all figures are there.
    mutating func conclude() {
        verdict = foundVerdict
        sentences = foundSentences
    }

    private var foundVerdict: Verdict {
        guard best != nil, periods >= SweepJudge.fewestPeriods, let deflatedEffective else {
            return .none
        }
        let skill = deflatedEffective.probability
        if skill < Self.luckProbability { return .luck }
        guard skill < Self.edgeProbability else { return doubts.isEmpty ? .edge : .doubtful }
        let isWorseThanNone = overfitting.map { $0.probability >= Self.luckOverfitting } ?? false
        return isWorseThanNone ? .luck : .doubtful
    }

    /// Whether the neighbours have less than half of the best objective, or twice the drawdown.
    var isPeakOnCliff: Bool {
        guard let figure = bestFigure, let around = bestNeighbours else { return false }
        return objective.prefersLess
            ? around > figure / Self.cliff
            : around < figure - (1 - Self.cliff) * figure.magnitude
    }

    /// What keeps a set that is no luck from being an edge.
    var doubts: [String] {
        var doubts: [String] = []
        if trials > 1 {
            if let overfitting {
                if overfitting.probability >= Self.edgeOverfitting {
                    doubts.append("the choice too often fails on other days")
                }
            } else {
                doubts.append("the choice could not be tried on other days")
            }
        }
        if isPeakOnCliff { doubts.append("sets beside it do much worse") }
        if let walkForward, !((walkForward.outOfSample.sharpeRatio ?? 0) > 0) {
            doubts.append("out of sample nothing was earned")
        }
        if let benchmarkSharpe, let sharpeRatio, sharpeRatio <= benchmarkSharpe {
            doubts.append("holding does as well")
        }
        return doubts
    }
}

/// What sets made that were chosen on one window of time and measured on the next.
package struct WalkForwardJudgement: Equatable, Sendable {
    /// The windows with their sets, in order.
    package let choices: [WindowChoice]
    /// What the chosen sets made of all measured periods, joined.
    package let outOfSample: CurveSlice
    /// What the best set of all made of the same periods, which it was chosen on as well.
    package let inSample: CurveSlice
}
