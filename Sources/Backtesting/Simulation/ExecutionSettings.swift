/// How a run turns signals into trades; as backtrader does, unless set otherwise.
///
/// Settings change execution, never what a strategy sees: one that sees a line touched without
/// being crossed decides as backtrader's `CrossOver` does, also where the rest is as in
/// backtesting.py, whose `crossover` forgets the side a series came from when it touches the line.
package struct ExecutionSettings: Hashable, Sendable {
    /// The price at which an order fills; raw values are the spellings of requests.
    package enum Fills: String, CaseIterable, Sendable {
        /// The open of the bar after the signal; an order given on the last bar never fills.
        case nextOpen = "next_open"
        /// The close that gave the signal, as `trade_on_close` of backtesting.py and vectorbt do.
        ///
        /// The commission counts from that bar on; in backtesting.py it does from the next.
        case close
    }

    /// The price at which orders fill.
    package var fills: Fills
    /// Whether an entry takes whole shares, and shorts need cash, as in backtesting.py.
    ///
    /// False: a fraction of the cash at the signal's close, in parts of shares; see
    /// `CashAccount`. True: as many whole shares as that fraction of the cash pays at the price
    /// of the fill, commission included, the run ends with the equity, and it begins on the second
    /// bar of which the strategy has all values; see `MarginAccount`.
    package var wholeUnits: Bool
    /// Whether a position open at the end is closed, as by `finalize_trades` of backtesting.py.
    ///
    /// It is closed at the price that fills orders on the last bar: its open, or its close.
    /// Otherwise it stays open, and its value at the last close counts.
    package var closesAtEnd: Bool
    /// Whether the run ends at the close that finds nothing left of the account, as it always does
    /// with whole units.
    ///
    /// The position is closed there, and the account is worth nothing from then on: what it owes
    /// is not counted. Otherwise it goes on, in debt, as backtrader's does.
    package var stopsAtRuin: Bool

    /// Makes settings; those not given are backtrader's.
    package init(
        fills: Fills = .nextOpen, wholeUnits: Bool = false, closesAtEnd: Bool = false,
        stopsAtRuin: Bool = false
    ) {
        self.fills = fills
        self.wholeUnits = wholeUnits
        self.closesAtEnd = closesAtEnd
        self.stopsAtRuin = stopsAtRuin
    }
}
