internal import Backtesting
internal import MarketData
internal import ScanEvents
internal import Sweeps

extension SweepRun {
    /// The events of the judgement: figures of the sets, walk-forward, verdict; nil where the sweep was
    /// to end before.
    func judged(
        _ judge: SweepJudge, _ figures: [SetFigures], _ held: PortfolioCurve
    ) async throws -> [ScanEvent]? {
        guard
            let judgement = judge.judge(
                objectives: figures.map { $0.figure(sweep.objective) },
                benchmarkSharpe: held.sharpeRatio)
        else { return [] }
        var events = ScanEvent.valued(
            figures, neighbours: judgement.neighbours, stocks: work.market.stocks.count)
        if let walk = judgement.walkForward, let best = judgement.best {
            guard let walked = try await walkedForward(walk.choices, best, held) else {
                return nil
            }
            events += walked
        }
        return events + [
            .sweepJudged(
                ScanEvent.SweepJudged(
                    judgement, benchmark: PortfolioStatistics(held), elapsed: scan.time.seconds()))
        ]
    }

    /// Runs the chosen sets and the best again, whose curves nobody has kept, and joins their slices.
    private func walkedForward(
        _ choices: [WindowChoice], _ best: Int, _ held: PortfolioCurve
    ) async throws -> [ScanEvent]? {
        var outside = JoinedCurve(
            choices, start: held.start, periodsPerYear: held.periodsPerYear)
        var inside = JoinedCurve(
            choices, always: best, start: held.start, periodsPerYear: held.periodsPerYear)
        let sets = Set(outside.sets + inside.sets).sorted()
        let block = try await work.run(
            0..<sets.count, try await work.configured(sets)
        ) { _, _ in }
        guard let block else { return nil }
        for (place, set) in sets.enumerated() {
            let curve = block.portfolios.curve(of: place, stocks: work.market.stocks.count)
            outside.add(curve.periodValues, of: set)
            inside.add(curve.periodValues, of: set)
        }
        return ScanEvent.walkedForward(
            choices, outside, inside, over: Array(held.periodTimes))
    }
}
