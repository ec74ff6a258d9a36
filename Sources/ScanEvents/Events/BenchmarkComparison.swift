/// What was earned against a benchmark, by empyrical's definitions; nil where a figure does not
/// exist.
///
/// `Schemas/figures.md` has the formulas. Returns are those that the Sharpe ratio is of.
package struct BenchmarkComparison: Form {
    package static let about: StaticString = "What was earned against a benchmark."
    package static let mayBeInPart = true

    /// The return less that of the benchmark, in percentage points.
    package var excessReturnPct: Double?
    /// Jensen's alpha of a year, in per cent.
    package var alphaPct: Double?
    /// Covariance with the benchmark's returns over their variance.
    package var beta: Double?
    /// Standard deviation of the differences between the returns, of a year, in per cent.
    package var trackingErrorPct: Double?
    /// Mean over standard deviation of these differences, annualised.
    package var informationRatio: Double?
    /// The annual return while the benchmark rose, over that of the benchmark.
    package var upCapture: Double?
    /// The annual return while the benchmark fell, over that of the benchmark.
    package var downCapture: Double?

    /// Joins its fields.
    package init() {}

    /// Makes figures; those not given do not exist.
    package init(
        excessReturnPct: Double? = nil, alphaPct: Double? = nil, beta: Double? = nil,
        trackingErrorPct: Double? = nil, informationRatio: Double? = nil,
        upCapture: Double? = nil, downCapture: Double? = nil
    ) {
        self.excessReturnPct = excessReturnPct
        self.alphaPct = alphaPct
        self.beta = beta
        self.trackingErrorPct = trackingErrorPct
        self.informationRatio = informationRatio
        self.upCapture = upCapture
        self.downCapture = downCapture
    }

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member(
            "excess_return_pct", &excessReturnPct, .any,
            "The return less that of the benchmark, in percentage points.")
        try form.member(
            "alpha_pct", &alphaPct, .any,
            """
            Jensen's alpha, (1 + mean(r - beta * b))^N - 1, in per cent: r and b are the returns, N \
            the periods in a year, as of the Sharpe ratio.
            """)
        try form.member(
            "beta", &beta, .any,
            "Covariance of the returns with the benchmark's, over the variance of the latter.")
        try form.member(
            "tracking_error_pct", &trackingErrorPct, .notNegative,
            """
            Sample standard deviation of r - b, the differences between the returns, times √N, in \
            per cent.
            """)
        try form.member(
            "information_ratio", &informationRatio, .any,
            "Mean of r - b over their sample standard deviation, times √N.")
        try form.member(
            "up_capture", &upCapture, .any,
            """
            Geometric return of a year in the periods in which the benchmark rose, over that of the \
            benchmark in them.
            """)
        try form.member(
            "down_capture", &downCapture, .any, "The same of the periods in which it fell.")
    }
}
