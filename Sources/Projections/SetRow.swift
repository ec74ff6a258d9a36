package import ScanEvents

/// What a set of parameters made of all stocks, as it is told.
package struct SetRow: PartForm {
    package static let about: StaticString =
        "What the equal-weight portfolio of a set made of all stocks."

    private var returnPct: Double?
    private var sharpeRatio: Double?
    private var maxDrawdown: Double?
    private var trades = 0
    private var exposurePct = 0.0
    private var gainedPct = 0.0
    private var medianReturnPct = 0.0
    private var excessReturnPct: Double?
    private var neighbours: Double?

    /// Joins its fields.
    package init() {}

    /// The row of the set at `place` of those that are there.
    package init(_ valued: ScanEvent.SetsValued, _ place: Int) {
        returnPct = valued.returns[place]
        sharpeRatio = valued.sharpeRatios[place]
        maxDrawdown = valued.maxDrawdowns[place]
        trades = valued.trades[place]
        exposurePct = valued.exposures[place]
        gainedPct = valued.gained[place]
        medianReturnPct = valued.medianReturns[place]
        excessReturnPct = valued.excessReturns[place]
        neighbours = valued.neighbours[place]
    }

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member("return_pct", &returnPct, .any, "Return of the portfolio, in per cent.")
        try form.member("sharpe_ratio", &sharpeRatio, .any, "Sharpe ratio of the portfolio.")
        try form.member(
            "max_drawdown", &maxDrawdown, .notNegative,
            "Deepest fall below a running peak, in per cent of the peak.")
        try form.member("trades", &trades, .count, "Trades on all stocks.")
        try form.member(
            "exposure_pct", &exposurePct, .notNegative, "Mean exposure of the stocks, in per cent.")
        try form.member(
            "gained_pct", &gainedPct, .percent, "Stocks with a profit above zero, in per cent.")
        try form.member(
            "median_return_pct", &medianReturnPct, .any, "Median return of the stocks, in per cent."
        )
        try form.member(
            "excess_return_pct", &excessReturnPct, .any,
            "Return less that of the benchmark, in percentage points.")
        try form.member(
            "neighbours", &neighbours, .any, "Mean of the objective over the set's neighbours.")
    }
}
