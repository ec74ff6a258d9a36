/// Averages whose every value comes from the one before.
///
/// A missing value is skipped: the average is missing on that bar and goes on from where it was.
/// Results begin with the `length`-th value from `lead` on.
package enum Recursive {
    /// An average of a column.
    struct Average {
        let column: [Double]
        let length: Int
        /// The weight of the newest value.
        let weight: Double
        /// Index from which on the column may have values.
        let lead: Int

        /// The weight of an exponential average: 2 / (length + 1).
        static func exponentialWeight(_ length: Int) -> Double { 2 / (1 + Double(length)) }

        /// The weight of Wilder's average: 1 / length.
        static func wilderWeight(_ length: Int) -> Double { 1 / Double(length) }

        /// An exponential average.
        static func exponential(_ column: [Double], _ length: Int, from lead: Int) -> Average {
            Average(
                column: column, length: length, weight: exponentialWeight(length), lead: lead)
        }

        /// Wilder's average.
        static func wilder(_ column: [Double], _ length: Int, from lead: Int) -> Average {
            Average(column: column, length: length, weight: wilderWeight(length), lead: lead)
        }
    }

    /// The exponential average: previous · (1 − weight) + value · weight, weight = 2 / (length + 1),
    /// from the mean of the first `length` values on.
    ///
    /// J. Murphy, "Technical Analysis of the Financial Markets", 1999, chapter 9; the seed is
    /// backtrader's. O(count).
    package static func exponential(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        average(column, length, weight: Average.exponentialWeight(length), from: lead)
    }

    /// Wilder's average: exponential with a weight of 1 / length.
    ///
    /// J. W. Wilder, "New Concepts in Technical Trading Systems", 1978. O(count).
    package static func wilder(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        average(column, length, weight: Average.wilderWeight(length), from: lead)
    }

    /// The exponential average with a weight of its own, from the mean of the first `length` values
    /// on.
    ///
    /// O(count).
    package static func average(
        _ column: [Double], _ length: Int, weight: Double, from lead: Int
    ) -> [Double] {
        let lead = min(lead, column.count)
        guard let seed = Seed(column, length, from: lead) else {
            return Column.missing(column.count)
        }
        let values = column.span
        let rest = 1 - weight
        var last = seed.mean
        let averages = [Double](capacity: values.count) { output in
            output.append(repeating: .nan, count: seed.bar)
            output.append(seed.mean)
            var average = seed.mean
            for bar in (seed.bar + 1)..<values.count {
                average = average * rest + values[bar] * weight
                output.append(average)
            }
            last = average
        }
        // What is missing, or overflows, stays to the end: not to ask for it on each bar is what
        // takes the time of the question out of the chain of averages.
        return last.isFinite ? averages : averageOfPresent(column, seed, weight)
    }

    /// The same, passing over what is missing.
    private static func averageOfPresent(
        _ column: [Double], _ seed: Seed, _ weight: Double
    ) -> [Double] {
        let values = column.span
        let rest = 1 - weight
        return [Double](capacity: values.count) { output in
            output.append(repeating: .nan, count: seed.bar)
            output.append(seed.mean)
            var average = seed.mean
            for bar in (seed.bar + 1)..<values.count {
                let next = average * rest + values[bar] * weight
                if !next.isNaN { average = next }
                output.append(Column.finite(next))
            }
        }
    }
}

/// The mean that a recursion begins with: of the first values that are there.
struct Seed {
    /// The bar of the last of them.
    let bar: Int
    /// Their exact sum, rounded, divided by their number.
    let mean: Double

    /// The first `length` values from `lead` on.
    ///
    /// Nil where there are fewer, or their sum is beyond the range of a Double. O(count).
    init?(_ column: [Double], _ length: Int, from lead: Int) {
        guard length <= column.count - lead else { return nil }
        // Most often the first values are all there, and of one size.
        var running = ExactRunningSum(capacity: length)
        if running.restart(with: column.span.extracting(lead..<(lead + length))) {
            bar = lead + length - 1
            mean = running.value / Double(length)
            return
        }
        var values: [Double] = []
        values.reserveCapacity(length)
        var bar = lead
        while bar < column.count {
            if !column[bar].isNaN { values.append(column[bar]) }
            if values.count == length { break }
            bar += 1
        }
        guard values.count == length else { return nil }
        let sum = Rolling.sum(values, length, from: 0)[length - 1]
        guard !sum.isNaN else { return nil }
        self.bar = bar
        mean = sum / Double(length)
    }
}
