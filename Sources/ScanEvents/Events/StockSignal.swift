/// What a strategy holds of a stock when its last bar has closed, and what it orders then.
package struct StockSignal: PartForm {
    package static let about: StaticString = """
        What a strategy holds of a stock when its last bar has closed, and what it orders then. \
        size to bars_held are there where it holds something, action and order_line where it orders \
        something.
        """
    package static let noun = "a signal"

    /// The stock.
    package var ticker = ""
    /// The time of its last bar, `YYYY-MM-DD` or, below a day, `YYYY-MM-DDThh:mm`.
    package var lastTime = ""
    /// The close of that bar.
    package var lastClose = 0.0
    /// Shares held, negative when short; nil where there is no position.
    package var size: Double?
    /// The time of the bar on which the entry filled.
    package var entryTime: String?
    /// The price of the entry, slippage included.
    package var entryPrice: Double?
    /// Line of the strategy's text with the rule that entered, from 1.
    package var entryLine: Int?
    /// Bars from the entry to the last.
    package var barsHeld: Int?
    /// The stop or trail in force on the next bar, the nearest of several; nil without one.
    package var stop: Double?
    /// The target in force on the next bar, the nearest of several; nil without one.
    package var target: Double?
    /// What is ordered; nil for nothing.
    package var action: String?
    /// Line with the rule that orders.
    package var orderLine: Int?
    /// Shares of the new position, above zero, were the order filled at the last close; nil of an
    /// exit and where that close does not allow the entry.
    package var orderSize: Double?
    /// Whether the order would be refused at the last close; nil for no.
    package var isRefused: Bool?
    /// The stop or trail of the new position, were it filled at the last close.
    package var orderStop: Double?
    /// The target of the new position, were it filled at the last close.
    package var orderTarget: Double?

    package var isConsistent: Bool {
        let held = [
            size == nil, entryTime == nil, entryPrice == nil, entryLine == nil, barsHeld == nil,
        ]
        return held.allSatisfy { $0 == held[0] } && (action == nil) == (orderLine == nil)
    }

    /// Whether nothing is held and nothing ordered.
    package var isIdle: Bool { size == nil && action == nil }

    /// Joins its fields.
    package init() {}

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member("ticker", &ticker, .ticker)
        try form.member("last_time", &lastTime, .barTime, "Time of its last bar.")
        try form.member("last_close", &lastClose, .notNegative, "The close of that bar.")
        try form.optional("size", &size, .any, "Shares held, negative when short.")
        try form.optional(
            "entry_time", &entryTime, .barTime, "Time of the bar on which the entry filled.")
        try form.optional(
            "entry_price", &entryPrice, .notNegative, "Price of the entry, slippage included.")
        try form.optional(
            "entry_line", &entryLine, .positive,
            "Line of the strategy's text with the rule that entered, from 1.")
        try form.optional("bars_held", &barsHeld, .count, "Bars from the entry to the last.")
        try form.optional(
            "stop", &stop, .any,
            "The stop or trail in force on the next bar, the nearest of several.")
        try form.optional(
            "target", &target, .any, "The target in force on the next bar, the nearest of several.")
        try form.optional(
            "action", &action, .orderAction,
            """
            What is ordered: at the next open, or, where orders fill at the close, at the last close, \
            of which size and stop are then those behind the fill.
            """)
        try form.optional("order_line", &orderLine, .positive, "Line with the rule that orders.")
        try form.optional(
            "order_size", &orderSize, .positive,
            """
            Shares of the new position, were the order filled at the last close. In parts of shares \
            they are those of any fill; whole shares are reckoned anew at the price of the fill.
            """)
        try form.optional(
            "refused", &isRefused, .any,
            "True where the order would be refused for want of cash or a size at the last close.")
        try form.optional(
            "order_stop", &orderStop, .any,
            "The stop or trail of the new position, were the order filled at the last close.")
        try form.optional(
            "order_target", &orderTarget, .any,
            "The target of the new position, were the order filled at the last close.")
    }
}
