internal import Projections

/// What the row of a trade is made of.
struct TradeRow {
    /// Which scan.
    let job: [UInt8]
    /// The record with the stock's result.
    let seq: Int
    /// The stock's sector, where it is known.
    let sector: String?
    let trade: StockTrade

    /// The columns of `trades`.
    static let columns: [Column] = [
        .word("job_id"), .integer("seq"), .integer("number"), .word("ticker"),
        .word("sector").orNull, .word("side"), .date("entry_date").orNull, .word("entry_time"),
        .date("exit_date").orNull, .word("exit_time").orNull, .integer("days_held").orNull,
        .integer("bars_held"), .number("size"), .number("entry_price"),
        .number("exit_price").orNull, .number("commission"), .number("borrow_cost"),
        .number("pnl"), .number("return_pct").orNull, .number("low"), .number("high"),
        .number("mae_pct").orNull, .number("mfe_pct").orNull, .integer("entry_line"),
        .word("exit").orNull, .integer("exit_line").orNull, .integer("entry_bar"),
        .integer("exit_bar").orNull,
    ]

    /// Appends it as the next row.
    ///
    /// Days are those between the dates of entry and exit.
    func add(to batch: inout RowBatch) {
        batch.add(job, job.indices)
        batch.add(seq)
        batch.add(trade.number)
        batch.add(trade.ticker)
        batch.add(sector)
        batch.add(trade.isLong ? "long" : "short")
        let entryDay = CalendarText.days(trade.entryTime)
        let exitDay = trade.exitTime.flatMap { CalendarText.days($0) }
        batch.add(entryDay)
        batch.add(trade.entryTime)
        batch.add(exitDay)
        batch.add(trade.exitTime)
        batch.add(exitDay.flatMap { exit in entryDay.map { exit - $0 } })
        batch.add(trade.barsHeld)
        batch.add(trade.size)
        batch.add(trade.entryPrice)
        batch.add(trade.exitPrice)
        batch.add(trade.commission)
        batch.add(trade.borrowCost)
        batch.add(trade.pnl)
        batch.add(trade.returnPercent)
        batch.add(trade.low)
        batch.add(trade.high)
        batch.add(trade.adversePercent)
        batch.add(trade.favourablePercent)
        batch.add(trade.entryLine)
        batch.add(trade.exit)
        batch.add(trade.exitLine)
        batch.add(trade.entryBar)
        batch.add(trade.exitBar)
    }
}
