import MarketData

/// What a run needs besides the strategy; checked by `Backtest.run`.
struct SimulationInput {
    let bars: Bars
    let cash: Double
    let commission: Double
}

/// Runs a strategy over bars.
///
/// At each bar the order of the bar before fills at the open, then the strategy sees the close.
/// An order given on the last bar never fills.
///
/// Generic over the strategy, so that the loop calls no existential and allocates nothing but
/// the records of trades.
func simulate<S: Strategy>(_ fresh: S, _ input: SimulationInput) -> BacktestResult {
    var strategy = fresh
    var broker = Broker(
        cash: input.cash, commissionRate: input.commission,
        positionSizePercent: strategy.positionSizePercent)
    let (open, high, low) = (input.bars.open, input.bars.high, input.bars.low)
    let (close, volume) = (input.bars.close, input.bars.volume)
    var equity: [Double] = []
    equity.reserveCapacity(close.count)
    for index in close.indices {
        broker.fillPending(open: open[index], bar: index)
        equity.append(broker.value(at: close[index]))
        let bar = Bar(
            open: open[index], high: high[index], low: low[index], close: close[index],
            volume: volume[index])
        broker.submit(strategy.next(bar, broker.position), close: close[index])
    }
    return BacktestResult(broker, input, equity: equity)
}
