extension Recursive {
    /// The triple exponential average: 3·e − 3·e(e) + e(e(e)), e the exponential one.
    ///
    /// P. Mulloy, "Smoothing Data with Faster Moving Averages", 1994. Behind the seeds the three go on
    /// together: each waits for its own last value, and a processor lets the three wait at once.
    /// O(count).
    static func tripled(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        let first = lead + 3 * (length - 1)
        guard first < column.count else { return Column.missing(column.count) }
        // Seeds as `exponential` makes them, from the part of the column that they need.
        let head = Array(column[...first])
        let once = exponential(head, length, from: lead)
        let twice = exponential(once, length, from: lead + length - 1)
        let thrice = exponential(twice, length, from: lead + 2 * (length - 1))
        guard thrice[first].isFinite else { return tripledOneByOne(column, length, from: lead) }
        let weight = Average.exponentialWeight(length)
        let rest = 1 - weight
        let values = column.span
        var last = thrice[first]
        let averages = [Double](capacity: column.count) { output in
            var (one, two, three) = (once[first], twice[first], thrice[first])
            output.append(repeating: .nan, count: first)
            output.append(Column.finite(3 * one - 3 * two + three))
            for bar in (first + 1)..<values.count {
                one = one * rest + values[bar] * weight
                two = two * rest + one * weight
                three = three * rest + two * weight
                output.append(Column.finite(3 * one - 3 * two + three))
            }
            last = three
        }
        // What is missing, or has overflowed, is passed over.
        return last.isFinite ? averages : tripledOneByOne(column, length, from: lead)
    }

    private static func tripledOneByOne(
        _ column: [Double], _ length: Int, from lead: Int
    ) -> [Double] {
        let once = exponential(column, length, from: lead)
        let twice = exponential(once, length, from: lead + length - 1)
        let thrice = exponential(twice, length, from: lead + 2 * (length - 1))
        return Column.combine(once, twice, thrice) { 3 * $0 - 3 * $1 + $2 }
    }
}
