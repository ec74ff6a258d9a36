package import JSONText

extension ScanEvent {
    /// The value of an equal-weight portfolio of all stocks that have a result, over time.
    ///
    /// Every stock starts with the same cash; it counts with that before its first bar and with
    /// its last value after its last bar. A long curve is cut into several events.
    package struct PortfolioValued: Equatable, Sendable {
        /// How many stocks are in it.
        package var stocks: Int
        /// Figures of the whole curve, the same in each part.
        package var statistics: PortfolioStatistics
        /// How many points the whole curve has.
        package var points: Int
        /// How many points come before the first of this part.
        package var offset: Int
        /// The times of the points, `YYYY-MM-DD` or, below a day, `YYYY-MM-DDThh:mm`.
        package var times: [String]
        /// What the portfolio was worth at each, in the prices' currency.
        package var values: [Double]

        /// The most points of one event; with this many it fits into a record whatever they are.
        package static let maxPointsInRecord = 1_450

        /// Makes the event.
        package init(
            stocks: Int, statistics: PortfolioStatistics, points: Int, offset: Int,
            times: [String], values: [Double]
        ) {
            self.stocks = stocks
            self.statistics = statistics
            self.points = points
            self.offset = offset
            self.times = times
            self.values = values
        }
    }
}

/// Figures of a portfolio's value over time; nil where one does not exist.
package struct PortfolioStatistics: Equatable, Sendable {
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

    /// Writes the members of an object.
    package func writeMembers(to json: inout JSONWriter) {
        json.member("return_pct", returnPct)
        json.member("annual_return_pct", annualReturnPct)
        json.member("annual_volatility_pct", annualVolatilityPct)
        json.member("sharpe_ratio", sharpeRatio)
        json.member("max_drawdown", maxDrawdown)
    }

    /// Reads figures from an object; those of a later version are passed over.
    init(from scanner: inout JSONScanner) throws(JSONError) {
        self.init()
        try scanner.object { name, scanner throws(JSONError) in
            switch name {
            case "return_pct": returnPct = try scanner.nullableNumber()
            case "annual_return_pct": annualReturnPct = try scanner.nullableNumber()
            case "annual_volatility_pct": annualVolatilityPct = try scanner.nullableNumber()
            case "sharpe_ratio": sharpeRatio = try scanner.nullableNumber()
            case "max_drawdown": maxDrawdown = try scanner.nullableNumber()
            default: try scanner.skip()
            }
        }
    }
}
