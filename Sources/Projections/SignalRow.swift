package import ScanEvents

/// A stock's signal with all that can be derived of it: a row of tables.
package struct SignalRow: PartForm {
    package static let about: StaticString = """
        What a strategy holds of a stock when its last bar has closed, and what it orders then.
        """

    /// The stock.
    package private(set) var ticker = ""
    /// Its sector; nil where none is known.
    package private(set) var sector: String?
    /// The time of its last bar.
    package private(set) var lastTime = ""
    /// The close of that bar.
    package private(set) var lastClose = 0.0
    /// Whether that bar is earlier than the latest of all stocks, so that nothing can be told of the
    /// next open.
    package private(set) var isStale = false
    /// What is ordered; nil for nothing.
    package private(set) var action: String?
    /// Shares to buy, or to sell where negative, to carry the order out, were it filled at the last
    /// close.
    ///
    /// Nil where it would be refused, and of one that was filled at the last close and left a
    /// position, whose size its trade tells.
    package private(set) var orderShares: Double?
    /// Whether it would be refused for want of cash or of a size at the last close.
    package private(set) var isRefused = false
    /// Line of the strategy's text with the rule that orders.
    package private(set) var orderLine: Int?
    /// The stop of the new position, were it filled at the last close.
    package private(set) var orderStop: Double?
    /// The target of the new position, were it filled at the last close.
    package private(set) var orderTarget: Double?
    /// `long` or `short`; nil where nothing is held.
    package private(set) var side: String?
    /// Shares held, above zero on both sides.
    package private(set) var size: Double?
    /// The time of the entry's bar.
    package private(set) var entryTime: String?
    /// The price of the entry.
    package private(set) var entryPrice: Double?
    /// Line with the rule that entered.
    package private(set) var entryLine: Int?
    /// Bars from the entry to the last.
    package private(set) var barsHeld: Int?
    /// What the position would earn at the last close, no costs taken off, in money.
    package private(set) var gain: Double?
    /// The same in per cent of what the entry was worth.
    package private(set) var gainPct: Double?
    /// The stop or trail in force on the next bar.
    package private(set) var stop: Double?
    /// The target in force on the next bar.
    package private(set) var target: Double?

    /// Joins its fields.
    package init() {}

    /// Derives a row.
    ///
    /// - Parameters:
    ///   - signal: what the tape tells of the stock.
    ///   - sector: the stock's sector.
    ///   - isStale: whether its last bar is earlier than the latest of all.
    ///   - fillsAtOpen: whether orders fill at the next open, so that what they leave is still held.
    init(_ signal: StockSignal, sector: String?, isStale: Bool, fillsAtOpen: Bool) {
        ticker = signal.ticker
        self.sector = sector
        lastTime = signal.lastTime
        lastClose = signal.lastClose
        self.isStale = isStale
        action = signal.action
        isRefused = signal.isRefused == true
        orderLine = signal.orderLine
        orderStop = signal.orderStop
        orderTarget = signal.orderTarget
        if let action, !isRefused {
            let entry = signal.orderSize.map { action.hasSuffix("short") ? -$0 : $0 } ?? 0
            let leaves = !action.hasPrefix("enter")
            orderShares = leaves ? fillsAtOpen ? entry - (signal.size ?? 0) : nil : entry
        }
        guard let size = signal.size, let entry = signal.entryPrice else { return }
        side = size < 0 ? "short" : "long"
        self.size = size.magnitude
        entryTime = signal.entryTime
        entryPrice = entry
        entryLine = signal.entryLine
        barsHeld = signal.barsHeld
        gain = size * (lastClose - entry)
        let percent = (lastClose - entry) / entry * (size < 0 ? -100 : 100)
        gainPct = percent.isFinite ? percent : nil
        stop = signal.stop
        target = signal.target
    }

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member("ticker", &ticker, .ticker)
        try form.member("sector", &sector, .sector)
        try form.member("last_time", &lastTime, .part, "Time of its last bar.")
        try form.member("last_close", &lastClose, .any, "The close of that bar.")
        try form.member(
            "stale", &isStale, .any, "Whether that bar is earlier than the latest of all stocks.")
        try form.member("action", &action, .orderAction, "What is ordered.")
        try form.member(
            "order_shares", &orderShares, .any, "Shares to buy, or to sell where negative.")
        try form.member("refused", &isRefused, .any, "Whether it would be refused.")
        try form.member("order_line", &orderLine, .positive, "Line with the rule that orders.")
        try form.member("order_stop", &orderStop, .any, "The stop of the new position.")
        try form.member("order_target", &orderTarget, .any, "The target of the new position.")
        try form.member("side", &side, .part, "long or short.")
        try form.member("size", &size, .any, "Shares held.")
        try form.member("entry_time", &entryTime, .part, "Time of the entry's bar.")
        try form.member("entry_price", &entryPrice, .any, "Price of the entry.")
        try form.member("entry_line", &entryLine, .positive, "Line with the rule that entered.")
        try form.member("bars_held", &barsHeld, .count, "Bars from the entry to the last.")
        try form.member("gain", &gain, .any, "What the position would earn at the last close.")
        try form.member("gain_pct", &gainPct, .any, "The same in per cent.")
        try form.member("stop", &stop, .any, "The stop or trail in force on the next bar.")
        try form.member("target", &target, .any, "The target in force on the next bar.")
    }
}
