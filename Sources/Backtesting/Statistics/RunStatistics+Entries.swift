package import MarketData

extension RunStatistics {
    /// A figure with its name for programs, in snake case, the unit at its end.
    package struct Entry: Hashable, Sendable {
        /// The name; no two entries of a run share one.
        package let name: String
        /// The figure, or nil when it does not exist.
        package let value: Value?
    }

    /// What a figure is.
    package enum Value: Hashable, Sendable {
        /// The time of a bar.
        case time(BarTime)
        /// A whole number.
        case count(Int)
        /// A finite number: per cent, money, days or a ratio, as the name says.
        case number(Double)
    }

    /// The figures of backtesting.py, in its order, then the others in money, then those against
    /// holding the stock.
    package var entries: [Entry] {
        [
            Entry(name: "start", value: .time(start)),
            Entry(name: "end", value: .time(end)),
            Entry("duration_days", duration.days),
            Entry("exposure_time_pct", exposurePercent),
            Entry("equity_final", finalEquity),
            Entry("equity_peak", peakEquity),
            Entry("commissions", trades.commissions),
            Entry("return_pct", returnPercent),
            Entry("buy_and_hold_return_pct", buyAndHoldReturnPercent),
            Entry("annual_return_pct", annual.returnPercent),
            Entry("annual_volatility_pct", annual.volatilityPercent),
            Entry("cagr_pct", compoundAnnualGrowthPercent),
            Entry("geometric_sharpe_ratio", annual.sharpeRatio),
            Entry("sortino_ratio", annual.sortinoRatio),
            Entry("calmar_ratio", calmarRatio),
            Entry("alpha_pct", alphaPercent),
            Entry("beta", beta),
            Entry("max_drawdown_pct", drawdowns.maxPercent),
            Entry("avg_drawdown_pct", drawdowns.averagePercent),
            Entry("max_drawdown_duration_days", drawdowns.maxDuration?.days),
            Entry("avg_drawdown_duration_days", drawdowns.averageDuration?.days),
            Entry("closed_trades", trades.count),
            Entry("win_rate_pct", trades.winRatePercent),
            Entry("best_trade_pct", trades.bestPercent),
            Entry("worst_trade_pct", trades.worstPercent),
            Entry("avg_trade_pct", trades.averagePercent),
            Entry("max_trade_duration_days", trades.maxDuration?.days),
            Entry("avg_trade_duration_days", trades.averageDuration?.days),
            Entry("profit_factor_of_returns", trades.profitFactorOfReturns),
            Entry("expectancy_pct", trades.expectancyPercent),
            Entry("sqn", trades.systemQualityNumber),
            Entry("kelly_criterion", trades.kellyCriterion),

            Entry("sharpe_ratio", arithmeticSharpeRatio),
            Entry("profit_factor", trades.profitFactor),
            Entry("payoff_ratio", trades.payoffRatio),
            Entry("max_consecutive_wins", trades.maxConsecutiveWins),
            Entry("max_consecutive_losses", trades.maxConsecutiveLosses),
            Entry("avg_win", trades.averageWin),
            Entry("avg_loss", trades.averageLoss),
            Entry("largest_win", trades.largestWin),
            Entry("largest_loss", trades.largestLoss),
            Entry("avg_trade_duration", trades.averageDays),
            Entry("max_trade_bars", trades.maxBars),
            Entry("max_drawdown_bars", drawdowns.maxBars),
            Entry("recovery_periods", drawdowns.recoveryBars),
            Entry("expectancy", trades.expectancy),
            Entry("borrow_cost", borrowCost),
            Entry("interest", interest),

            Entry("benchmark_return_pct", relative.benchmarkReturnPercent),
            Entry("benchmark_excess_return_pct", relative.excessReturnPercent),
            Entry("benchmark_alpha_pct", relative.alphaPercent),
            Entry("benchmark_beta", relative.beta),
            Entry("benchmark_tracking_error_pct", relative.trackingErrorPercent),
            Entry("benchmark_information_ratio", relative.informationRatio),
            Entry("benchmark_up_capture", relative.upCapture),
            Entry("benchmark_down_capture", relative.downCapture),
        ]
    }
}

extension RunStatistics.Entry {
    fileprivate init(_ name: String, _ number: Double?) {
        self.init(name: name, value: number.map { .number($0) })
    }

    fileprivate init(_ name: String, _ count: Int?) {
        self.init(name: name, value: count.map { .count($0) })
    }
}
