import Indicators
import MarketData

extension StrategyRun {
    /// Whether the run ends at the close that finds nothing left of the account.
    var endsAtRuin: Bool { A.endsWithoutEquity || input.execution.stopsAtRuin }

    /// Values the account at the closes of bars on which nothing happens but that prices change and
    /// time passes; the bar that ends the run, if one does.
    mutating func pass(_ bars: Range<Int>) -> Int? {
        if input.costs.accrue {
            for bar in bars {
                accrue(to: bar)
                equity[bar] = account.value(at: prices.close[bar])
                // Nothing is charged behind the end.
                if endsAtRuin, equity[bar] <= 0 { return bar }
            }
            return nil
        }
        account.value(at: prices.close, in: bars, into: &equity)
        return endsAtRuin ? equity[bars].firstIndex { $0 <= 0 } : nil
    }

    /// Charges and credits what the time since the bar before costs and earns, from the first bar
    /// that counts on.
    ///
    /// It is what the account held over that time, so that it comes before the orders of the bar, as
    /// backtrader charges it. Days are those between the bars' days: none within a day.
    mutating func accrue(to bar: Int) {
        guard input.costs.accrue, bar > input.firstBar else { return }
        let times = input.bars.times
        let days = times[bar].day.dayNumber - times[bar - 1].day.dayNumber
        account.accrue(days: Double(days))
    }
}
