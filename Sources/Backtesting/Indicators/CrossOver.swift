/// Tells when one series crosses another.
///
/// It crosses up when it is above now and the last difference that was not zero was below, and
/// down likewise: a touch in between does not hide a crossing (backtrader's rule). First value
/// with the second pair.
struct CrossOver: Indicator {
    enum Direction {
        case up
        case down
    }

    /// The last difference that was not zero; zero when there was none.
    private var lastDifference = 0.0

    /// Takes the next pair; returns the direction in which the first crossed the second.
    @inline(__always)
    mutating func next(_ first: Double, _ second: Double) -> Direction? {
        let difference = first - second
        let previous = lastDifference
        if difference != 0 {
            lastDifference = difference
        }
        if previous < 0, difference > 0 {
            return .up
        }
        return previous > 0 && difference < 0 ? .down : nil
    }

    /// The same for a pair in one.
    mutating func next(_ pair: (first: Double, second: Double)) -> Direction? {
        next(pair.first, pair.second)
    }
}
