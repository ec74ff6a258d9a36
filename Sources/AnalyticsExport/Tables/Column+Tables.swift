internal import Projections

extension Column {
    /// The columns of `events`: the head of each record, and all of it as it stands on the tape.
    static let ofEvents: [Column] = [
        word("job_id"), integer("seq"), time("at"), word("type"), word("ticker").orNull,
        json("record"),
    ]

    /// The columns of `failures`.
    static let ofFailures: [Column] = [
        word("job_id"), integer("seq"), time("at"), word("ticker"), word("sector").orNull,
        word("code"), text("message"), number("seconds"), number("elapsed"),
    ]

    /// The columns of `stocks`.
    static let ofStocks: [Column] = [
        word("job_id"), integer("seq"), time("at"), word("ticker"), word("sector").orNull,
        number("pnl"), number("return_pct"), integer("total_trades"), integer("winning_trades"),
        integer("losing_trades"), integer("open_trades"), integer("rejected_orders"),
        number("sharpe_ratio").orNull, number("max_drawdown"), number("gross_profit"),
        number("gross_loss"), number("exposure_pct"), number("start_value"), number("end_value"),
        integer("bars"), date("first_date").orNull, date("last_date").orNull,
        word("bars_sha256"), integer("rows_read"), integer("rows_dropped"),
        integer("rows_outside_range"), time("fetched_at").orNull, number("seconds"),
        number("elapsed"),
    ]

    /// The columns of `scans`.
    static let ofScans: [Column] =
        [
            text("job_id"), word("state"), word("strategy").orNull, json("parameters").orNull,
            date("start_date").orNull, date("end_date").orNull, word("interval").orNull,
            number("cash").orNull, number("commission").orNull, word("fills").orNull,
            flag("whole_units").orNull, flag("finalize_trades").orNull, json("tickers").orNull,
            word("universe").orNull, word("source").orNull, word("engine").orNull,
            integer("schema").orNull, word("universe_sha256").orNull,
            text("idempotency_key").orNull, time("requested_at"), time("started_at").orNull,
            time("ended_at").orNull, number("elapsed"), text("error").orNull, integer("total"),
            integer("successful"), integer("failed"), integer("left_out"), number("total_pnl"),
            number("start_value"), number("end_value"), number("return_pct").orNull,
            integer("total_trades"), integer("winning_trades"), integer("losing_trades"),
        ]
        + ScanState().macroFigures.map { name, figure in
            switch figure {
            case .amount: number(name)
            case .count: integer(name)
            }
        } + [
            integer("portfolio_stocks").orNull, number("portfolio_return_pct").orNull,
            number("portfolio_annual_return_pct").orNull,
            number("portfolio_annual_volatility_pct").orNull,
            number("portfolio_sharpe_ratio").orNull, number("portfolio_max_drawdown").orNull,
            integer("rows_read"), integer("rows_dropped"), integer("rows_outside_range"),
            time("oldest_fetched_at").orNull, integer("records"), integer("unknown_records"),
            flag("sealed"), text("root"),
        ]
}
