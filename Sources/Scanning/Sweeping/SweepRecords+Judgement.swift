internal import Backtesting
package import MarketData
package import ScanEvents
package import Sweeps

extension ScanEvent.SweepJudged {
    /// What is recorded of a judgement.
    package init(_ judgement: SweepJudgement, benchmark: PortfolioStatistics, elapsed: Double) {
        self.init()
        best = judgement.best
        objective = judgement.bestFigure
        neighbours = judgement.bestNeighbours
        periods = judgement.periods
        sharpeRatio = judgement.sharpeRatio
        skewness = judgement.skewness
        kurtosis = judgement.kurtosis
        variance = judgement.variance
        correlation = judgement.correlation
        effectiveSets = judgement.effectiveTrials
        luckySharpe = judgement.luckySharpe
        luckySharpeEffective = judgement.luckySharpeEffective
        deflated = judgement.deflated?.probability
        deflatedEffective = judgement.deflatedEffective?.probability
        overfitting = judgement.overfitting?.probability
        verdict = judgement.verdict.rawValue
        sentences = judgement.sentences
        self.benchmark = benchmark
        self.elapsed = elapsed
    }
}

extension ScanEvent {
    /// The windows and the joined curve of a walk-forward, in parts that fit into records.
    ///
    /// - Parameters:
    ///   - choices: the windows and the sets that were chosen in them.
    ///   - outside: the joined curve of these sets.
    ///   - inside: that of the best set of all over the same periods.
    ///   - times: the times of all periods.
    /// - Returns: the events, at least one.
    package static func walkedForward(
        _ choices: [WindowChoice], _ outside: JoinedCurve, _ inside: JoinedCurve,
        over times: [BarTime]
    ) -> [ScanEvent] {
        let joined = Array(times[outside.periods])
        let (values, inSample) = (outside.values, inside.values)
        var whole = WalkForwardValued()
        whole.windows = choices.map { SweepWindow($0, times) }
        whole.outOfSample = PortfolioStatistics(
            PortfolioCurve(start: outside.start, times: joined, values: values))
        whole.inSample = PortfolioStatistics(
            PortfolioCurve(start: inside.start, times: joined, values: inSample))
        whole.points = joined.count
        let step = WalkForwardValued.maxPointsInRecord
        return stride(from: 0, to: max(1, joined.count), by: step).map { offset in
            let range = offset..<min(offset + step, joined.count)
            var part = whole
            if offset > 0 { part.windows = [] }
            part.offset = offset
            part.times = joined[range].map(\.description)
            part.values = Array(values[range])
            part.inSampleValues = Array(inSample[range])
            return .walkForwardValued(part)
        }
    }
}

extension SweepWindow {
    /// What is recorded of a window over periods of those times.
    fileprivate init(_ choice: WindowChoice, _ times: [BarTime]) {
        self.init()
        let (train, test) = (choice.window.train, choice.window.test)
        trainFrom = times[train.lowerBound].day.description
        testFrom = times[test.lowerBound].day.description
        testTo = times[test.upperBound - 1].day.description
        set = choice.set
        trainFigure = choice.trainFigure
        testFigure = choice.testFigure
    }
}
