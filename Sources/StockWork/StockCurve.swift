package import MarketData

/// What an account was worth, by time.
package struct StockCurve: Equatable, Sendable {
    /// The times, ascending.
    package let times: [BarTime]
    /// The finite value at each.
    package let values: [Double]

    /// Joins times with values, as many as there are times.
    package init(times: [BarTime], values: [Double]) {
        precondition(times.count == values.count, "every time needs one value")
        self.times = times
        self.values = values
    }
}
