internal import ScanEvents

extension RowBatch {
    /// Appends the rest of a row of `stocks`, from the ticker on.
    mutating func add(_ stock: ScanEvent.StockCompleted) {
        let (result, prices) = (stock.result, stock.prices)
        add(result.ticker)
        add(result.sector)
        add(result.pnl)
        add(result.returnPct)
        add(result.totalTrades)
        add(result.winningTrades)
        add(result.losingTrades)
        add(result.openTrades)
        add(result.rejectedOrders)
        add(result.sharpeRatio)
        add(result.maxDrawdown)
        add(result.grossProfit)
        add(result.grossLoss)
        add(result.exposurePct)
        add(result.startValue)
        add(result.endValue)
        add(prices.bars)
        add(CalendarText.days(prices.firstDate))
        add(CalendarText.days(prices.lastDate))
        add(prices.barsDigest)
        add(prices.rowsRead)
        add(prices.rowsDropped)
        add(prices.rowsOutsideRange)
        add(prices.fetchedAt.flatMap { CalendarText.micros($0) })
        add(stock.seconds)
        add(stock.elapsed)
    }

    /// Appends the rest of a row of `failures`, from the ticker on.
    mutating func add(_ stock: ScanEvent.StockFailed) {
        add(stock.ticker)
        add(stock.sector)
        add(stock.code.rawValue)
        add(stock.message)
        add(stock.seconds)
        add(stock.elapsed)
    }
}
