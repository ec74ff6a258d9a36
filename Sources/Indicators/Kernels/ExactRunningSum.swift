import PortableMath

/// A sum of Doubles that takes values back as exactly as it adds them.
///
/// A floating-point running sum drifts by an ulp or so, enough to flip a comparison with a band;
/// here what each addition rounds away is kept in a second number (T. Dekker, "A Floating-Point
/// Technique for Extending the Available Precision", 1971), which holds all of it while the
/// values' exponents lie within a span. Let values be below 2^(h+1) and multiples of 2^(l−52). What
/// a step loses is at most the last place of a sum of `capacity + 1` values; the losses of all
/// steps must stay below 2^(l+1), where multiples of 2^(l−52) are Doubles.
struct ExactRunningSum {
    /// The sum is `rounded + lost`, exactly.
    private(set) var rounded = 0.0
    private(set) var lost = 0.0
    private var additionsLeft = 0
    /// The lowest exponent pattern that values may have, and how many above it are fine, too.
    private var lowestExponent: UInt = 0
    private let exponentSpan: Int
    private let capacity: Int
    private let additionLimit: Int

    /// An empty sum with room for so many values, at least 1, that takes none before `restart`.
    init(capacity: Int) {
        self.capacity = capacity
        let additionBits = max(16, bitCount(capacity) + 1)
        exponentSpan = ExactRunningSum.exponentSpan(
            capacity: capacity, additions: 1 << additionBits)
        additionLimit = 1 << additionBits
    }

    /// Over how many exponents values may spread if so many additions are to be exact.
    static func exponentSpan(capacity: Int, additions: Int) -> Int {
        49 - bitCount(capacity) - bitCount(additions - 1)
    }

    /// Exponent patterns below this: the sum of so many such values is finite.
    static func exponentLimit(capacity: Int) -> UInt {
        Double.infinity.exponentBitPattern - UInt(max(bitCount(capacity), 16) + 4)
    }

    /// The Double nearest to the sum, ties to even; a negative zero is made positive.
    @inline(__always)
    var value: Double { rounded + lost + 0 }

    /// The sum, exactly.
    @inline(__always)
    var pair: ExactPair { ExactPair(high: rounded, low: lost) }

    /// Whether a value can be added as it is; otherwise `restart` with all values is due.
    @inline(__always)
    func takes(_ value: Double) -> Bool {
        additionsLeft > 0
            && (value.exponentBitPattern &- lowestExponent <= UInt(exponentSpan) || value == 0)
    }

    /// Adds a value that it takes, and takes back one that was added.
    @inline(__always)
    mutating func add(_ value: Double, removing leaving: Double) {
        let change = ExactPair(sum: value, -leaving)
        let sum = ExactPair(sum: rounded, change.high)
        rounded = sum.high
        lost += sum.low + change.low
        additionsLeft &-= 1
    }

    /// Begins anew with these values; false, and void, if their exponents are too far apart.
    mutating func restart(with values: Span<Double>) -> Bool {
        (rounded, lost, additionsLeft, lowestExponent) = (0, 0, 0, 0)
        guard exponentSpan >= 0 else { return false }
        let range = ExponentRange(of: values)
        guard !range.isEmpty else {
            additionsLeft = additionLimit
            return true
        }
        let limit = ExactRunningSum.exponentLimit(capacity: capacity)
        guard range.highest < limit, range.width <= exponentSpan else { return false }
        // In the middle, so that later values may be smaller as well as larger.
        let room = UInt(exponentSpan - range.width) / 2
        lowestExponent = min(
            max(range.lowest, room) - room, limit - 1 - UInt(exponentSpan))
        additionsLeft = additionLimit
        for place in values.indices { add(values[place], removing: 0) }
        return true
    }
}

/// The exponent patterns that values other than zero have.
struct ExponentRange {
    /// The least magnitude as a pattern less one, so that zero, which wraps, is the largest.
    private var least = UInt64.max
    private var greatest: UInt64 = 0

    /// The lowest exponent pattern.
    var lowest: UInt { UInt((least &+ 1) >> 52) }

    /// The highest exponent pattern: that of infinity where a value is not finite.
    var highest: UInt { UInt(greatest >> 52) }

    /// Whether all values are zero.
    var isEmpty: Bool { greatest == 0 }

    /// Difference of the highest and the lowest exponent.
    var width: Int { isEmpty ? 0 : Int(highest - lowest) }

    /// The range of no values.
    init() {}

    /// The range of some values.
    ///
    /// O(count).
    init(of values: Span<Double>) {
        for place in values.indices { include(values[place]) }
    }

    /// Makes the range hold a value.
    @inline(__always)
    mutating func include(_ value: Double) {
        // Patterns of magnitudes order as the magnitudes do.
        let pattern = value.bitPattern & ~(1 << 63)
        least = min(least, pattern &- 1)
        greatest = max(greatest, pattern)
    }
}

/// How many bits a number has: the position of its highest one, from 1.
func bitCount(_ value: Int) -> Int { Int.bitWidth - value.leadingZeroBitCount }
