/// A number as the sum of two Doubles, of which `low` is much the smaller.
///
/// Sums and products of pairs round to some 100 bits: where large numbers nearly cancel, what is
/// left is still right to the last place (T. Dekker, "A Floating-Point Technique for Extending the
/// Available Precision", 1971). Made of + − × and bit patterns, it is the same everywhere. It is
/// public because the compiler takes nothing that is less into the loops of other targets.
@frozen
public struct ExactPair: Sendable {
    /// The larger part.
    public var high: Double
    /// The rest.
    public var low: Double

    /// What stands for a number that is not there.
    @inlinable
    public static var missing: ExactPair { ExactPair(high: .nan, low: .nan) }

    /// The Double nearest to it; adding zero makes a negative zero positive.
    @inlinable @inline(__always)
    public var value: Double { high + low + 0 }

    /// The exact sum of two numbers, rounded and what rounding lost, whichever is the larger.
    ///
    /// Donald Knuth, "The Art of Computer Programming", volume 2, section 4.2.2, theorem B.
    @inlinable @inline(__always)
    public init(sum left: Double, _ right: Double) {
        high = left + right
        let rightPart = high - left
        let leftPart = high - rightPart
        low = (left - leftPart) + (right - rightPart)
    }

    /// The parts as they are.
    @inlinable @inline(__always)
    public init(high: Double, low: Double = 0) {
        self.high = high
        self.low = low
    }

    /// The exact product of two numbers, if no part of it is subnormal or beyond range.
    ///
    /// Each factor is cut into heads of 26 bits and tails of 27. Two tails have a bit too many, so
    /// one is cut again.
    @inlinable @inline(__always)
    public init(product left: Double, _ right: Double) {
        let leftHead = ExactPair.head(left)
        let leftTail = left - leftHead
        let rightHead = ExactPair.head(right)
        let rightTail = right - rightHead
        let tailHead = ExactPair.head(rightTail)
        high = left * right
        low =
            leftHead * rightHead - high + leftHead * rightTail + leftTail * rightHead
            + leftTail * tailHead + leftTail * (rightTail - tailHead)
    }

    /// The upper 26 bits of a significand.
    @inlinable @inline(__always)
    public static func head(_ value: Double) -> Double {
        Double(bitPattern: value.bitPattern & ~0x7ff_ffff)
    }

    /// The sum, to some 100 bits.
    @inlinable @inline(__always)
    public static func + (left: ExactPair, right: ExactPair) -> ExactPair {
        let high = ExactPair(sum: left.high, right.high)
        let low = ExactPair(sum: left.low, right.low)
        let once = ExactPair(sum: high.high, high.low + low.high)
        return ExactPair(sum: once.high, once.low + low.low)
    }

    /// The difference, to some 100 bits.
    @inlinable @inline(__always)
    public static func - (left: ExactPair, right: ExactPair) -> ExactPair {
        left + ExactPair(high: -right.high, low: -right.low)
    }

    /// The product, to some 100 bits.
    @inlinable @inline(__always)
    public static func * (left: ExactPair, right: ExactPair) -> ExactPair {
        let left = ExactPair(sum: left.high, left.low)
        let right = ExactPair(sum: right.high, right.low)
        let product = ExactPair(product: left.high, right.high)
        return ExactPair(
            sum: product.high, product.low + (left.high * right.low + left.low * right.high))
    }

    /// The product with a Double, to some 100 bits.
    @inlinable @inline(__always)
    public static func * (left: ExactPair, right: Double) -> ExactPair {
        left * ExactPair(high: right)
    }
}
