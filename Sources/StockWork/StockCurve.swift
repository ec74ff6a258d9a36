package import MarketData

/// What an account and its benchmark were worth, by time.
package struct StockCurve: Equatable, Sendable {
    /// The times, ascending.
    package let times: [BarTime]
    /// The finite value at each.
    package let values: [Double]
    /// The finite value of the benchmark at each.
    package let benchmark: [Double]

    /// Joins times with values, as many as there are times.
    package init(times: [BarTime], values: [Double], benchmark: [Double]) {
        precondition(times.count == values.count, "every time needs one value")
        precondition(times.count == benchmark.count, "every time needs one value of the benchmark")
        self.times = times
        self.values = values
        self.benchmark = benchmark
    }
}
