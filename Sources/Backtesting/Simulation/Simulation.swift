import MarketData

/// What a run needs besides the strategy; checked by `Backtest.run`.
struct SimulationInput {
    let bars: Bars
    let cash: Double
    let commission: Double
    var execution = ExecutionSettings()
}

/// Runs a strategy over bars, with the account that the settings ask for.
func simulate(_ strategy: some Strategy, _ input: SimulationInput) -> BacktestResult {
    input.execution.wholeUnits
        ? simulate(strategy, input, MarginAccount.self)
        : simulate(strategy, input, CashAccount.self)
}

/// Runs a strategy over bars.
///
/// Orders fill at the open of the bar after their signal, before the strategy sees its close; or
/// else at the close, after the strategy has seen it.
///
/// Generic over the strategy and the account, so that the loop calls no existential and
/// allocates nothing but the records of trades.
private func simulate<S: Strategy, A: Account>(
    _ fresh: S, _ input: SimulationInput, _: A.Type
) -> BacktestResult {
    var strategy = fresh
    var account = A(
        cash: input.cash, commissionRate: input.commission,
        positionSizePercent: strategy.positionSizePercent)
    let (open, high, low) = (input.bars.open, input.bars.high, input.bars.low)
    let (close, volume) = (input.bars.close, input.bars.volume)
    let fillsAtOpen = input.execution.fills == .nextOpen
    let firstDecision = A.decidesAfterWarmUp ? strategy.warmUpBars + 1 : 0
    var equity: [Double] = []
    equity.reserveCapacity(close.count)
    var isRuined = false
    for index in close.indices where !isRuined {
        if fillsAtOpen {
            account.fillPending(at: open[index], bar: index)
        }
        let bar = Bar(
            open: open[index], high: high[index], low: low[index], close: close[index],
            volume: volume[index])
        let signal = strategy.next(bar, account.book.position)
        account.submit(index < firstDecision ? .hold : signal, close: close[index])
        if !fillsAtOpen {
            account.fillPending(at: close[index], bar: index)
        }
        equity.append(account.value(at: close[index]))
        isRuined = A.endsWithoutEquity && equity[index] <= 0
    }
    let last = equity.count - 1
    if isRuined {
        if account.book.held != nil {
            account.leave(at: close[last], bar: last)
        }
        equity[last] = 0
        equity += repeatElement(0, count: close.count - equity.count)
    } else if input.execution.closesAtEnd, account.book.held != nil {
        account.leave(at: fillsAtOpen ? open[last] : close[last], bar: last)
        equity[last] = account.value(at: close[last])
    }
    return BacktestResult(
        account, input, equity: equity,
        firstTradingBar: max(0, min(strategy.warmUpBars, close.count - 1)))
}
