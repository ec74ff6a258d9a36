import PortableMath

/// What windows of the last bars hold: sums, means and extremes, in constant time a bar.
///
/// A window that holds a missing value has no result. `lead` is the index from which on a column may
/// have values; results begin with `lead + length − 1`.
package enum Rolling {
    /// The exact sum of the last `length` values, rounded once.
    ///
    /// Equals Python's `math.fsum` of the window bit for bit; missing beyond the range of a Double.
    /// O(count), whatever the values.
    package static func sum(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        exactSums(column, length, from: lead, missing: .nan, isRounded: true) { $0.value }
    }

    /// The mean of the last `length` values: their exact sum, rounded, divided by `length`.
    ///
    /// J. Murphy, "Technical Analysis of the Financial Markets", 1999, chapter 9; that the sum is
    /// exact is backtrader's `fsum`. O(count).
    package static func mean(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        let divisor = Double(length)
        return exactSums(column, length, from: lead, missing: .nan, isRounded: true) {
            $0.value / divisor
        }
    }

    /// The exact sums of the last `length` values to some 100 bits, in one form for each sum.
    ///
    /// O(count), whatever the values.
    static func pairs(_ column: [Double], _ length: Int, from lead: Int) -> [ExactPair] {
        exactSums(column, length, from: lead, missing: .missing) {
            ExactPair(sum: $0.high, $0.low)
        }
    }

    /// What `value` makes of the sums, or with `isRounded` of the rounded ones; `missing` where one is,
    /// or is beyond the range of a Double.
    @inline(__always)
    private static func exactSums<Result>(
        _ column: [Double], _ length: Int, from lead: Int, missing: Result,
        isRounded: Bool = false, _ value: (ExactPair) -> Result
    ) -> [Result] {
        let lead = min(lead, column.count)
        guard length <= column.count - lead else {
            return Array(repeating: missing, count: column.count)
        }
        if let sums = narrowSums(column.span, length, from: lead, missing: missing, value) {
            return sums
        }
        let present = PresentValues(column, from: lead)
        let values = present.values
        let sums =
            (present.hasHoles
                ? narrowSums(values.span, length, from: lead, missing: missing, value) : nil)
            ?? (isRounded
                ? wideSums(values.span, length, from: lead, missing: missing, value) : nil)
            ?? mixedSums(values.span, length, from: lead, missing: missing, value)
        return present.blanked(sums, length, from: lead, missing: missing)
    }

    /// The sums of values that are all there and not too far apart; nil of others.
    ///
    /// Whether they are is seen while they are added, so that they are read once.
    @inline(__always)
    private static func narrowSums<Result>(
        _ values: Span<Double>, _ length: Int, from lead: Int, missing: Result,
        _ value: (ExactPair) -> Result
    ) -> [Result]? {
        var exponents = ExponentRange()
        let span = ExactRunningSum.exponentSpan(capacity: length, additions: values.count)
        let sums = [Result](capacity: values.count) { output in
            output.append(repeating: missing, count: lead + length - 1)
            var (sum, range) = (ExactRunningSum(capacity: length), ExponentRange())
            for bar in lead..<(lead + length) {
                range.include(values[bar])
                sum.add(values[bar], removing: 0)
            }
            output.append(value(sum.pair))
            var bar = lead + length
            while bar < values.count {
                // Those that are too far apart most often are so from the first hundreds on.
                exponents = range
                guard range.width <= span else { return }
                let end = min(bar + 256, values.count)
                for bar in bar..<end {
                    range.include(values[bar])
                    sum.add(values[bar], removing: values[bar - length])
                    output.append(value(sum.pair))
                }
                bar = end
            }
            exponents = range
        }
        let limit = ExactRunningSum.exponentLimit(capacity: length)
        return exponents.width <= span && exponents.highest < limit ? sums : nil
    }

    /// The rounded sums of values that a `SplitSum` takes; nil of others.
    @inline(__always)
    private static func wideSums<Result>(
        _ values: Span<Double>, _ length: Int, from lead: Int, missing: Result,
        _ value: (ExactPair) -> Result
    ) -> [Result]? {
        guard let empty = SplitSum(of: values.extracting(lead...), capacity: length) else {
            return nil
        }
        return [Result](capacity: values.count) { output in
            output.append(repeating: missing, count: lead + length - 1)
            var sum = empty
            for bar in lead..<(lead + length) { sum.add(values[bar], removing: 0) }
            output.append(value(ExactPair(high: sum.value)))
            for bar in (lead + length)..<values.count {
                sum.add(values[bar], removing: values[bar - length])
                output.append(value(ExactPair(high: sum.value)))
            }
        }
    }

    /// The sums of values of any magnitudes.
    private static func mixedSums<Result>(
        _ values: Span<Double>, _ length: Int, from lead: Int, missing: Result,
        _ value: (ExactPair) -> Result
    ) -> [Result] {
        [Result](capacity: values.count) { output in
            output.append(repeating: missing, count: lead + length - 1)
            var sum = ExactWindowSum(length)
            for bar in lead..<values.count {
                sum.advance(values, to: bar, from: lead)
                guard bar >= lead + length - 1 else { continue }
                let pair = sum.pair
                output.append(value(pair.high.isFinite ? pair : .missing))
            }
        }
    }
}

/// A running sum over values of any magnitudes, exact at each bar.
///
/// It is an `ExactRunningSum` as long as that takes the values. Restarting that costs O(length), and
/// is done on credit that grows by a few values a bar; without credit, or where exponents are too far
/// apart, an `ExactAccumulator` takes over for at least `length` bars. So the whole is O(1) a bar,
/// amortised.
private struct ExactWindowSum {
    private static let creditPerBar = 4
    private let length: Int
    private var running: ExactRunningSum
    private var accumulator: ExactAccumulator?
    private var barsUntilRetry = 0
    private var credit: Int

    init(_ length: Int) {
        self.length = length
        running = ExactRunningSum(capacity: length)
        credit = Self.creditPerBar * length
    }

    /// The sum of the window that ends with the last bar.
    var pair: ExactPair {
        mutating get { accumulator?.pair() ?? running.pair }
    }

    /// Goes on to a bar; bars come one after the other, from `lead` on.
    mutating func advance(_ values: Span<Double>, to bar: Int, from lead: Int) {
        let leaving = bar - length < lead ? 0 : values[bar - length]
        credit += Self.creditPerBar
        if accumulator != nil {
            accumulator?.add(values[bar])
            accumulator?.add(-leaving)
            barsUntilRetry -= 1
            guard barsUntilRetry == 0 else { return }
            let window = values.extracting(max(lead, bar - length + 1)..<(bar + 1))
            if running.restart(with: window) {
                accumulator = nil
            } else {
                barsUntilRetry = length
            }
        } else if running.takes(values[bar]) {
            running.add(values[bar], removing: leaving)
        } else {
            let window = values.extracting(max(lead, bar - length + 1)..<(bar + 1))
            credit -= window.count
            guard credit >= 0, running.restart(with: window) else { return accumulate(window) }
        }
    }

    private mutating func accumulate(_ window: Span<Double>) {
        var sum = ExactAccumulator()
        for place in window.indices { sum.add(window[place]) }
        accumulator = sum
        barsUntilRetry = length
    }
}
