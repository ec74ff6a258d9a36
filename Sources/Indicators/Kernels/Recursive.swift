/// Averages whose every value comes from the one before.
///
/// A missing value is skipped: the average is missing on that bar and goes on from where it was.
/// Results begin with the `length`-th value from `lead` on.
package enum Recursive {
    /// The exponential average: previous · (1 − weight) + value · weight, weight = 2 / (length + 1),
    /// from the mean of the first `length` values on.
    ///
    /// J. Murphy, "Technical Analysis of the Financial Markets", 1999, chapter 9; the seed is
    /// backtrader's. O(count).
    package static func exponential(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        average(column, length, weight: 2 / (1 + Double(length)), from: lead)
    }

    /// Wilder's average: exponential with a weight of 1 / length.
    ///
    /// J. W. Wilder, "New Concepts in Technical Trading Systems", 1978. O(count).
    package static func wilder(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        average(column, length, weight: 1 / Double(length), from: lead)
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
        let isWhole = !Column.hasMissing(column, from: seed.bar)
        return [Double](capacity: values.count) { output in
            output.append(repeating: .nan, count: seed.bar)
            output.append(seed.mean)
            var average = seed.mean
            // Not to ask is what takes the time of the question out of the chain of averages.
            if isWhole {
                for bar in (seed.bar + 1)..<values.count {
                    average = average * rest + values[bar] * weight
                    output.append(Column.finite(average))
                }
            } else {
                for bar in (seed.bar + 1)..<values.count {
                    let next = average * rest + values[bar] * weight
                    if !next.isNaN { average = next }
                    output.append(Column.finite(next))
                }
            }
        }
    }

    /// The triple exponential average: 3·e − 3·e(e) + e(e(e)), e the exponential one.
    ///
    /// P. Mulloy, "Smoothing Data with Faster Moving Averages", 1994. Behind the seeds the three go on
    /// together: each waits for its own last value, and a processor lets the three wait at once.
    /// O(count).
    static func tripled(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        let once = exponential(column, length, from: lead)
        let first = lead + 3 * (length - 1)
        // Seeds as `exponential` makes them, from the part of the columns that they need.
        let head = Array(once.prefix(first + 1))
        let second = exponential(head, length, from: lead + length - 1)
        let third = exponential(second, length, from: lead + 2 * (length - 1))
        guard first < column.count, !Column.hasMissing(once, from: lead + length - 1),
            third[first].isFinite
        else { return tripledOneByOne(once, length, from: lead) }
        var (two, three) = (second[first], third[first])
        let weight = 2 / (1 + Double(length))
        let rest = 1 - weight
        let values = once.span
        let averages = [Double](capacity: column.count) { output in
            output.append(repeating: .nan, count: first)
            output.append(Column.finite(3 * values[first] - 3 * two + three))
            for bar in (first + 1)..<values.count {
                two = two * rest + values[bar] * weight
                three = three * rest + two * weight
                output.append(Column.finite(3 * values[bar] - 3 * two + three))
            }
        }
        // What has overflowed has to be passed over, as what is missing.
        return three.isFinite ? averages : tripledOneByOne(once, length, from: lead)
    }

    private static func tripledOneByOne(
        _ once: [Double], _ length: Int, from lead: Int
    ) -> [Double] {
        let twice = exponential(once, length, from: lead + length - 1)
        let thrice = exponential(twice, length, from: lead + 2 * (length - 1))
        return Column.combine(once, twice, thrice) { 3 * $0 - 3 * $1 + $2 }
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
