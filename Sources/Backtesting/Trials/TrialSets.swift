internal import Indicators
package import MarketData

/// Several sets of parameters of one strategy, made ready to run over many stocks.
package struct TrialSets: Sendable {
    /// The sets.
    package let sets: [ConfiguredStrategy]
    let cash: Double
    let costs: TradingCosts
    let execution: ExecutionSettings
    let joined: JoinedPlans
    /// The most that the columns which the sets share take for one stock, in bytes; what one set
    /// reads beyond it is not shared.
    var columnBytes = 32 << 20

    /// Prepares sets, each to be run with that cash, those costs and fills.
    package init(
        _ sets: [ConfiguredStrategy], cash: Double, costs: TradingCosts,
        execution: ExecutionSettings
    ) {
        self.sets = sets
        self.cash = cash
        self.costs = costs
        self.execution = execution
        joined = JoinedPlans(sets)
    }

    /// Runs every set over a stock, and adds the equities to the sets' portfolios.
    ///
    /// The figures are to the bit those of `Backtest.run` with each set. Throws `invalidTerms`,
    /// `tooCostly`, and `leftNumbers` where the account of a set does not stay finite; nothing is
    /// added then. O(sets · bars).
    package func run(
        on bars: Bars, tradeFrom: CalendarDate? = nil, benchmark: Bars? = nil,
        limits: CostLimits = CostLimits(), portfolios: inout SetPortfolios
    ) throws(BacktestError) -> StockTrials {
        precondition(portfolios.sets == sets.count, "every set needs one portfolio")
        let firstBar =
            tradeFrom.map { day in
                bars.times.firstIndex { $0.day >= day } ?? bars.count
            } ?? 0
        let isRead = sets.contains(where: \.readsBenchmark)
        let input = SimulationInput(
            bars: bars, cash: cash, costs: costs, execution: execution, firstBar: firstBar,
            benchmark: isRead ? benchmark?.columns(at: bars.times) : nil)
        try input.checkTerms()
        guard firstBar < bars.count else {
            return StockTrials(
                trials: sets.map { _ in nil }, firstBar: firstBar, bars: 0)
        }
        for set in sets where bars.count >= set.minimumBars {
            try set.check(limits, columns: set.prepared.peakColumns, bars: bars.count)
        }
        var stock = StockTrialRun(self, input, portfolios.times)
        do throws(BacktestError) {
            for set in sets.indices { try stock.run(set, &portfolios) }
        } catch {
            stock.undo(&portfolios)
            throw error
        }
        return StockTrials(
            trials: stock.trials, firstBar: firstBar, bars: bars.count - firstBar)
    }
}
