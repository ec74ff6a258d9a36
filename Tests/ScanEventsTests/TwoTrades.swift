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
