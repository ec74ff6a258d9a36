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
    /// Figures of the benchmark; nil for tapes of earlier versions.
    package let benchmark: PortfolioBenchmark?
    /// What the benchmark was worth at each; none where `benchmark` is nil.
    package private(set) var benchmarkValues: [Double] = []

    /// Whether all parts are there.
    var isWhole: Bool { times.count == points }

    /// Starts a curve with its first part; nil where `part` is none.
    init?(_ part: ScanEvent.PortfolioValued) {
        stocks = part.stocks
        statistics = part.statistics
        points = part.points
        benchmark = part.benchmark
        append(part)
        if times.isEmpty { return nil }
    }

    /// Appends the part that comes next; any other is passed over.
    mutating func append(_ part: ScanEvent.PortfolioValued) {
        guard part.offset == times.count, part.points == points, part.stocks == stocks,
            part.statistics == statistics, part.benchmark == benchmark, part.isConsistent,
            part.times.count <= points - times.count
        else { return }
        times += part.times
        values += part.values
        benchmarkValues += part.benchmarkValues ?? []
    }

    /// Writes the portfolio as an object, rounded for viewers, and the ticker of its benchmark.
    func write(to json: inout JSONWriter, against ticker: String?) {
        json.object { json in
            json.member("stocks", stocks)
            json.member("points", points)
            Self.write(statistics, to: &json)
            json.member("times", times)
            json.name("values")
            json.array(values) { $0.value($1.rounded(places: 2)) }
            guard let benchmark else { return }
            json.member("benchmark") { json in
                if let ticker { json.member("ticker", ticker) }
                Self.write(benchmark.statistics, to: &json)
                Self.write(benchmark.comparison, to: &json)
                json.name("values")
                json.array(benchmarkValues) { $0.value($1.rounded(places: 2)) }
            }
        }
    }

    private static func write(_ statistics: PortfolioStatistics, to json: inout JSONWriter) {
        json.member("return_pct", statistics.returnPct, places: 2)
        json.member("annual_return_pct", statistics.annualReturnPct, places: 2)
        json.member("annual_volatility_pct", statistics.annualVolatilityPct, places: 2)
        json.member("sharpe_ratio", statistics.sharpeRatio, places: 4)
        json.member("max_drawdown", statistics.maxDrawdown, places: 2)
    }

    private static func write(_ comparison: BenchmarkComparison, to json: inout JSONWriter) {
        json.member("excess_return_pct", comparison.excessReturnPct, places: 2)
        json.member("alpha_pct", comparison.alphaPct, places: 2)
        json.member("beta", comparison.beta, places: 4)
        json.member("tracking_error_pct", comparison.trackingErrorPct, places: 2)
        json.member("information_ratio", comparison.informationRatio, places: 4)
        json.member("up_capture", comparison.upCapture, places: 4)
        json.member("down_capture", comparison.downCapture, places: 4)
    }
}
