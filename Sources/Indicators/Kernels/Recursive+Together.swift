extension Recursive {
    /// Several averages, in their order.
    ///
    /// Each waits for its own last value, and a processor lets four wait at once. O(count) each.
    static func together(_ averages: [Average]) -> [[Double]] {
        var results: [[Double]] = []
        results.reserveCapacity(averages.count)
        var place = 0
        while place + 4 <= averages.count {
            results += four(
                averages[place], averages[place + 1], averages[place + 2], averages[place + 3])
            place += 4
        }
        if averages.count - place >= 2 {
            let (first, second) = two(averages[place], averages[place + 1])
            results += [first, second]
            place += 2
        }
        for average in averages[place...] { results.append(alone(average)) }
        return results
    }

    /// Two averages.
    static func two(_ one: Average, _ other: Average) -> ([Double], [Double]) {
        guard let first = Lane(one), let second = Lane(other),
            one.column.count == other.column.count
        else { return (alone(one), alone(other)) }
        let count = one.column.count
        var (results, others) = (Column.missing(count), Column.missing(count))
        var result = results.mutableSpan
        var otherResult = others.mutableSpan
        let (values, otherValues) = (one.column.span, other.column.span)
        let start = max(first.bar, second.bar)
        var average = first.begin(values, before: start, &result)
        var otherAverage = second.begin(otherValues, before: start, &otherResult)
        for bar in (start + 1)..<max(count, start + 1) {
            average = average * first.rest + values[bar] * first.weight
            otherAverage = otherAverage * second.rest + otherValues[bar] * second.weight
            result[bar] = average
            otherResult[bar] = otherAverage
        }
        return (
            average.isFinite ? results : alone(one), otherAverage.isFinite ? others : alone(other)
        )
    }

    private static func four(
        _ one: Average, _ two: Average, _ three: Average, _ four: Average
    ) -> [[Double]] {
        let averages = [one, two, three, four]
        let lanes = averages.compactMap { Lane($0) }
        let count = one.column.count
        guard lanes.count == 4, averages.allSatisfy({ $0.column.count == count }) else {
            return averages.map(alone)
        }
        var (a, b) = (Column.missing(count), Column.missing(count))
        var (c, d) = (a, b)
        var aResult = a.mutableSpan
        var bResult = b.mutableSpan
        var cResult = c.mutableSpan
        var dResult = d.mutableSpan
        let (aValues, bValues) = (one.column.span, two.column.span)
        let (cValues, dValues) = (three.column.span, four.column.span)
        let start = lanes.reduce(0) { max($0, $1.bar) }
        let (aLane, bLane, cLane, dLane) = (lanes[0], lanes[1], lanes[2], lanes[3])
        var aLast = aLane.begin(aValues, before: start, &aResult)
        var bLast = bLane.begin(bValues, before: start, &bResult)
        var cLast = cLane.begin(cValues, before: start, &cResult)
        var dLast = dLane.begin(dValues, before: start, &dResult)
        for bar in (start + 1)..<max(count, start + 1) {
            aLast = aLast * aLane.rest + aValues[bar] * aLane.weight
            bLast = bLast * bLane.rest + bValues[bar] * bLane.weight
            cLast = cLast * cLane.rest + cValues[bar] * cLane.weight
            dLast = dLast * dLane.rest + dValues[bar] * dLane.weight
            aResult[bar] = aLast
            bResult[bar] = bLast
            cResult[bar] = cLast
            dResult[bar] = dLast
        }
        return [
            aLast.isFinite ? a : alone(one), bLast.isFinite ? b : alone(two),
            cLast.isFinite ? c : alone(three), dLast.isFinite ? d : alone(four),
        ]
    }

    private static func alone(_ average: Average) -> [Double] {
        Self.average(
            average.column, average.length, weight: average.weight, from: average.lead)
    }
}

/// An average that goes on beside others.
struct Lane {
    /// The bar of its first value.
    let bar: Int
    let mean: Double
    let weight: Double
    let rest: Double

    /// Nil where it has no value.
    init?(_ average: Recursive.Average) {
        let lead = min(average.lead, average.column.count)
        guard let seed = Seed(average.column, average.length, from: lead) else { return nil }
        bar = seed.bar
        mean = seed.mean
        weight = average.weight
        rest = 1 - weight
    }

    /// Goes up to a bar alone; the average there.
    func begin(
        _ values: Span<Double>, before start: Int, _ results: inout MutableSpan<Double>
    ) -> Double {
        var average = mean
        results[bar] = average
        for bar in (bar + 1)..<max(bar + 1, start + 1) {
            average = average * rest + values[bar] * weight
            results[bar] = average
        }
        return average
    }
}
