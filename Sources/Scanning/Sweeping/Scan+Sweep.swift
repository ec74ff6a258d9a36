internal import Backtesting
internal import MarketData
internal import ScanEvents
internal import StockWork
internal import Sweeps
internal import Tapes

extension Scan {
    /// Works a sweep through: prices, trials, judgement.
    ///
    /// What it records does not depend on the number of workers, but for the order of the stocks and
    /// the times.
    func recordSweep(_ plan: ScanPlan, _ sweep: SweepPlan) async throws {
        guard case .bars(let benchmark) = try await benchmark(of: plan) else { return }
        let prices = HeldPrices(plan.source)
        let plan = ScanPlan(plan, tickers: plan.tickers, source: prices)
        try await recorder.append(firstEvents(of: plan, sweep, benchmark))
        let (_, outcome) = try await recordStocks(of: plan, against: nil)
        if try await endsEarly(outcome) { return }
        let reached = outcome.reached
        let stocks = plan.tickers.filter { reached[$0] != nil }.compactMap { ticker in
            prices[ticker].map {
                SweepMarket.Stock(
                    ticker: ticker, history: plan.request.includeOpen ? $0 : $0.closed)
            }
        }
        var run = try await SweepRun(
            self, plan, sweep, stocks, prices: reached, benchmark: benchmark?.bars)
        try await run.record()
    }

    private func firstEvents(
        of plan: ScanPlan, _ sweep: SweepPlan, _ benchmark: PriceHistory?
    ) -> [ScanEvent] {
        guard let resumed, resumed.hasStarted else {
            return ScanEvent.listed(sweep.sets) + [
                .sweepStarted(
                    ScanEvent.SweepStarted(
                        tickers: plan.tickers,
                        benchmark: benchmark.map { ScanEvent.PriceRecord($0) }))
            ]
        }
        let recorded = resumed.trials.values.joined().reduce(0) { $0 + $1.count }
        let failed = resumed.failed.count * sweep.sets.count
        let all = plan.tickers.count * sweep.sets.count
        return [
            .sweepResumed(
                .init(remaining: max(0, all - recorded - failed), elapsed: time.seconds()))
        ]
    }
}
