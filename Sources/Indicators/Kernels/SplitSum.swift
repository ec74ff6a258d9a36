import PortableMath

/// A running sum that is exact for values up to some 70 exponents apart, and rounded once.
///
/// Each value is cut into three parts, multiples of a unit each, by adding and taking back a large
/// number (T. Dekker, "A Floating-Point Technique for Extending the Available Precision", 1971); the
/// sums of each kind of parts are so small in their units that no addition rounds.
struct SplitSum {
    /// What makes an addition round to multiples of the middle and of the upper unit: one and a half
    /// times the number whose last place is that unit.
    private let middleCut: Double
    private let upperCut: Double
    /// The sums of the parts.
    private var lower = 0.0
    private var middle = 0.0
    private var upper = 0.0

    /// An empty sum that holds so many of some values at once; nil where these are too far apart, too
    /// small or too large.
    init?(of values: Span<Double>, capacity: Int) {
        let range = ExponentRange(of: values)
        guard !range.isEmpty else { return nil }
        // A part has so many bits that the sum of as many as there are, each with a sign, has 52.
        let bits = 50 - bitCount(capacity)
        // A significand has 53 bits; no unit comes near the ends of the range.
        guard bits > 0, range.width + 53 <= 3 * bits, range.lowest > 60, range.highest < 1_900
        else { return nil }
        let unit = Int(range.lowest) - 1_075
        middleCut = Double(sign: .plus, exponent: unit + bits + 52, significand: 1.5)
        upperCut = Double(sign: .plus, exponent: unit + 2 * bits + 52, significand: 1.5)
    }

    /// Adds a value, and takes back one that was added.
    @inline(__always)
    mutating func add(_ value: Double, removing leaving: Double) {
        let values = SIMD2(value, leaving)
        let uppers = values + upperCut - upperCut
        let rests = values - uppers
        let middles = rests + middleCut - middleCut
        let lowers = rests - middles
        upper += uppers[0] - uppers[1]
        middle += middles[0] - middles[1]
        lower += lowers[0] - lowers[1]
    }

    /// The Double nearest to the sum, ties to even; zero is positive.
    @inline(__always)
    var value: Double {
        let small = ExactPair(sum: middle, lower)
        let large = ExactPair(sum: upper, small.high)
        let rest = ExactPair(sum: large.low, small.low)
        let rounded = ExactPair(sum: large.high, rest.high)
        // Half a place beside what is left on the same side is more than a tie.
        if rest.low != 0, rest.low.sign == rounded.low.sign {
            let twice = rounded.low * 2
            let next = rounded.high + twice
            if next - rounded.high == twice { return next }
        }
        return rounded.high + 0
    }
}
