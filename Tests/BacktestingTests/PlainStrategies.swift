import MarketData

/// One position as a plain writing of a strategy gives it, by index of bars.
struct PlainTrade: Equatable {
    let entryBar: Int
    let entryPrice: Double
    var exitBar: Int?
    var exitPrice: Double?
}

/// Strategies of the folder `Strategies`, each written once more: straight loops over the bars,
/// orders that fill at the next open, long only, and nothing of the engine.
struct PlainStrategies {
    let bars: Bars
    /// A fraction of the price, at entry and at exit.
    var commission = 0.001
    /// Share of the cash that an entry takes, in per cent.
    var percent = 95.0

    /// Buys when the RSI of a Laguerre filter rises above a bound, sells when it falls below one.
    func laguerreRSI(
        gamma: Double = 0.5, oversold: Double = 0.15, overbought: Double = 0.75
    ) -> [PlainTrade] {
        var (l0, l1, l2, l3) = (0.0, 0.0, 0.0, 0.0)
        var strengths: [Double] = []
        for close in bars.close {
            let (o0, o1, o2, o3) = (l0, l1, l2, l3)
            l0 = (1 - gamma) * close + gamma * o0
            l1 = o0 - gamma * l0 + gamma * o1
            l2 = o1 - gamma * l1 + gamma * o2
            l3 = o2 - gamma * l2 + gamma * o3
            let up = max(l0 - l1, 0) + max(l1 - l2, 0) + max(l2 - l3, 0)
            let down = max(l1 - l0, 0) + max(l2 - l1, 0) + max(l3 - l2, 0)
            strengths.append(up + down > 0 ? up / (up + down) : strengths.last ?? 0)
        }
        let above = crossings(strengths, Array(repeating: oversold, count: bars.count), from: 0)
        let below = crossings(strengths, Array(repeating: overbought, count: bars.count), from: 0)
        return trades(from: 1, enters: { above[$0] > 0 }, exits: { below[$0] < 0 })
    }

    /// Buys a low mean of three measures of weakness, and sells a high one.
    func connorsRSI(oversold: Double = 10, overbought: Double = 70) -> [PlainTrade] {
        let close = bars.close
        var streak = Array(repeating: 0.0, count: close.count)
        var changes = streak
        for bar in close.indices.dropFirst() {
            changes[bar] = (close[bar] - close[bar - 1]) / close[bar - 1]
            if close[bar] > close[bar - 1] { streak[bar] = max(streak[bar - 1], 0) + 1 }
            if close[bar] < close[bar - 1] { streak[bar] = min(streak[bar - 1], 0) - 1 }
        }
        // The streak of the first bar is not one: its RSI begins with the change to the third.
        let ofCloses = wilderRSI(close, period: 3, from: 0)
        let ofStreaks = wilderRSI(streak, period: 2, from: 1)
        let first = 101
        let mean = close.indices.map { bar -> Double in
            guard bar >= first else { return 50 }
            let lower = (1...100).count { changes[bar - $0] < changes[bar] }
            return (ofCloses[bar] + ofStreaks[bar] + Double(lower)) / 3
        }
        return trades(
            from: first, enters: { mean[$0] < oversold }, exits: { mean[$0] > overbought })
    }

    /// Follows crossing averages while the index is above its own average.
    func indexFilter(
        _ index: Bars, fast: Int = 10, slow: Int = 30, indexPeriod: Int = 200
    ) -> [PlainTrade] {
        // Its last bar at or before each bar; all tickers of the tests begin after it.
        var place = -1
        let level = bars.times.map { time -> Double in
            while place + 1 < index.count, index.times[place + 1] <= time { place += 1 }
            return place < 0 ? .nan : index.close[place]
        }
        let levelMean = means(of: level, indexPeriod)
        let crossed = crossings(
            means(of: bars.close, fast), means(of: bars.close, slow), from: max(fast, slow) - 1)
        return trades(
            from: max(fast, slow, indexPeriod - 1),
            enters: { level[$0] > levelMean[$0] && crossed[$0] > 0 },
            exits: { crossed[$0] < 0 || level[$0] <= levelMean[$0] })
    }

    /// Buys a new high; sells so many average true ranges below the highest high since.
    ///
    /// The level never falls, or else it is that of the last close, whatever it was before.
    func chandelier(period: Int = 22, factor: Double = 3, falls: Bool = false) -> [PlainTrade] {
        let range = averageTrueRange(period)
        return trades(
            from: period, enters: { bars.close[$0] > highest(bars.high, before: $0, period) },
            exits: { _ in false },
            stop: { best, bar, last in
                let level = best - factor * range[bar]
                return falls ? level : max(level, last)
            })
    }

    /// Buys a new high and sells a new low; a loss is followed by some bars without an entry.
    func coolDown(entry: Int = 20, exit: Int = 10, pause: Int = 10) -> [PlainTrade] {
        var past: [PlainTrade] = []
        return trades(
            from: max(entry, exit),
            enters: { bar in
                if let last = past.last, let price = last.exitPrice, let end = last.exitBar {
                    let fees = commission * (price + last.entryPrice)
                    if price - last.entryPrice - fees < 0, bar - end < pause { return false }
                }
                return bars.close[bar] > highest(bars.high, before: bar, entry)
            },
            exits: { bar in
                bars.close[bar] < -highest(bars.low.map { -$0 }, before: bar, exit)
            },
            left: { past.append($0) })
    }

    // MARK: - What they share

    /// Goes over the bars, and asks at each close from `first` on.
    ///
    /// `stop` tells the level for the next bar by the best price so far, the bar of the close, and
    /// the level before; on the bar of the fill the best price is that of the fill.
    private func trades(
        from first: Int, enters: (Int) -> Bool, exits: (Int) -> Bool,
        stop: ((_ best: Double, _ bar: Int, _ last: Double) -> Double)? = nil,
        left: (PlainTrade) -> Void = { _ in }
    ) -> [PlainTrade] {
        var (done, held) = ([PlainTrade](), PlainTrade?.none)
        var (best, level) = (0.0, -Double.infinity)
        var (buys, sells) = (false, false)
        func leave(_ bar: Int, _ price: Double) {
            guard var trade = held else { return }
            (trade.exitBar, trade.exitPrice) = (bar, price)
            held = nil
            done.append(trade)
            left(trade)
        }
        for bar in 0..<bars.count {
            let open = bars.open[bar]
            if sells { leave(bar, open) }
            // An order that the cash does not pay at the open is dropped.
            if buys, percent / 100 * open / bars.close[bar - 1] * (1 + commission) <= 1 {
                held = PlainTrade(entryBar: bar, entryPrice: open)
                best = open
                level = stop?(best, bar - 1, -.infinity) ?? level
            }
            if held != nil, stop != nil {
                if open <= level {
                    leave(bar, open)
                } else if bars.low[bar] <= level {
                    leave(bar, level)
                }
            }
            if held != nil, let stop {
                best = max(best, bars.high[bar])
                level = stop(best, bar, level)
            }
            buys = bar >= first && held == nil && enters(bar)
            sells = held != nil && exits(bar)
        }
        return done + (held.map { [$0] } ?? [])
    }
}
