/// Figures of a portfolio's value over time; nil where one does not exist.
package struct PortfolioStatistics: Form {
    package static let about: StaticString =
        "Figures of the whole curve, the same in each part; null where one does not exist."
    package static let mayBeInPart = true

    /// The last value less the start value, in per cent of the start value.
    package var returnPct: Double?
    /// The geometric mean return of a year, in per cent.
    package var annualReturnPct: Double?
    /// The standard deviation of the returns, of a year, in per cent.
    package var annualVolatilityPct: Double?
    /// Mean over population deviation of the returns, annualised, risk-free rate 0.
    ///
    /// Of days, weeks, months, quarters or years, as the bars are; times the root of 252, or 365
    /// where bars are on weekends, 52, 12, 4 or 1.
    package var sharpeRatio: Double?
    /// The deepest fall below a running peak, in per cent of the peak, positive.
    package var maxDrawdown: Double?

    /// Joins its fields.
    package init() {}

    /// Makes figures; those not given do not exist.
    package init(
        returnPct: Double? = nil, annualReturnPct: Double? = nil,
        annualVolatilityPct: Double? = nil, sharpeRatio: Double? = nil, maxDrawdown: Double? = nil
    ) {
        self.returnPct = returnPct
        self.annualReturnPct = annualReturnPct
        self.annualVolatilityPct = annualVolatilityPct
        self.sharpeRatio = sharpeRatio
        self.maxDrawdown = maxDrawdown
    }

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member(
            "return_pct", &returnPct, .any,
            "Last value less start value, in per cent of the start value.")
        try form.member(
            "annual_return_pct", &annualReturnPct, .any,
            "Geometric mean return of a year, in per cent.")
        try form.member(
            "annual_volatility_pct", &annualVolatilityPct, .notNegative,
            "Standard deviation of the returns, of a year, in per cent.")
        try form.member(
            "sharpe_ratio", &sharpeRatio, .any,
            """
            Mean over population standard deviation of the returns of the periods, \
            annualised, risk-free rate 0: times √252 for days on which stocks trade, \
            √365 for days that include weekends, √52, √12, √4 or 1 for bars of weeks, \
            months, quarters or years; bars within days count by their days.
            """)
        try form.member(
            "max_drawdown", &maxDrawdown, .notNegative,
            "Deepest fall below a running peak, in per cent of the peak.")
    }
}
