package import Backtesting
package import ScanEvents

/// What came of a task.
package struct StockOutcome: Equatable, Sendable {
    /// What the price source had to do with it.
    package enum SourceAnswer: String, CaseIterable, Sendable {
        /// Nothing: the prices were kept from earlier.
        case kept
        /// It gave prices.
        case gave
        /// It gave none.
        case failed
    }

    /// What was asked for of a stock, and the prices that it rests on.
    package struct Products: Equatable, Sendable {
        /// The bars.
        package var prices: ScanEvent.PriceRecord
        /// The figures of the backtest, without the stock's sector; nil where nobody asked.
        package var result: StockResult?
        /// What the account was worth at each bar; nil where nobody asked.
        package var curve: StockCurve?
        /// How often each rule was true; nil where nobody asked.
        package var rules: RuleTally?
        /// Every trade; nil where there is none, or nobody asked.
        package var trades: ScanEvent.StockTraded?
        /// What is held and ordered at the last bar; nil where nobody asked.
        package var signal: StockSignal?

        /// Joins all six.
        package init(
            prices: ScanEvent.PriceRecord, result: StockResult? = nil, curve: StockCurve? = nil,
            rules: RuleTally? = nil, trades: ScanEvent.StockTraded? = nil,
            signal: StockSignal? = nil
        ) {
            self.prices = prices
            self.result = result
            self.curve = curve
            self.rules = rules
            self.trades = trades
            self.signal = signal
        }
    }

    /// The stock.
    package var ticker: String
    /// What the price source had to do with it.
    package var source: SourceAnswer
    /// What was asked for, or why there is none.
    package var products: Result<Products, StockFailure>

    /// Makes an outcome.
    package init(
        ticker: String, source: SourceAnswer, products: Result<Products, StockFailure>
    ) {
        self.ticker = ticker
        self.source = source
        self.products = products
    }
}
