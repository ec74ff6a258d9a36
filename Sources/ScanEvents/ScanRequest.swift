/// What a user asks for: one strategy over the stocks of a market.
package struct ScanRequest: Equatable, Sendable {
    /// The strategy's name.
    package var strategy: String
    /// Values for the strategy's parameters, by name; those not named have their defaults.
    package var parameters: [String: Double]
    /// The first day, `YYYY-MM-DD`; nil for the first that there is.
    package var startDate: String?
    /// The last day, `YYYY-MM-DD`, inclusive; nil for the last that there is.
    package var endDate: String?
    /// The length of a bar.
    package var interval: String
    /// The cash to start with on each stock, in the prices' currency.
    package var cash: Double
    /// The broker's charge per side, as a fraction of the traded value.
    package var commission: Double
    /// What price fills an order: `next_open` or `close`.
    package var fills: String
    /// Whether only whole shares are traded.
    package var wholeUnits: Bool
    /// Whether a position that is open at the end is closed, at the last bar's price that fills
    /// orders.
    package var finalizeTrades: Bool
    /// The stocks to scan; nil for all of the universe.
    package var tickers: [String]?
    /// The name of a set of stocks; nil for the source's own.
    package var universe: String?
    /// Where the prices come from; nil for the bundled ones.
    package var source: String?

    /// Makes a request with the defaults of the service.
    package init(
        strategy: String, parameters: [String: Double] = [:], startDate: String? = nil,
        endDate: String? = nil, interval: String = "1d", cash: Double = 10_000,
        commission: Double = 0, fills: String = "next_open", wholeUnits: Bool = false,
        finalizeTrades: Bool = false, tickers: [String]? = nil, universe: String? = nil,
        source: String? = nil
    ) {
        self.strategy = strategy
        self.parameters = parameters
        self.startDate = startDate
        self.endDate = endDate
        self.interval = interval
        self.cash = cash
        self.commission = commission
        self.fills = fills
        self.wholeUnits = wholeUnits
        self.finalizeTrades = finalizeTrades
        self.tickers = tickers
        self.universe = universe
        self.source = source
    }
}
