package import Backtesting
package import MarketData
package import ScanEvents
internal import StrategyText

extension ScanEvent.StockTraded {
    /// The trades of a run, all in one; nil where there are none.
    ///
    /// - Parameters:
    ///   - result: what came of the run.
    ///   - strategy: what was run.
    ///   - bars: what it ran on.
    ///   - fills: the prices at which its orders were filled.
    package init?(
        _ result: BacktestResult, of strategy: ConfiguredStrategy, on bars: Bars,
        fills: ExecutionSettings.Fills
    ) {
        guard !result.trades.isEmpty else { return nil }
        self.init()
        let lines = strategy.plan.rules.map(\.line)
        ticker = bars.ticker
        trades = result.trades.count
        areMinutes = bars.times[0].minute == nil ? nil : true
        var (lastBar, lastTime) = (0, 0)
        for trade in result.trades {
            barsBefore.append(trade.entryBar - lastBar)
            barsHeld.append(trade.barsHeld)
            lastBar = trade.entryBar + trade.barsHeld
            let (entry, last) = (trade.entryTime.count, bars.times[lastBar].count)
            timesBefore.append(entry - lastTime)
            timesHeld.append(last - entry)
            lastTime = last
            entryLines.append(lines[trade.entryRule])
            exits.append(trade.exit?.word)
            exitLines.append(trade.exit?.rule.map { lines[$0] })
            sizes.append(trade.side == .long ? trade.size : -trade.size)
            entryPrices.append(trade.entryPrice)
            exitPrices.append(trade.exitPrice)
            let (low, high) = trade.extremes(in: bars, fills: fills)
            lows.append(low)
            highs.append(high)
            if !trade.isClosed { lastClose = bars.close.last }
        }
        let fees = result.trades.map(\.commission)
        commissions = fees.contains { $0 != 0 } ? fees : nil
        let borrowed = result.trades.map(\.borrowCost)
        borrowCosts = borrowed.contains { $0 != 0 } ? borrowed : nil
    }

    /// The same in parts that fit into records.
    package func parts(_ most: Int = maxTradesInRecord) -> [ScanEvent] {
        stride(from: 0, to: trades, by: most).map { start in
            .stockTraded(part(start..<min(start + most, trades)))
        }
    }

    private func part(_ range: Range<Int>) -> Self {
        guard range.count < trades else { return self }
        let start = range.lowerBound
        let before = timesBefore[...start].reduce(0, +) + timesHeld[..<start].reduce(0, +)
        var part = self
        part.offset = range.lowerBound
        part.barsBefore = Array(barsBefore[range])
        part.barsHeld = Array(barsHeld[range])
        part.timesBefore = [before] + timesBefore[range].dropFirst()
        part.timesHeld = Array(timesHeld[range])
        part.entryLines = Array(entryLines[range])
        part.exits = Array(exits[range])
        part.exitLines = Array(exitLines[range])
        part.sizes = Array(sizes[range])
        part.entryPrices = Array(entryPrices[range])
        part.exitPrices = Array(exitPrices[range])
        part.lows = Array(lows[range])
        part.highs = Array(highs[range])
        part.commissions = commissions.map { Array($0[range]) }
        part.borrowCosts = borrowCosts.map { Array($0[range]) }
        return part
    }
}

extension TradeExit {
    /// The rule that left; nil where none did.
    fileprivate var rule: Int? { if case .rule(let rule) = self { rule } else { nil } }

    /// The word on a tape.
    fileprivate var word: String {
        switch self {
        case .rule: "rule"
        case .stop: "stop"
        case .target: "target"
        case .trail: "trail"
        case .end: "end"
        case .ruin: "ruin"
        }
    }
}

extension BarTime {
    /// Days, or minutes for a bar shorter than a day, since 0001-01-01.
    fileprivate var count: Int {
        let days = Int(day.dayNumber) + ScanEvent.StockTraded.daysBefore1970
        return minute.map { days * 1440 + $0 } ?? days
    }
}
