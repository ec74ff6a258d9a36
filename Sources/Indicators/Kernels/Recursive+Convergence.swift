extension Recursive {
    /// The difference of two exponential averages, its own average as a signal, and what is between.
    ///
    /// The two averages begin with their own first values; what comes out begins with the signal. The three recursions go on together. O(count).
    static func convergence(
        _ column: [Double], _ fast: Int, _ slow: Int, signal: Int, from lead: Int
    ) -> [[Double]] {
        let count = column.count
        let first = lead + max(fast, slow) + signal - 2
        guard first < count else { return Array(repeating: Column.missing(count), count: 3) }
        // Up to the first signal one by one.
        let head = Array(column[...first])
        let begin = two(
            .exponential(head, fast, from: lead), .exponential(head, slow, from: lead))
        let differences = Column.combine(begin.0, begin.1) { $0 - $1 }
        let signals = exponential(differences, signal, from: lead + max(fast, slow) - 1)
        guard signals[first].isFinite else {
            return convergenceOneByOne(column, fast, slow, signal: signal, from: lead)
        }
        let (fastLane, slowLane) = (
            Average.exponentialWeight(fast), Average.exponentialWeight(slow)
        )
        let signalWeight = Average.exponentialWeight(signal)
        let (fastRest, slowRest, signalRest) = (1 - fastLane, 1 - slowLane, 1 - signalWeight)
        var (one, other, average) = (begin.0[first], begin.1[first], signals[first])
        var (lines, signalLine) = (Column.missing(count), Column.missing(count))
        var histogram = lines
        var line = lines.mutableSpan
        var signalled = signalLine.mutableSpan
        var bars = histogram.mutableSpan
        let values = column.span
        var difference = differences[first]
        (line[first], signalled[first]) = (difference, average)
        bars[first] = Column.finite(difference - average)
        for bar in (first + 1)..<count {
            one = one * fastRest + values[bar] * fastLane
            other = other * slowRest + values[bar] * slowLane
            difference = one - other
            average = average * signalRest + difference * signalWeight
            line[bar] = difference
            signalled[bar] = average
            bars[bar] = Column.finite(difference - average)
        }
        // What is missing, or has overflowed, is passed over.
        return average.isFinite
            ? [lines, signalLine, histogram]
            : convergenceOneByOne(column, fast, slow, signal: signal, from: lead)
    }

    private static func convergenceOneByOne(
        _ column: [Double], _ fast: Int, _ slow: Int, signal: Int, from lead: Int
    ) -> [[Double]] {
        let difference = Column.combine(
            exponential(column, fast, from: lead), exponential(column, slow, from: lead)
        ) { $0 - $1 }
        return signalled(difference, signal, from: lead + max(fast, slow) - 1)
    }

    /// A line, its exponential average, and what is between both; all begin with the average.
    static func signalled(
        _ line: [Double], _ length: Int, from lead: Int
    ) -> [[Double]] {
        let signal = exponential(line, length, from: lead)
        let histogram = Column.combine(line, signal) { $0 - $1 }
        return Column.together([line, signal, histogram], from: lead + length - 1)
    }
}
