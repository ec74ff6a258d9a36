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
/// else at the close, after the strategy has seen it. Between two signals nothing changes but
/// prices: the strategy goes from one to the next in a loop of its own, and the account is valued
/// for all those bars together.
///
/// Generic over the strategy and the account, so that the loops call no existential and
/// allocate nothing but the records of trades.
private func simulate<S: Strategy, A: Account>(
    _ fresh: S, _ input: SimulationInput, _: A.Type
) -> BacktestResult {
    var strategy = fresh
    var account = A(
        cash: input.cash, commissionRate: input.commission,
        positionSizePercent: strategy.positionSizePercent)
    let (open, close) = (input.bars.open, input.bars.close)
    let fillsAtOpen = input.execution.fills == .nextOpen
    let firstDecision = A.decidesAfterWarmUp ? strategy.warmUpBars + 1 : 0
    var equity = [Double](repeating: 0, count: close.count)
    var next = 0
    var ruin: Int?
    while next < close.count, ruin == nil {
        let first = next
        if fillsAtOpen {
            account.fillPending(at: open[first], bar: first)
        }
        let signal = strategy.nextSignal(
            in: input.bars, from: &next, firstDecision: firstDecision, account.book.position)
        account.value(at: close, in: first..<next, into: &equity)
        account.submit(signal, close: close[next - 1])
        if !fillsAtOpen {
            account.fillPending(at: close[next - 1], bar: next - 1)
            equity[next - 1] = account.value(at: close[next - 1])
        }
        if A.endsWithoutEquity {
            ruin = equity[first..<next].firstIndex { $0 <= 0 }
        }
    }
    let last = close.count - 1
    if let ruin {
        if account.book.held != nil {
            account.leave(at: close[ruin], bar: ruin)
        }
        for index in ruin...last { equity[index] = 0 }
    } else if input.execution.closesAtEnd, account.book.held != nil {
        account.leave(at: fillsAtOpen ? open[last] : close[last], bar: last)
        equity[last] = account.value(at: close[last])
    }
    return BacktestResult(
        account, input, equity: equity,
        firstTradingBar: max(0, min(strategy.warmUpBars, close.count - 1)))
}

extension Strategy {
    /// Takes the bars from `next` on until it wants something done, and says what.
    ///
    /// `next` is then the bar behind the last that it took. What it wants before the bar
    /// `firstDecision` does not count; `.hold` when the bars have ended.
    @inline(__always)
    fileprivate mutating func nextSignal(
        in bars: Bars, from next: inout Int, firstDecision: Int, _ position: Position
    ) -> Signal {
        let (open, high, low) = (bars.open.span, bars.high.span, bars.low.span)
        let (close, volume) = (bars.close.span, bars.volume.span)
        for index in next..<close.count {
            let bar = Bar(
                open: open[index], high: high[index], low: low[index], close: close[index],
                volume: volume[index])
            let signal = self.next(bar, position)
            if signal != .hold, index >= firstDecision {
                next = index + 1
                return signal
            }
        }
        next = close.count
        return .hold
    }
}
