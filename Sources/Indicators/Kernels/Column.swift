/// Columns of values, one for each bar, NaN where one is missing, and none that is infinite.
package enum Column {
    /// A column without any value.
    package static func missing(_ count: Int) -> [Double] {
        Array(repeating: .nan, count: count)
    }

    /// A column that is missing before `first`, and from there on what `value` says of each bar.
    ///
    /// What is not finite becomes missing. O(count).
    @inline(__always)
    package static func make(
        _ count: Int, from first: Int = 0, _ value: (_ bar: Int) -> Double
    ) -> [Double] {
        let first = min(max(first, 0), count)
        return [Double](capacity: count) { output in
            output.append(repeating: .nan, count: first)
            for bar in first..<count { output.append(finite(value(bar))) }
        }
    }

    /// The column of what `value` makes of each value; missing where that is not finite.
    @inline(__always)
    package static func map(_ column: [Double], _ value: (Double) -> Double) -> [Double] {
        let span = column.span
        return [Double](capacity: span.count) { output in
            for bar in span.indices { output.append(finite(value(span[bar]))) }
        }
    }

    /// The column of what `value` makes of each pair; missing where that is not finite.
    @inline(__always)
    package static func combine(
        _ first: [Double], _ second: [Double], _ value: (Double, Double) -> Double
    ) -> [Double] {
        precondition(first.count == second.count, "columns of different length")
        let (one, two) = (first.span, second.span)
        return [Double](capacity: one.count) { output in
            for bar in one.indices { output.append(finite(value(one[bar], two[bar]))) }
        }
    }

    /// The column of what `value` makes of each three; missing where that is not finite.
    @inline(__always)
    package static func combine(
        _ first: [Double], _ second: [Double], _ third: [Double],
        _ value: (Double, Double, Double) -> Double
    ) -> [Double] {
        precondition(
            first.count == second.count && first.count == third.count,
            "columns of different length")
        let (one, two, three) = (first.span, second.span, third.span)
        return [Double](capacity: one.count) { output in
            for bar in one.indices { output.append(finite(value(one[bar], two[bar], three[bar]))) }
        }
    }

    /// The value if it is finite, else NaN.
    @inline(__always)
    package static func finite(_ value: Double) -> Double {
        value.magnitude < .infinity ? value : .nan
    }

    /// The quotient, `neutral` for 0/0, and missing where it is not finite.
    @inline(__always)
    package static func quotient(
        _ dividend: Double, _ divisor: Double, neutral: Double
    ) -> Double {
        divisor == 0 && dividend == 0 ? neutral : finite(dividend / divisor)
    }

    /// The column with all values before a bar made missing.
    package static func blanked(_ column: [Double], before first: Int) -> [Double] {
        make(column.count, from: first) { column[$0] }
    }

    /// A column moved to later bars: `column[bar − count]`, missing before that.
    package static func shifted(_ column: [Double], by count: Int) -> [Double] {
        let count = min(count, column.count)
        return [Double](capacity: column.count) { output in
            output.append(repeating: .nan, count: count)
            for bar in 0..<(column.count - count) { output.append(column[bar]) }
        }
    }

    /// The change of each value since `count` bars before: x − x[count].
    package static func change(_ column: [Double], over count: Int) -> [Double] {
        make(column.count, from: count) { column[$0] - column[$0 - count] }
    }

    /// Whether a value is missing from that bar on.
    package static func hasMissing(_ column: [Double], from lead: Int) -> Bool {
        // Zero times a value is zero, unless it is missing; four sums at once, as each waits for
        // its last addition.
        let span = column.span
        var bar = min(lead, span.count)
        var (first, second) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
        while bar + 4 <= span.count {
            first += SIMD2(span[bar], span[bar + 1]) * 0
            second += SIMD2(span[bar + 2], span[bar + 3]) * 0
            bar += 4
        }
        while bar < span.count {
            first[0] += span[bar] * 0
            bar += 1
        }
        let sums = first + second
        return sums.sum().isNaN
    }
}
