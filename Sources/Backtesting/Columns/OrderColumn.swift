/// How two columns of numbers stand to each other on every bar; no bit where one is missing.
///
/// One pass over both serves all comparisons and crossings of them.
struct OrderColumn: Sendable {
    /// The first is below the second.
    let less: BitPlane
    /// The first is above the second.
    let greater: BitPlane
    /// They are equal.
    let equal: BitPlane

    /// Compares two columns of one length.
    init(_ left: [Double], _ right: [Double]) {
        let second = right.span
        precondition(
            left.count == right.count, "columns of \(left.count) and \(right.count) bars")
        self.init(left.span) { second[$0] }
    }

    /// Compares a column with a number.
    init(_ left: [Double], _ right: Double) {
        self.init(left.span) { _ in right }
    }

    @inline(__always)
    private init(_ first: Span<Double>, _ second: (Int) -> Double) {
        let count = first.count
        var less: [UInt64] = []
        var greater: [UInt64] = []
        var equal: [UInt64] = []
        let words = (count + 63) / 64
        less.reserveCapacity(words)
        greater.reserveCapacity(words)
        equal.reserveCapacity(words)
        for base in stride(from: 0, to: count, by: 64) {
            let end = min(base + 64, count)
            let (below, above) = Self.sides(first, second, base, end)
            less.append(below)
            greater.append(above)
            // Equal or missing values are rare among prices and averages.
            var ties: UInt64 = 0
            if below | above != Self.ones(end - base) {
                for bar in base..<end where first[bar] == second(bar) {
                    ties |= 1 << UInt64(bar - base)
                }
            }
            equal.append(ties)
        }
        self.less = BitPlane(words: less, count: count)
        self.greater = BitPlane(words: greater, count: count)
        self.equal = BitPlane(words: equal, count: count)
    }

    /// Bits of the values that are below, and above, their partners; up to 64 of them, two at once.
    @inline(__always)
    private static func sides(
        _ first: Span<Double>, _ second: (Int) -> Double, _ base: Int, _ end: Int
    ) -> (below: UInt64, above: UInt64) {
        var (below, above) = (SIMD2<UInt64>.zero, SIMD2<UInt64>.zero)
        var bits: SIMD2<UInt64> = [1, 2]
        var bar = base
        while bar + 2 <= end {
            let one = SIMD2(first[bar], first[bar + 1])
            let other = SIMD2(second(bar), second(bar + 1))
            below |= SIMD2<UInt64>.zero.replacing(with: bits, where: one .< other)
            above |= SIMD2<UInt64>.zero.replacing(with: bits, where: one .> other)
            bits &<<= 2
            bar += 2
        }
        if bar < end {
            let (one, other) = (first[bar], second(bar))
            if one < other { below[0] |= 1 << UInt64(bar - base) }
            if one > other { above[0] |= 1 << UInt64(bar - base) }
        }
        return (below[0] | below[1], above[0] | above[1])
    }

    private init(less: BitPlane, greater: BitPlane, equal: BitPlane) {
        self.less = less
        self.greater = greater
        self.equal = equal
    }

    /// So many bits, the lowest first.
    @inline(__always)
    private static func ones(_ count: Int) -> UInt64 { .max >> UInt64(64 - count) }

    /// The second compared with the first.
    var reversed: OrderColumn {
        OrderColumn(less: greater, greater: less, equal: equal)
    }

    /// Where the first is below the second.
    var isLess: TruthColumn { TruthColumn(isTrue: less, isFalse: greater | equal) }

    /// Where the first is not above the second.
    var isLessOrEqual: TruthColumn { TruthColumn(isTrue: less | equal, isFalse: greater) }

    /// Where they are equal.
    var isEqual: TruthColumn { TruthColumn(isTrue: equal, isFalse: less | greater) }

    /// Where the first goes above the second: it is above, and was below when they last differed.
    ///
    /// A touch in between does not hide a crossing (backtrader's rule). Missing before `first`, and
    /// where one of the two is missing; such bars are passed over.
    func crossesAbove(from first: Int) -> TruthColumn {
        let count = less.count
        let (lower, upper, same) = (less.words.span, greater.words.span, equal.words.span)
        var crossed: [UInt64] = []
        var uncrossed: [UInt64] = []
        crossed.reserveCapacity(lower.count)
        uncrossed.reserveCapacity(lower.count)
        // Whether it was below when they last differed.
        var wasBelow: UInt64 = 0
        for place in lower.indices {
            let (below, above) = (lower[place], upper[place])
            let bars = min(64, count - place << 6)
            // Of each bar whether it was below there, or when they last differed before.
            var state = below
            if below | above != Self.ones(bars) {
                var same = ~(below | above)
                state |= same & wasBelow
                var shift: UInt64 = 1
                while shift < 64 {
                    state |= same & (state << shift)
                    same &= same << shift
                    shift *= 2
                }
            }
            let crossing = above & (state << 1 | wasBelow)
            wasBelow = state >> UInt64(bars - 1) & 1
            let before = first - place << 6
            let counts: UInt64 = before <= 0 ? .max : before < 64 ? .max << UInt64(before) : 0
            let known = (below | above | same[place]) & counts
            crossed.append(crossing & known)
            uncrossed.append(known & ~crossing)
        }
        return TruthColumn(
            isTrue: BitPlane(words: crossed, count: count),
            isFalse: BitPlane(words: uncrossed, count: count))
    }
}
