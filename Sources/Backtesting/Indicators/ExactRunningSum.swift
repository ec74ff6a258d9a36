/// A sum of Doubles that takes values back as exactly as it adds them.
///
/// A floating-point running sum drifts by an ulp or so, enough to flip a comparison with a band;
/// here what each addition rounds away is kept in a second number (T. Dekker, "A Floating-Point
/// Technique for Extending the Available Precision", 1971), which holds all of it while the
/// values' exponents lie within a span. Its user tells it the values afresh when they do not.
struct ExactRunningSum {
    /// The sum is `rounded + lost`, exactly; void when `isExact` is false.
    private var rounded = 0.0
    private var lost = 0.0
    private var additionsLeft = 0
    /// The lowest exponent pattern that values may have, and how many above it are fine, too.
    private var lowestExponent: UInt = 0
    private let exponentSpan: UInt
    /// Exponent patterns below this: the sum of so many such values is finite.
    private let exponentLimit: UInt
    /// Additions after which the losses could leave the range where they add up exactly; 0 for a
    /// sum of so many values that they leave it at once.
    private let additionLimit: Int
    /// Whether there is a sum: false while the values are too far apart, or not finite.
    private(set) var isExact: Bool

    /// An empty sum with room for so many values, at least 1.
    ///
    /// From 2²⁴ values on there is never a sum, as none that is exact fits two Doubles.
    init(capacity: Int) {
        precondition(capacity > 0, "a sum of \(capacity) values")
        // Let values be below 2^(h+1) and multiples of 2^(l-52). What a step loses is at most
        // the last place of a sum of `capacity + 1` values; the losses of all steps must stay
        // below 2^(l+1), where multiples of 2^(l-52) are Doubles.
        let countBits = Int.bitWidth - capacity.leadingZeroBitCount
        let additionBits = max(16, countBits + 1)
        let span = 49 - countBits - additionBits
        exponentSpan = UInt(max(span, 0))
        exponentLimit = Double.infinity.exponentBitPattern - UInt(max(countBits, 16) + 4)
        additionLimit = span < 0 ? 0 : 1 << additionBits
        isExact = span >= 0
    }

    /// The Double nearest to the sum, ties to even.
    ///
    /// Adding zero makes a negative zero positive, as `exactSum` has it.
    var value: Double { rounded + lost + 0 }

    /// Whether a value can be added as it is; otherwise `restart` with all values is due.
    @inline(__always)
    func takes(_ value: Double) -> Bool {
        additionsLeft > 0
            && (value.exponentBitPattern &- lowestExponent <= exponentSpan || value == 0)
    }

    /// Adds a value that it takes, and takes back one that was added.
    @inline(__always)
    mutating func add(_ value: Double, removing leaving: Double) {
        let change = sumAndRest(value, -leaving)
        let sum = sumAndRest(rounded, change.sum)
        rounded = sum.sum
        lost += sum.rest + change.rest
        additionsLeft &-= 1
    }

    /// Begins anew with these values, if their exponents lie close enough together.
    mutating func restart(with values: Span<Double>) {
        var (lowest, highest) = (UInt.max, UInt.min)
        for place in values.indices where values[place] != 0 {
            lowest = min(lowest, values[place].exponentBitPattern)
            highest = max(highest, values[place].exponentBitPattern)
        }
        (rounded, lost, isExact) = (0, 0, additionLimit > 0)
        (additionsLeft, lowestExponent) = (additionLimit, 0)
        guard isExact, lowest <= highest else { return }
        isExact = highest < exponentLimit && highest - lowest <= exponentSpan
        guard isExact else {
            additionsLeft = 0
            return
        }
        // In the middle, so that later values may be smaller as well as larger.
        let room = (exponentSpan - (highest - lowest)) / 2
        lowestExponent = min(
            max(lowest, room) - room, exponentLimit - 1 - exponentSpan)
        for place in values.indices {
            add(values[place], removing: 0)
        }
    }
}

/// The rounded sum of two numbers and what rounding lost, exactly, whichever is the larger.
///
/// Donald Knuth, "The Art of Computer Programming", volume 2, section 4.2.2, theorem B.
@inline(__always)
private func sumAndRest(_ left: Double, _ right: Double) -> (sum: Double, rest: Double) {
    let sum = left + right
    let rightPart = sum - left
    let leftPart = sum - rightPart
    return (sum, (left - leftPart) + (right - rightPart))
}
