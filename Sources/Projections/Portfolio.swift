internal import JSONText
package import ScanEvents

/// What all stocks with a result were worth together, over time.
package struct Portfolio: Equatable, Sendable {
    /// How many stocks are in it.
    package let stocks: Int
    /// Figures of the whole curve.
    package let statistics: PortfolioStatistics
    /// How many points the curve has once all its parts are there.
    package let points: Int
    /// The times of the points so far, `YYYY-MM-DD` or, below a day, `YYYY-MM-DDThh:mm`.
    package private(set) var times: [String] = []
    /// What the portfolio was worth at each, in the prices' currency.
    package private(set) var values: [Double] = []

    /// Whether all parts are there.
    var isWhole: Bool { times.count == points }

    /// Starts a curve with its first part; nil where `part` is none.
    init?(_ part: ScanEvent.PortfolioValued) {
        stocks = part.stocks
        statistics = part.statistics
        points = part.points
        append(part)
        if times.isEmpty { return nil }
    }

    /// Appends the part that comes next; any other is passed over.
    mutating func append(_ part: ScanEvent.PortfolioValued) {
        guard part.offset == times.count, part.points == points, part.stocks == stocks,
            part.statistics == statistics, part.times.count == part.values.count,
            part.times.count <= points - times.count
        else { return }
        times += part.times
        values += part.values
    }

    /// Writes the portfolio as an object, rounded for viewers.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("stocks", stocks)
            json.member("points", points)
            json.member("return_pct", statistics.returnPct, places: 2)
            json.member("annual_return_pct", statistics.annualReturnPct, places: 2)
            json.member("annual_volatility_pct", statistics.annualVolatilityPct, places: 2)
            json.member("sharpe_ratio", statistics.sharpeRatio, places: 4)
            json.member("max_drawdown", statistics.maxDrawdown, places: 2)
            json.member("times", times)
            json.name("values")
            json.array(values) { $0.value($1.rounded(places: 2)) }
        }
    }
}
