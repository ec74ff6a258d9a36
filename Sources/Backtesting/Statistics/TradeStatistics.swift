import MarketData
import PortableMath

/// What the closed trades of a run earned; a position still open counts for nothing here.
///
/// A trade is won when its profit less commission is above zero, lost when below, else neither;
/// so in backtesting.py, while `BacktestResult.winningTrades` counts as backtrader does. Its
/// return is that profit in per cent of size times entry price.
package struct TradeStatistics: Hashable, Sendable {
    /// Closed trades.
    package private(set) var count = 0
    /// The sum of their commissions, in money.
    package private(set) var commissions = 0.0
    /// Won trades in per cent of all.
    package private(set) var winRatePercent: Double?
    /// The highest return, in per cent.
    package private(set) var bestPercent: Double?
    /// The lowest return, in per cent.
    package private(set) var worstPercent: Double?
    /// Geometric mean of the returns, in per cent; nil when a trade lost all it took, or more.
    package private(set) var averagePercent: Double?
    /// The longest time from entry to exit.
    package private(set) var maxDuration: Duration?
    /// Mean time from entry to exit, rounded up to days, or to minutes for bars within days.
    package private(set) var averageDuration: Duration?
    /// The most bars from entry to exit.
    package private(set) var maxBars: Int?
    /// Sum of the positive returns over that of the negative ones; nil when no trade was lost.
    package private(set) var profitFactorOfReturns: Double?
    /// Arithmetic mean of the returns, in per cent.
    package private(set) var expectancyPercent: Double?
    /// System quality number: √count · mean / sample deviation (ddof 1) of the profits in money.
    package private(set) var systemQualityNumber: Double?
    /// W − (1 − W) / payoff ratio, W being the win rate as a fraction (Kelly, 1956).
    package private(set) var kellyCriterion: Double?

    /// Sum of the profits over that of the losses, in money; nil when no trade was lost.
    package private(set) var profitFactor: Double?
    /// Average win over average loss, in money; nil unless there are both.
    package private(set) var payoffRatio: Double?
    /// The most trades won in a row; a trade neither won nor lost ends a row.
    package private(set) var maxConsecutiveWins = 0
    /// The most trades lost in a row; a trade neither won nor lost ends a row.
    package private(set) var maxConsecutiveLosses = 0
    /// Mean profit of the won trades, in money.
    package private(set) var averageWin: Double?
    /// Mean profit of the lost trades, in money; below zero.
    package private(set) var averageLoss: Double?
    /// The highest profit of a won trade, in money.
    package private(set) var largestWin: Double?
    /// The lowest profit of a lost trade, in money; below zero.
    package private(set) var largestLoss: Double?
    /// Mean time from entry to exit in days, not rounded.
    package private(set) var averageDays: Double?
    /// Mean profit of a trade, in money.
    package private(set) var expectancy: Double?

    /// Measures the closed ones of trades; O(count).
    init(of trades: [Trade]) {
        var (money, percent) = (Tally(), Tally())
        var (logarithms, minutes, longest, wins, losses) = (0.0, 0, 0, 0, 0)
        for trade in trades {
            guard let exit = trade.exitTime else { continue }
            let share = trade.netPnl / (trade.size * trade.entryPrice)
            money.add(trade.netPnl)
            percent.add(share * 100)
            logarithms += Elementary.log(1 + share)
            let length = exit.minutes(since: trade.entryTime)
            minutes += length
            longest = max(longest, length)
            maxBars = max(maxBars ?? 0, trade.barsHeld)
            commissions += trade.commission
            wins = trade.netPnl > 0 ? wins + 1 : 0
            losses = trade.netPnl < 0 ? losses + 1 : 0
            maxConsecutiveWins = max(maxConsecutiveWins, wins)
            maxConsecutiveLosses = max(maxConsecutiveLosses, losses)
        }
        guard money.count > 0 else { return }
        let closed = Double(money.count)
        count = money.count
        winRatePercent = Double(money.wins) / closed * 100
        bestPercent = percent.highest.ifFinite
        worstPercent = percent.lowest.ifFinite
        averagePercent = ((Elementary.exp(logarithms / closed) - 1) * 100).ifFinite
        maxDuration = .minutes(longest)
        averageDuration = .mean(minutes: minutes, of: count, at: trades[0].entryTime)
        averageDays = Double(minutes) / closed / (24 * 60)
        profitFactorOfReturns = (percent.won / -percent.lost).ifFinite
        expectancyPercent = percent.mean.ifFinite
        profitFactor = (money.won / -money.lost).ifFinite
        averageWin = (money.won / Double(money.wins)).ifFinite
        averageLoss = (money.lost / Double(money.losses)).ifFinite
        largestWin = averageWin.map { _ in money.highest }
        largestLoss = averageLoss.map { _ in money.lowest }
        expectancy = money.mean.ifFinite
        payoffRatio = averageWin.flatMap { win in averageLoss.flatMap { (win / -$0).ifFinite } }
        kellyCriterion = payoffRatio.flatMap { payoff in
            let winRate = Double(money.wins) / closed
            return (winRate - (1 - winRate) / payoff).ifFinite
        }
        let squares = trades.lazy.filter(\.isClosed)
            .reduce(0.0) { $0 + ($1.netPnl - money.mean) * ($1.netPnl - money.mean) }
        let deviation = (squares / (closed - 1)).squareRoot()
        systemQualityNumber = (closed.squareRoot() * money.mean / deviation).ifFinite
    }
}

/// Sums of numbers by sign.
private struct Tally {
    var (count, wins, losses) = (0, 0, 0)
    var (won, lost) = (0.0, 0.0)
    var (highest, lowest) = (-Double.infinity, Double.infinity)

    var mean: Double { (won + lost) / Double(count) }

    mutating func add(_ value: Double) {
        count += 1
        wins += value > 0 ? 1 : 0
        losses += value < 0 ? 1 : 0
        won += max(value, 0)
        lost += min(value, 0)
        highest = max(highest, value)
        lowest = min(lowest, value)
    }
}
