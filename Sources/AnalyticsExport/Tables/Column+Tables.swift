internal import Projections
internal import ScanEvents

extension Column {
    /// The columns of `events`: the head of each record, and all of it as it stands on the tape.
    static let ofEvents: [Column] = [
        word("job_id"), integer("seq"), time("at"), word("type"), word("ticker").orNull,
        json("record"),
    ]

    /// The columns of `failures`.
    static let ofFailures: [Column] = ofRecord + members(of: ScanEvent.StockFailed.self)

    /// The columns of `stocks`.
    static let ofStocks: [Column] = ofRecord + members(of: ScanEvent.StockCompleted.self)

    private static let ofRecord: [Column] = [word("job_id"), integer("seq"), time("at")]

    /// The columns of `scans`.
    static let ofScans: [Column] =
        [
            text("job_id"), word("state"),
        ] + members(of: ScanRequest.self).map(\.orNull) + [
            word("engine").orNull, integer("schema").orNull, word("universe_sha256").orNull,
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
            integer("portfolio_stocks").orNull
        ] + members(of: PortfolioStatistics.self).map { $0.prefixed("portfolio_") } + [
            integer("rows_read"), integer("rows_dropped"), integer("rows_outside_range"),
            time("oldest_fetched_at").orNull, integer("records"), integer("unknown_records"),
            flag("sealed"), text("root"),
        ]
}
