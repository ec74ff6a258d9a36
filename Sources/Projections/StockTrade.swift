internal import JSONText
package import ScanEvents

/// A trade with all that can be derived of it.
package struct StockTrade: Equatable, Sendable {
    /// The stock.
    package let ticker: String
    /// Which of the stock's trades it is, from 1.
    package let number: Int
    /// Whether it earned when the price rose.
    package let isLong: Bool
    /// Shares, above zero on both sides.
    package let size: Double
    /// Index among the stock's bars of that of the entry.
    package let entryBar: Int
    /// The time of that bar.
    package let entryTime: String
    /// The price of the entry.
    package let entryPrice: Double
    /// Line of the strategy's text with the rule that entered.
    package let entryLine: Int
    /// Index of the bar of the exit; nil while it is open.
    package let exitBar: Int?
    /// The time of that bar.
    package let exitTime: String?
    /// The price of the exit.
    package let exitPrice: Double?
    /// Why it was left: `rule`, `stop`, `target`, `trail`, `end`, `ruin`; nil while it is open.
    package let exit: String?
    /// Line with the rule that left; nil where no rule did.
    package let exitLine: Int?
    /// Bars from the entry to the exit, or to the last bar.
    package let barsHeld: Int
    /// The lowest price while it was held.
    package let low: Double
    /// The highest price while it was held.
    package let high: Double
    /// What its orders were charged.
    package let commission: Double
    /// What borrowing its shares cost.
    package let borrowCost: Double
    /// Profit without costs, in money; while it is open, at the last close.
    package let grossPnl: Double
    /// `grossPnl` less all costs so far.
    package let pnl: Double

    /// Whether it was left.
    package var isClosed: Bool { exitTime != nil }

    /// The profit in per cent of what the entry was worth, `size · entryPrice`.
    package var returnPercent: Double? { percent(pnl, of: size * entryPrice) }

    /// How far the price went against it, in per cent of the entry's; zero or less.
    ///
    /// The maximum adverse excursion of J. Sweeney, "Campaign Trading", 1996.
    package var adversePercent: Double? {
        percent(isLong ? low - entryPrice : entryPrice - high, of: entryPrice)
    }

    /// How far the price went its way, in per cent of the entry's; zero or more.
    ///
    /// The maximum favourable excursion of the same book.
    package var favourablePercent: Double? {
        percent(isLong ? high - entryPrice : entryPrice - low, of: entryPrice)
    }

    private func percent(_ part: Double, of whole: Double) -> Double? {
        let percent = part / whole * 100
        return percent.isFinite ? percent : nil
    }
}

/// Makes trades of their records: those of a stock are there with the stock's result.
///
/// Its memory is in proportion to the trades of one stock.
package struct TradeFold: Sendable {
    /// Whether the account of the scan trades whole shares, whose profits are reckoned as they are in
    /// the account of backtesting.py; else as in that of backtrader.
    private let wholeUnits: Bool
    private var ticker = ""
    private var total = 0
    private var trades: [StockTrade] = []
    private var (lastBar, lastTime) = (0, 0)

    /// Begins with the request of the scan.
    package init(_ request: ScanRequest) {
        wholeUnits = request.wholeUnits
    }

    /// Takes in a part of a stock's trades.
    ///
    /// - Returns: false for one that does not go on from those before it; it is passed over.
    @discardableResult
    package mutating func add(_ part: ScanEvent.StockTraded) -> Bool {
        if part.offset == 0 {
            (ticker, total, trades, lastBar) = (part.ticker, part.trades, [], 0)
        }
        guard part.isConsistent, part.ticker == ticker, part.trades == total,
            part.offset == trades.count, part.barsBefore.count <= total - trades.count
        else { return false }
        lastTime = 0
        for place in part.barsBefore.indices {
            let bar = lastBar.adding(part.barsBefore[place])
            let time = lastTime.adding(part.timesBefore[place])
            lastBar = bar.adding(part.barsHeld[place])
            lastTime = time.adding(part.timesHeld[place])
            trades.append(trade(part, place, (bar, time)))
        }
        return true
    }

    /// Takes the trades of a stock whose result has come; nil where some of them are missing.
    package mutating func take(of ticker: String) -> [StockTrade]? {
        defer { (self.ticker, total, trades) = ("", 0, []) }
        guard self.ticker == ticker else { return [] }
        return trades.count == total ? trades : nil
    }

    private func trade(
        _ part: ScanEvent.StockTraded, _ place: Int, _ entered: (bar: Int, time: Int)
    ) -> StockTrade {
        let (size, entry) = (part.sizes[place], part.entryPrices[place])
        let exit = part.exitPrices[place]
        let isClosed = part.exits[place] != nil
        let isMinute = part.areMinutes == true
        // backtrader averages the prices of entries even where there is one.
        let average = wholeUnits ? entry : size * entry / size
        let commission = part.commissions?[place] ?? 0
        let borrowCost = part.borrowCosts?[place] ?? 0
        let gross = size * ((exit ?? part.lastClose ?? entry) - average)
        return StockTrade(
            ticker: ticker, number: trades.count + 1, isLong: size > 0, size: size.magnitude,
            entryBar: entered.bar, entryTime: Self.text(entered.time, isMinute), entryPrice: entry,
            entryLine: part.entryLines[place], exitBar: isClosed ? lastBar : nil,
            exitTime: isClosed ? Self.text(lastTime, isMinute) : nil, exitPrice: exit,
            exit: part.exits[place],
            exitLine: part.exitLines[place], barsHeld: part.barsHeld[place],
            low: part.lows[place], high: part.highs[place], commission: commission,
            borrowCost: borrowCost, grossPnl: gross, pnl: gross - (commission + borrowCost))
    }

    /// The time of a bar as it is written, of days or minutes since 0001-01-01; the last of the year
    /// 9999 for later ones.
    private static func text(_ time: Int, _ isMinute: Bool) -> String {
        let limit = (isMinute ? 1440 : 1) * 3_652_059 - 1
        let unit: Int64 = isMinute ? 60_000_000 : 86_400_000_000
        let before = Int64(ScanEvent.StockTraded.daysBefore1970) * 86_400_000_000
        let text = timestamp(Int64(max(0, min(limit, time))) * unit - before)
        return String(text.prefix(isMinute ? 16 : 10))
    }
}
