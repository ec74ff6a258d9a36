extension Rolling {
    /// The variance of the last `length` values as a population: |mean(x²) − mean(x)²|.
    ///
    /// Squares are rounded, their sum is exact; the form is backtrader's. O(count).
    package static func variance(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        moments(column, length, from: lead) { Column.finite($0.variance) }
    }

    /// The standard deviation of the last `length` values as a population: the root of `variance`.
    ///
    /// O(count).
    package static func deviation(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        moments(column, length, from: lead) { Column.finite($0.variance.squareRoot()) }
    }

    /// What `value` makes of the mean and the variance of each window; NaN where one is missing.
    @inline(__always)
    static func moments<Result>(
        _ column: [Double], _ length: Int, from lead: Int, _ value: (Moments) -> Result
    ) -> [Result] {
        let lead = min(lead, column.count)
        guard length <= column.count - lead else {
            return Array(repeating: value(.missing), count: column.count)
        }
        if let results = narrowMoments(column.span, length, from: lead, value) { return results }
        let divisor = Double(length)
        let means = mean(column, length, from: lead)
        let squares = sum(Column.map(column) { $0 * $0 }, length, from: lead)
        return means.indices.map {
            value(Moments(mean: means[$0], meanOfSquares: squares[$0] / divisor))
        }
    }

    /// The mean of each window, and it less and more some deviations; what is not finite is missing.
    ///
    /// O(count).
    static func bands(
        _ column: [Double], _ length: Int, _ factor: Double, from lead: Int
    ) -> (lower: [Double], middle: [Double], upper: [Double]) {
        let missing = Column.missing(column.count)
        let lead = min(lead, column.count)
        guard length <= column.count - lead else { return (missing, missing, missing) }
        var (lower, middle, upper) = (missing, missing, missing)
        var lowerEdge = lower.mutableSpan
        var mean = middle.mutableSpan
        var upperEdge = upper.mutableSpan
        // Moments that count are far from the ends of the range, and a factor like this keeps them there.
        let isUsual = factor.magnitude < 0x1p200
        let isNarrow =
            isUsual
            && visitNarrowMoments(column.span, length, from: lead) { bar, moments in
                let width = factor * moments.variance.squareRoot()
                lowerEdge[bar] = moments.mean - width
                mean[bar] = moments.mean
                upperEdge[bar] = moments.mean + width
            }
        if isNarrow { return (lower, middle, upper) }
        let all = moments(column, length, from: lead) {
            (mean: $0.mean, width: factor * $0.variance.squareRoot())
        }
        let first = lead + length - 1
        return (
            Column.make(column.count, from: first) { all[$0].mean - all[$0].width },
            Column.make(column.count, from: first) { all[$0].mean },
            Column.make(column.count, from: first) { all[$0].mean + all[$0].width }
        )
    }

    /// Of each window the mean where it is finite, then the mean and the deviation as they are.
    ///
    /// O(count).
    static func meansAndDeviations(
        _ column: [Double], _ length: Int, from lead: Int
    ) -> [[Double]] {
        let all = moments(column, length, from: lead) { ($0.mean, $0.variance.squareRoot()) }
        let means = all.map(\.0)
        return [Column.map(means) { $0 }, means, all.map(\.1)]
    }

    /// The bands of means and deviations.
    ///
    /// O(count).
    static func bands(_ common: [[Double]], _ factor: Double) -> [[Double]] {
        [
            Column.combine(common[1], common[2]) { $0 - factor * $1 }, common[0],
            Column.combine(common[1], common[2]) { $0 + factor * $1 },
        ]
    }

    /// The results of values that are all there and not too far apart; nil of others.
    @inline(__always)
    private static func narrowMoments<Result>(
        _ values: Span<Double>, _ length: Int, from lead: Int, _ value: (Moments) -> Result
    ) -> [Result]? {
        var isNarrow = false
        let results = [Result](capacity: values.count) { output in
            output.append(repeating: value(.missing), count: lead + length - 1)
            isNarrow = visitNarrowMoments(values, length, from: lead) {
                output.append(value($1))
            }
        }
        return isNarrow ? results : nil
    }

    /// Tells the moments of each window, bar by bar; false, so that they do not count, where values are
    /// missing or too far apart.
    ///
    /// Values and squares are added side by side, each as in `ExactRunningSum`.
    @inline(__always)
    private static func visitNarrowMoments(
        _ values: Span<Double>, _ length: Int, from lead: Int, _ visit: (Int, Moments) -> Void
    ) -> Bool {
        var (sums, exponents) = (MomentSums(length), ExponentRange())
        for bar in lead..<(lead + length) {
            exponents.include(values[bar])
            sums.add(values[bar], removing: 0)
        }
        visit(lead + length - 1, sums.moments)
        for bar in (lead + length)..<values.count {
            exponents.include(values[bar])
            sums.add(values[bar], removing: values[bar - length])
            visit(bar, sums.moments)
        }
        // Squares spread over twice as many exponents, and one more; none may be subnormal.
        let span = ExactRunningSum.exponentSpan(capacity: length, additions: values.count)
        return exponents.isEmpty
            || 2 * exponents.width + 1 <= span && exponents.lowest > 600
                && exponents.highest < 1400
    }
}

/// The exact sums of a window's values and of their squares, each in a lane of its own.
private struct MomentSums {
    private var rounded = SIMD2(0.0, 0.0)
    private var lost = SIMD2(0.0, 0.0)
    private let divisor: SIMD2<Double>

    init(_ length: Int) {
        divisor = SIMD2(repeating: Double(length))
    }

    /// The means.
    @inline(__always)
    var moments: Moments {
        let means = (rounded + lost) / divisor
        return Moments(mean: means[0] + 0, meanOfSquares: means[1])
    }

    /// Adds a value, and takes back one that was added.
    @inline(__always)
    mutating func add(_ value: Double, removing leaving: Double) {
        let change = Self.sumAndRest(
            SIMD2(value, value * value), -SIMD2(leaving, leaving * leaving))
        let sum = Self.sumAndRest(rounded, change.sum)
        rounded = sum.sum
        lost += sum.rest + change.rest
    }

    /// Donald Knuth, "The Art of Computer Programming", volume 2, section 4.2.2, theorem B.
    @inline(__always)
    private static func sumAndRest(
        _ left: SIMD2<Double>, _ right: SIMD2<Double>
    ) -> (sum: SIMD2<Double>, rest: SIMD2<Double>) {
        let sum = left + right
        let rightPart = sum - left
        let leftPart = sum - rightPart
        return (sum, (left - leftPart) + (right - rightPart))
    }
}

/// The mean of a window and that of the squares of its values.
struct Moments {
    /// Those of a window that is not whole.
    static let missing = Moments(mean: .nan, meanOfSquares: .nan)

    let mean: Double
    let meanOfSquares: Double

    /// |mean(x²) − mean(x)²|.
    @inline(__always)
    var variance: Double { (meanOfSquares - mean * mean).magnitude }
}
