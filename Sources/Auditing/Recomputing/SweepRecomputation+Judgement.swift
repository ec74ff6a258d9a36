internal import Backtesting
internal import MarketData
internal import ScanEvents
internal import Scanning
internal import Sweeps

extension SweepRecomputation {
    /// Draws up what the sets of the block made, over stocks in their order.
    mutating func finishBlock() {
        guard let block else { return }
        self.block = nil
        guard hasAllStocks else { return }
        let held = self.held ?? heldCurve()
        self.held = held
        var judge =
            self.judge
            ?? SweepJudge(
                objective: sweep.objective, days: held.periodTimes.map(\.day),
                periodsPerYear: held.periodsPerYear, start: held.start,
                walkForward: sweep.walkForward, sets: sweep.sets.places,
                isRandom: sweep.sets.isRandom)
        let cash = plan.request.cash
        let stocks = tape.tested.compactMap { block.outcomes[$0] }
        for place in block.range.indices {
            let set = place - block.range.lowerBound
            let curve = block.portfolios.curve(of: set, stocks: stocks.count)
            judge.add(curve.periodValues)
            figures.append(
                SetFigures(
                    curve, against: held,
                    returns: stocks.map { $0.trials[set]?.returnPercent(cash: cash) ?? 0 },
                    exposures: stocks.map {
                        $0.trials[set]?.exposurePercent(bars: $0.bars) ?? 0
                    }, trades: stocks.reduce(0) { $0 + ($1.trials[set]?.trades ?? 0) }
                ).withoutValues)
        }
        self.judge = judge
    }

    /// What holding every stock, or the benchmark, made of the same cash.
    private func heldCurve() -> PortfolioCurve {
        let cash = plan.request.cash
        var portfolio = PortfolioAccumulator(cash: cash)
        for stock in tape.tested.compactMap({ bars[$0] }) {
            let first =
                tradeFrom.map { day in
                    stock.times.firstIndex { $0.day >= day } ?? stock.count
                } ?? 0
            let held = stock.heldValues(of: cash, from: first, against: benchmark)
            portfolio.add(times: Array(stock.times[first...]), equity: held, benchmark: held)
        }
        return portfolio.benchmarkCurve()
    }

    /// Compares a record of the judgement with what the trials make it.
    mutating func judgementDifference(from event: ScanEvent) throws -> Difference? {
        finishBlock()
        guard hasAllStocks, figures.count == sweep.sets.count else { return nil }
        if expected == nil { expected = try judged() }
        let same = (expected ?? []).filter { $0.type == event.type }
        guard let own = same.first(where: { $0.offset == event.offset }) else {
            return Difference(
                ticker: nil, what: event.type,
                expected: same.isEmpty ? "none" : "the parts of it", found: "another part")
        }
        let (left, right) = (own.figureTexts, event.figureTexts)
        return zip(left, right).first { $0.text != $1.text }.map { own, found in
            Difference(
                ticker: nil, what: "\(own.name) of \(event.type)", expected: own.text,
                found: found.text)
        }
    }

    private func judged() throws -> [ScanEvent] {
        guard let judge, let held,
            let judgement = judge.judge(
                objectives: figures.map { $0.figure(sweep.objective) },
                benchmarkSharpe: held.sharpeRatio)
        else { return [] }
        var events = ScanEvent.valued(
            figures, neighbours: judgement.neighbours, stocks: bars.count)
        if let walk = judgement.walkForward, let best = judgement.best {
            events += try walkedForward(walk.choices, best, held)
        }
        return events + [
            .sweepJudged(
                ScanEvent.SweepJudged(
                    judgement, benchmark: PortfolioStatistics(held), elapsed: 0))
        ]
    }

    private func walkedForward(
        _ choices: [WindowChoice], _ best: Int, _ held: PortfolioCurve
    ) throws -> [ScanEvent] {
        var outside = JoinedCurve(
            choices, start: held.start, periodsPerYear: held.periodsPerYear)
        var inside = JoinedCurve(
            choices, always: best, start: held.start, periodsPerYear: held.periodsPerYear)
        let sets = Set(outside.sets + inside.sets).sorted()
        let trials = try configured(sets)
        var portfolios = SetPortfolios(
            cash: plan.request.cash, sets: sets.count, times: times)
        for stock in tape.tested.compactMap({ bars[$0] }) {
            _ = try trials.run(
                on: stock, tradeFrom: tradeFrom, benchmark: benchmark, portfolios: &portfolios)
        }
        for (place, set) in sets.enumerated() {
            let curve = portfolios.curve(of: place, stocks: bars.count)
            outside.add(curve.periodValues, of: set)
            inside.add(curve.periodValues, of: set)
        }
        return ScanEvent.walkedForward(choices, outside, inside, over: Array(held.periodTimes))
    }
}
