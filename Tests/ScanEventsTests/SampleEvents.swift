import ScanEvents

extension ScanEvent.StockTraded {
    /// A part with two trades, one of them open.
    static let twoTrades: ScanEvent.StockTraded = {
        var event = ScanEvent.StockTraded()
        (event.ticker, event.trades, event.offset) = ("BRK-B", 5, 3)
        (event.barsBefore, event.barsHeld) = ([20, 0], [3, 11])
        (event.areMinutes, event.timesBefore) = (true, [1_060_500_000, 1_440])
        event.timesHeld = [4_320, 15_840]
        (event.entryLines, event.exits, event.exitLines) = ([7, 7], ["rule", nil], [8, nil])
        (event.sizes, event.entryPrices) = ([12.5, -3], [101.25, 99])
        (event.exitPrices, event.lows, event.highs) = ([104.5, nil], [99.5, 90], [105, 99])
        (event.commissions, event.lastClose) = ([0.25, 0], 91.5)
        return event
    }()
}

extension ScanEvent.SignalsGiven {
    /// A short position with its levels, and an order that would be refused.
    static var two: ScanEvent.SignalsGiven {
        var (held, ordered) = (StockSignal(), StockSignal())
        (held.ticker, held.lastTime, held.lastClose) = ("AAPL", "2018-02-07", 159.54)
        (held.size, held.entryTime, held.entryPrice) = (-0.1, "2018-02-01", 167.165)
        (held.entryLine, held.barsHeld, held.stop, held.target) = (9, 4, 171.25, 1 / 3)
        (ordered.ticker, ordered.lastTime, ordered.lastClose) = ("MSFT", "2018-02-06T15:30", 1)
        (ordered.action, ordered.orderLine, ordered.orderSize) = ("enter_long", 8, 1e-5)
        (ordered.isRefused, ordered.orderStop, ordered.orderTarget) = (true, -1, 2)
        var signals = ScanEvent.SignalsGiven()
        (signals.stocks, signals.marketTime) = (3, "2018-02-07")
        (signals.total, signals.signals) = (2, [held, ordered])
        return signals
    }
}
