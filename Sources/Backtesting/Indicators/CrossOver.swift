/// Tells when one series crosses another.
///
/// It crosses up when it is above now and the last difference that was not zero was below, and
/// down likewise: a touch in between does not hide a crossing (backtrader's rule). First crossing
/// with the second pair.
struct CrossOver: Indicator {
    /// Whether, and in which direction, the first series crossed the second.
    ///
    /// A number rather than cases, made of the signs of two differences without a branch: a loop
    /// with three crossings a bar then takes about a quarter less.
    struct Crossing: Equatable {
        static let none = Crossing(code: 0)
        static let up = Crossing(code: 1)
        static let down = Crossing(code: 2)

        fileprivate let code: UInt64
    }

    /// The last difference that was not zero; zero when there was none.
    private var lastDifference = 0.0

    /// Takes the next pair; returns the direction in which the first crossed the second.
    @inline(__always)
    mutating func next(_ first: Double, _ second: Double) -> Crossing {
        let difference = first - second
        let previous = lastDifference
        guard difference != 0, previous != 0 else {
            if difference != 0 { lastDifference = difference }
            return .none
        }
        lastDifference = difference
        let hasCrossed = (previous.bitPattern ^ difference.bitPattern) >> 63
        return Crossing(code: hasCrossed << (difference.bitPattern >> 63))
    }

    /// The same for a pair in one; never nil.
    mutating func next(_ pair: (first: Double, second: Double)) -> Crossing? {
        next(pair.first, pair.second)
    }
}
