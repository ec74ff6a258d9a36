package import MarketData

/// One stock to be worked on, for whoever carries it out, here or on another machine.
package struct StockTask: Equatable, Sendable {
    /// Something that can be asked for of a stock.
    package enum Product: String, CaseIterable, Sendable {
        /// The figures of the backtest.
        case result
        /// What the account was worth at each bar.
        case curve
        /// How often each rule of the strategy was true.
        case rules
        /// Every trade.
        case trades
        /// What is held and ordered at the last bar.
        case signal
    }

    /// The digest of the order that says how to work on it.
    package var orderDigest: String
    /// The stock.
    package var ticker: String
    /// The first day of its bars; nil for no limit.
    package var firstDay: CalendarDate?
    /// The last day of its bars, inclusive; nil for no limit.
    package var lastDay: CalendarDate?
    /// The price source, as requests name it.
    package var source: String
    /// The digest of the only bars that will do; nil where those that the source has will.
    package var barsDigest: String?
    /// What is asked for; all else is left out of the outcome.
    package var products: Set<Product>

    /// Makes a task.
    package init(
        orderDigest: String, ticker: String, firstDay: CalendarDate? = nil,
        lastDay: CalendarDate? = nil, source: String, barsDigest: String? = nil,
        products: Set<Product>
    ) {
        self.orderDigest = orderDigest
        self.ticker = ticker
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.source = source
        self.barsDigest = barsDigest
        self.products = products
    }
}
