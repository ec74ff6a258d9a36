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
        let count = left.count
        var less: [UInt64] = []
        var greater: [UInt64] = []
        var equal: [UInt64] = []
        let words = (count + 63) / 64
        less.reserveCapacity(words)
        greater.reserveCapacity(words)
        equal.reserveCapacity(words)
        let (first, second) = (left.span, right.span)
        precondition(second.count == count, "columns of \(count) and \(second.count) bars")
        for base in stride(from: 0, to: count, by: 64) {
            let bars = base..<min(base + 64, count)
            let (one, other) = (first.extracting(bars), second.extracting(bars))
            let (below, above) = Self.sides(one, other)
            less.append(below)
            greater.append(above)
            // Equal or missing values are rare among prices and averages.
            let isWhole = (below | above).nonzeroBitCount == bars.count
            equal.append(isWhole ? 0 : Self.ties(one, other))
        }
        self.less = BitPlane(words: less, count: count)
        self.greater = BitPlane(words: greater, count: count)
        self.equal = BitPlane(words: equal, count: count)
    }

    /// Bits of the values that are below, and above, their partners; up to 64 of them.
    @inline(__always)
    private static func sides(
        _ first: Span<Double>, _ second: Span<Double>
    ) -> (below: UInt64, above: UInt64) {
        var (below, above): (UInt64, UInt64) = (0, 0)
        for bit in 0..<min(first.count, second.count) {
            let (one, other) = (first[bit], second[bit])
            below |= (one < other ? 1 : 0) &<< UInt64(truncatingIfNeeded: bit)
            above |= (one > other ? 1 : 0) &<< UInt64(truncatingIfNeeded: bit)
        }
        return (below, above)
    }

    /// Bits of the values that equal their partners.
    private static func ties(_ first: Span<Double>, _ second: Span<Double>) -> UInt64 {
        var ties: UInt64 = 0
        for bit in first.indices where first[bit] == second[bit] { ties |= 1 << UInt64(bit) }
        return ties
    }

    private init(less: BitPlane, greater: BitPlane, equal: BitPlane) {
        self.less = less
        self.greater = greater
        self.equal = equal
    }

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
        var crossings: [UInt64] = []
        crossings.reserveCapacity(less.words.count)
        // Whether it was below when they last differed.
        var wasBelow = false
        for place in less.words.indices {
            let (below, above) = (less.words[place], greater.words[place])
            let bars = min(64, count - place << 6)
            if (below | above).nonzeroBitCount == bars {
                crossings.append(above & (below << 1 | (wasBelow ? 1 : 0)))
                wasBelow = below >> UInt64(bars - 1) & 1 != 0
                continue
            }
            var crossing: UInt64 = 0
            for bit in 0..<UInt64(bars) where (below | above) >> bit & 1 != 0 {
                let isBelow = below >> bit & 1 != 0
                if wasBelow, !isBelow { crossing |= 1 << bit }
                wasBelow = isBelow
            }
            crossings.append(crossing)
        }
        let known = (less | greater | equal).cleared(before: first)
        let crossed = BitPlane(words: crossings, count: count) & known
        return TruthColumn(isTrue: crossed, isFalse: known & ~crossed)
    }
}
