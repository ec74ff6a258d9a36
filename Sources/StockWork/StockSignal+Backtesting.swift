package import Backtesting
package import MarketData
package import ScanEvents
internal import StrategyText

extension StockSignal {
    /// What a run holds and orders at its last bar.
    ///
    /// - Parameters:
    ///   - result: what came of the run.
    ///   - strategy: what was run.
    ///   - bars: what it ran on, at least one.
    package init(_ result: BacktestResult, of strategy: ConfiguredStrategy, on bars: Bars) {
        self.init()
        let lines = strategy.plan.rules.map(\.line)
        let last = bars.count - 1
        ticker = bars.ticker
        lastTime = bars.times[last].description
        lastClose = bars.close[last]
        if let position = result.standing.position {
            size = position.size
            entryTime = bars.times[position.entryBar].description
            entryPrice = position.entryPrice
            entryLine = lines[position.entryRule]
            barsHeld = last - position.entryBar
            stop = position.stop
            target = position.target
        }
        if let given = result.standing.order {
            action = given.action.rawValue
            orderLine = lines[given.rule]
            orderSize = given.size
            isRefused = given.isRefused ? true : nil
            orderStop = given.stop
            orderTarget = given.target
        }
    }
}
