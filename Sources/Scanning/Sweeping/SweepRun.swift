internal import Backtesting
internal import MarketData
internal import ScanEvents
internal import StrategyText
internal import Sweeps
internal import Tapes

/// The trials and the judgement of a sweep whose prices are there.
struct SweepRun: Sendable {
    let scan: Scan
    let plan: ScanPlan
    let sweep: SweepPlan
    private let prepared: ScanEvent.SweepPrepared
    /// Runs sets over the stocks; those are fewer once some have failed.
    var work: SweepWork
    /// The bars of the stocks, by ticker, as they are recorded.
    let prices: [String: ScanEvent.PriceRecord]
    /// The sets of the first block, where they had to be bound before.
    let bound: [ConfiguredStrategy]

    /// Settles what all trials have in common.
    init(
        _ scan: Scan, _ plan: ScanPlan, _ sweep: SweepPlan, _ stocks: [SweepMarket.Stock],
        prices: [String: ScanEvent.PriceRecord], benchmark: Bars?
    ) async throws {
        self.scan = scan
        self.prices = prices
        self.plan = plan
        self.sweep = sweep
        func work(_ market: SweepMarket) -> SweepWork {
            var limits = scan.settings.costLimits
            limits.stocks = plan.tickers.count
            return SweepWork(
                plan: plan, sweep: sweep, market: market, benchmark: benchmark,
                control: scan.control, workers: scan.settings.workers, limits: limits)
        }
        let times = SweepMarket.times(of: stocks)
        let (size, bytes) = sweep.setsAtOnce(
            points: times.count, workers: scan.settings.workers)
        if let recorded = scan.resumed?.prepared {
            prepared = recorded
            bound = []
        } else {
            let first = work(SweepMarket(stocks, tradeFrom: nil, idleSets: 0))
            var (decisions, kept) = ([Int](), [ConfiguredStrategy]())
            for start in stride(from: 0, to: sweep.sets.count, by: size) {
                kept = try await first.configured(
                    Array(start..<min(start + size, sweep.sets.count)))
                decisions += kept.map { $0.firstDecision(plan.execution) }
            }
            bound = size >= sweep.sets.count ? kept : []
            let (day, idle) = SweepMarket.tradeFrom(decisions, times)
            let from = plan.tradeFrom ?? day
            var event = ScanEvent.SweepPrepared()
            event.tradeFrom = from?.description
            event.points = times.count { time in from.map { time.day >= $0 } ?? true }
            event.idleSets = idle
            event.setsAtOnce = size
            event.memoryBytes = bytes
            event.elapsed = scan.time.seconds()
            prepared = event
        }
        self.work = work(
            SweepMarket(
                stocks, tradeFrom: prepared.tradeFrom.flatMap { CalendarDate(iso: $0) },
                idleSets: prepared.idleSets))
    }

    /// Records trials, figures and judgement, and how the sweep ended.
    mutating func record() async throws {
        if scan.resumed?.prepared == nil {
            try await scan.recorder.append([.sweepPrepared(prepared)])
        }
        try await recordFailed(work.market.untraded)
        guard !work.market.stocks.isEmpty else { return try await complete([]) }
        var trials: (judge: SweepJudge, held: PortfolioCurve)?
        var figures: [SetFigures] = []
        for start in stride(from: 0, to: sweep.sets.count, by: prepared.setsAtOnce) {
            let range = start..<min(start + prepared.setsAtOnce, sweep.sets.count)
            guard let block = try await recordBlock(range) else { return try await cancelled() }
            guard block.refused.isEmpty || start == 0 else {
                return try await fail(block.refused)
            }
            try await recordFailed(block.refused.sorted { $0.key < $1.key }.map { ($0, $1) })
            work.market = work.market.without(Set(block.refused.keys))
            guard !work.market.stocks.isEmpty else { return try await complete([]) }
            var (judge, held) = trials ?? newJudge()
            for set in block.figures(of: work.market, against: held) {
                judge.add(set.periodValues)
                figures.append(set.withoutValues)
            }
            trials = (judge, held)
        }
        guard let (judge, held) = trials, !scan.control.isCancelled else {
            return try await cancelled()
        }
        guard let events = try await judged(judge, figures, held) else {
            return try await cancelled()
        }
        try await complete(events)
    }

    /// What gathers what a judgement needs, and what holding the stocks made.
    private func newJudge() -> (SweepJudge, PortfolioCurve) {
        let held = work.market.held(cash: plan.request.cash, against: work.benchmark)
        let judge = SweepJudge(
            objective: sweep.objective, days: held.periodTimes.map(\.day),
            periodsPerYear: held.periodsPerYear, start: held.start,
            walkForward: sweep.walkForward, sets: sweep.sets.places,
            isRandom: sweep.sets.isRandom)
        return (judge, held)
    }

    /// Records stocks that no set can be run on.
    private func recordFailed(_ stocks: [(ticker: String, error: BacktestError)]) async throws {
        let known = scan.resumed?.failed ?? []
        let events = stocks.filter { !known.contains($0.ticker) }.map { ticker, error in
            ScanEvent.stockFailed(
                ScanEvent.StockFailed(
                    ticker: ticker, sector: plan.sectors[ticker],
                    code: FailureCode(rawValue: error.code), message: "\(error)", seconds: 0,
                    elapsed: scan.time.seconds()))
        }
        if !events.isEmpty { try await scan.recorder.append(events) }
    }

    /// Ends a sweep of which some sets can be run on a stock and later ones cannot: its portfolios
    /// would not be of the same stocks.
    private func fail(_ refused: [String: BacktestError]) async throws {
        guard let (ticker, error) = refused.min(by: { $0.key < $1.key }) else { return }
        try await scan.recorder.append([
            .failed(
                .init(
                    code: FailureCode(rawValue: error.code),
                    message: "a set cannot be run on '\(ticker)', on which others were: \(error); "
                        + "sweep without that stock",
                    elapsed: scan.time.seconds()))
        ])
    }

    private func cancelled() async throws {
        try Task.checkCancellation()
        try await scan.recorder.append([.cancelled(.init(elapsed: scan.time.seconds()))])
    }

    /// Ends the tape behind some last events.
    private func complete(_ events: [ScanEvent]) async throws {
        // Trials of stocks whose prices are others now stand on the tape; no portfolio has them.
        let now = Set(work.market.stocks.map(\.ticker))
        let left = (scan.resumed?.trials ?? [:]).filter { !now.contains($0.key) }
        let successful = now.count + left.count
        try await scan.recorder.append(
            events + [
                .sweepCompleted(
                    .init(
                        successful: successful, failed: plan.tickers.count - successful,
                        trials: left.values.joined().reduce(now.count * sweep.sets.count) {
                            $0 + $1.count
                        },
                        elapsed: scan.time.seconds()))
            ])
    }
}

extension ConfiguredStrategy {
    /// The first bar at which it can decide.
    fileprivate func firstDecision(_ execution: ExecutionSettings) -> Int {
        // An account of whole shares waits for the second bar of which there are all values.
        execution.wholeUnits
            ? max(plan.firstDecision, plan.firstComplete + 1) : plan.firstDecision
    }
}
