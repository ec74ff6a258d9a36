internal import Projections
internal import ScanEvents

extension Column {
    /// The columns of `events`: the head of each record, and all of it as it stands on the tape.
    static let ofEvents: [Column] = [
        word("job_id"), integer("seq"), time("at"), word("type"), word("ticker").orNull,
        json("record"),
    ]

    /// The columns of `signals`.
    static let ofSignals: [Column] = [word("job_id")] + members(of: SignalRow.self)

    /// The first columns of `sets`.
    static let ofSets: [Column] = [word("job_id"), integer("set")]

    /// The last columns of `sets`, behind those of the inputs.
    static let ofSetFigures: [Column] = members(of: SetRow.self)

    /// The columns of `trials` before those of the inputs.
    static let ofTrials: [Column] = [
        word("job_id"), integer("seq"), word("ticker"), integer("set"), number("pnl"),
        number("return_pct"), number("sharpe_ratio").orNull, number("max_drawdown"),
        integer("trades"), integer("bars_held"), number("exposure_pct"), flag("idle"),
    ]

    /// The columns of `failures`.
    static let ofFailures: [Column] = ofRecord + members(of: ScanEvent.StockFailed.self)

    /// The columns of `stocks`.
    static let ofStocks: [Column] =
        ofRecord + members(of: ScanEvent.StockCompleted.self) + [flag("ruined")]

    private static let ofRecord: [Column] = [word("job_id"), integer("seq"), time("at")]

    /// The columns of `scans`.
    static let ofScans: [Column] = ScanRow.parts.flatMap(\.columns)
}
