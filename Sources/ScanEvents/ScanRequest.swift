/// What a user asks for: one strategy over the stocks of a market.
package struct ScanRequest: Form {
    package static let about: StaticString =
        "A request, every default filled in; it names either tickers or a universe."

    /// The strategy's name; for a text, what it is called.
    package var strategy: String
    /// The strategy's text, instead of one that is known by its name; never on a tape, which has a
    /// record of it.
    package var strategyText: String?
    /// Values for the strategy's parameters, by name; those not named have their defaults.
    package var parameters: [String: Double]
    /// The first day, `YYYY-MM-DD`; nil for the first that there is.
    package var startDate: String?
    /// The last day, `YYYY-MM-DD`, inclusive; nil for the last that there is.
    package var endDate: String?
    /// The day on which trading and all figures begin, `YYYY-MM-DD`: the bars before it only warm
    /// up; nil for the first bar.
    package var tradeFrom: String?
    /// The length of a bar.
    package var interval: String
    /// The cash to start with on each stock, in the prices' currency.
    package var cash: Double
    /// The broker's charge per side, as a fraction of the traded value.
    package var commission: Double
    /// What the broker takes besides, and what it pays for cash.
    package var costs: Costs
    /// What price fills an order: `next_open` or `close`.
    package var fills: String
    /// Whether only whole shares are traded.
    package var wholeUnits: Bool
    /// Whether a position that is open at the end is closed, at the last bar's price that fills
    /// orders.
    package var finalizeTrades: Bool
    /// Whether a run ends at the close at which its account is worth nothing or less, as it always
    /// does with whole shares.
    package var stopAtRuin: Bool
    /// Whether every trade is recorded; nil for yes in what a user asks for, for no on a tape.
    package var trades: Bool?
    /// The stocks to scan; nil for all of the universe.
    package var tickers: [String]?
    /// The name of a set of stocks; nil for the source's own.
    package var universe: String?
    /// Where the prices come from; nil for the bundled ones.
    package var source: String?
    /// The ticker of what results are compared with, and what strategies read as `benchmark`; nil
    /// where each stock is compared with itself.
    package var benchmark: String?
    /// Whether the bar of a session that has not ended is taken as it stands; otherwise it is left
    /// out.
    package var includeOpen: Bool

    /// Makes a request with the defaults of the service.
    package init(
        strategy: String, strategyText: String? = nil, parameters: [String: Double] = [:],
        startDate: String? = nil, endDate: String? = nil, tradeFrom: String? = nil,
        interval: String = "1d", cash: Double = 10_000,
        commission: Double = 0, costs: Costs = Costs(), fills: String = "next_open",
        wholeUnits: Bool = false, finalizeTrades: Bool = false, stopAtRuin: Bool = false,
        trades: Bool? = nil, tickers: [String]? = nil, universe: String? = nil,
        source: String? = nil, benchmark: String? = nil, includeOpen: Bool = false
    ) {
        self.strategy = strategy
        self.strategyText = strategyText
        self.parameters = parameters
        self.startDate = startDate
        self.endDate = endDate
        self.tradeFrom = tradeFrom
        self.interval = interval
        self.cash = cash
        self.commission = commission
        self.costs = costs
        self.fills = fills
        self.wholeUnits = wholeUnits
        self.finalizeTrades = finalizeTrades
        self.stopAtRuin = stopAtRuin
        self.trades = trades
        self.tickers = tickers
        self.universe = universe
        self.source = source
        self.benchmark = benchmark
        self.includeOpen = includeOpen
    }

    /// Joins its fields.
    package init() { self.init(strategy: "") }

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member("strategy", &strategy, .strategy)
        try form.member(
            "parameters", &parameters, .any,
            "The number of each parameter of the strategy, by name.")
        try form.member(
            "start_date", &startDate, .date, "First day, inclusive; null for no limit.")
        try form.member("end_date", &endDate, .date, "Last day, inclusive; null for no limit.")
        try form.optional(
            "trade_from", &tradeFrom, .date,
            """
            Day on which trading and all figures begin: the bars before it only warm up. Left out \
            where they begin with the first bar.
            """)
        try form.member("interval", &interval, .interval)
        try form.member(
            "cash", &cash, .cash,
            "Cash to start with on each stock, in the currency of the prices.")
        try form.member(
            "commission", &commission, .fraction,
            "The broker's charge per side, as a fraction of the traded value; 0.001 is 0.1 %.")
        try costs.members(&form)
        try form.member(
            "fills", &fills, .fills,
            """
            What price fills an order: the next bar's open, or the close that it was given at.
            """)
        try form.member(
            "whole_units", &wholeUnits, .any, "Whether only whole shares are traded.")
        try form.member(
            "finalize_trades", &finalizeTrades, .any,
            """
            Whether a position that is open at the end is closed: at the last bar's open, or at \
            its close where fills is close.
            """)
        var stops = stopAtRuin ? true : nil
        try form.optional(
            "stop_at_ruin", &stops, .any,
            "Whether a run ends where its account is worth nothing. Left out where it does not.")
        stopAtRuin = stops ?? false
        try form.optional(
            "trades", &trades, .any,
            "Whether every trade is recorded. Left out where none is, and on tapes of before.")
        try pricesMembers(&form)
    }

    /// Shows the members that say on which stocks and prices, in their order behind the others.
    private mutating func pricesMembers<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member(
            "tickers", &tickers, .each(.ticker, 1...Int.max),
            "The stocks asked for; null for all of the universe.")
        try form.member(
            "universe", &universe, .universe,
            """
            A set of stocks: sp500; bundled; all, those of the source; file: and the absolute \
            path of a list. Null where tickers are given.
            """)
        try form.member(
            "source", &source, .source,
            """
            Where the prices come from, with its options: bundled?delay=20ms, \
            yahoo?adjusted=false, or csv: and the absolute path of a file or folder, such as \
            csv:/prices?adjusted=true.
            """)
        try form.optional(
            "benchmark", &benchmark, .ticker,
            """
            Ticker, of the same source, of what results are compared with and of what the strategy \
            reads as benchmark. Left out where each stock is compared with itself.
            """)
        var includes = includeOpen ? true : nil
        try form.optional(
            "include_open", &includes, .any,
            """
            Whether the bar of a session that has not ended is taken as it stands. Left out where it \
            is not.
            """)
        includeOpen = includes ?? false
    }
}
