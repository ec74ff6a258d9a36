import PortableMath

extension Rolling {
    /// The mean with weights 1 for the oldest value to `length` for the newest.
    ///
    /// Σ k·x, exact and rounded once, divided by length · (length + 1) / 2. O(count).
    package static func weightedMean(
        _ column: [Double], _ length: Int, from lead: Int
    ) -> [Double] {
        linear(
            column, length, from: lead,
            WeightedMean(divisor: Double(length * (length + 1) / 2)))
    }

    /// What `rule` makes of two exact sums of each window, missing where that is not finite.
    ///
    /// From bar to bar the weighted sum gains length · newest and loses the sum before. O(count).
    static func linear(
        _ column: [Double], _ length: Int, from lead: Int, _ rule: some LinearRule
    ) -> [Double] {
        let lead = min(lead, column.count)
        guard length <= column.count - lead else { return Column.missing(column.count) }
        if let results = narrowLinear(column.span, length, from: lead, rule) { return results }
        let present = PresentValues(column, from: lead)
        let values = present.values
        let results =
            (present.hasHoles ? narrowLinear(values.span, length, from: lead, rule) : nil)
            ?? mixedLinear(values.span, length, from: lead, rule)
        return present.blanked(results, length, from: lead, missing: .nan)
    }

    /// The results of values that are all there and not too far apart; nil of others.
    private static func narrowLinear(
        _ values: Span<Double>, _ length: Int, from lead: Int, _ rule: some LinearRule
    ) -> [Double]? {
        var exponents = ExponentRange()
        let results = [Double](capacity: values.count) { output in
            output.append(repeating: .nan, count: lead + length - 1)
            var (sums, range) = (LinearSums(length), ExponentRange())
            for bar in lead..<values.count {
                range.include(values[bar])
                sums.add(values[bar], removing: bar - length < lead ? 0 : values[bar - length])
                guard bar >= lead + length - 1 else { continue }
                output.append(Column.finite(rule.value(of: sums.inOneForm)))
            }
            exponents = range
        }
        return LinearSums.areExact(exponents, length, additions: values.count) ? results : nil
    }

    /// The results of values of any magnitudes.
    private static func mixedLinear(
        _ values: Span<Double>, _ length: Int, from lead: Int, _ rule: some LinearRule
    ) -> [Double] {
        [Double](capacity: values.count) { output in
            output.append(repeating: .nan, count: lead + length - 1)
            var sums = LongLinearSums(length)
            for bar in lead..<values.count {
                sums.add(values[bar], removing: bar - length < lead ? 0 : values[bar - length])
                guard bar >= lead + length - 1 else { continue }
                output.append(Column.finite(rule.value(of: sums.rounded)))
            }
        }
    }
}

/// What a function makes of the two sums of a window.
protocol LinearRule {
    /// The value of one bar.
    func value(of sums: LinearSums) -> Double
}

private struct WeightedMean: LinearRule {
    let divisor: Double

    @inline(__always)
    func value(of sums: LinearSums) -> Double { sums.weighted.value / divisor }
}

/// The sum of a window, and that with weights 1 for the oldest value to n for the newest.
struct LinearSums {
    private(set) var sum = ExactPair(high: 0)
    private(set) var weighted = ExactPair(high: 0)
    let length: Double

    /// Sums of nothing.
    init(_ length: Int) {
        self.length = Double(length)
    }

    /// Sums that were computed elsewhere.
    init(sum: ExactPair, weighted: ExactPair, length: Double) {
        self.sum = sum
        self.weighted = weighted
        self.length = length
    }

    /// The same sums, each as the nearest Double and the rest.
    @inline(__always)
    var inOneForm: LinearSums {
        LinearSums(
            sum: ExactPair(sum: sum.high, sum.low),
            weighted: ExactPair(sum: weighted.high, weighted.low), length: length)
    }

    /// Whether so many additions of values with these exponents are exact.
    ///
    /// As in `ExactRunningSum`, with a sum that is `length` times as large and four losses a step;
    /// nor may a half of a value be subnormal.
    static func areExact(_ exponents: ExponentRange, _ length: Int, additions: Int) -> Bool {
        exponents.isEmpty
            || exponents.width <= 48 - 2 * bitCount(length) - bitCount(additions)
                && exponents.highest < ExactRunningSum.exponentLimit(capacity: length) - 32
                && exponents.lowest > 64
    }

    /// Adds the newest value, and takes back the one that leaves the window.
    @inline(__always)
    mutating func add(_ value: Double, removing leaving: Double) {
        // Of 26 bits and 27: exact, times a length.
        let head = ExactPair.head(value)
        let tail = value - head
        let once = ExactPair(sum: weighted.high, length * head)
        let twice = ExactPair(sum: once.high, length * tail)
        let thrice = ExactPair(sum: twice.high, -sum.high)
        weighted.high = thrice.high
        weighted.low += (once.low + twice.low + thrice.low) - sum.low
        let change = ExactPair(sum: value, -leaving)
        let total = ExactPair(sum: sum.high, change.high)
        sum.high = total.high
        sum.low += total.low + change.low
    }
}

/// The same sums for values of any magnitudes.
private struct LongLinearSums {
    private var sum = ExactAccumulator()
    private var weighted = ExactAccumulator()
    private let length: Int

    init(_ length: Int) {
        self.length = length
    }

    mutating func add(_ value: Double, removing leaving: Double) {
        weighted.add(value, times: length)
        weighted.subtract(sum)
        sum.add(value)
        sum.add(-leaving)
        sum.settle()
    }

    var rounded: LinearSums {
        mutating get {
            LinearSums(sum: sum.pair(), weighted: weighted.pair(), length: Double(length))
        }
    }
}
