/// The range of a bar, the gap from the close before it included.
///
/// max(high, previous close) − min(low, previous close) (J. W. Wilder, "New Concepts in Technical
/// Trading Systems", 1978). First value with the second bar.
struct TrueRange: Indicator {
    private var previousClose: Double?

    mutating func next(_ bar: Bar) -> Double? {
        defer { previousClose = bar.close }
        guard let previousClose else { return nil }
        return max(bar.high, previousClose) - min(bar.low, previousClose)
    }
}
