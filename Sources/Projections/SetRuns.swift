/// Which sets of a sweep are done on a stock: runs of places, each once.
struct SetRuns: Sendable {
    /// The runs, ascending; no two of them touch.
    private(set) var runs: [Range<Int>] = []
    /// How many places they have.
    private(set) var count = 0
    /// Whether the stock's prices were told.
    var hasPrices = false

    /// Adds the places of `range`, in time by how many runs it touches.
    ///
    /// - Returns: those of them that are new, ascending.
    mutating func insert(_ range: Range<Int>) -> [Range<Int>] {
        guard !range.isEmpty else { return [] }
        let first = indexOfFirst(endingFrom: range.lowerBound)
        var (next, start, joined) = (first, range.lowerBound, range)
        var fresh: [Range<Int>] = []
        while next < runs.count, runs[next].lowerBound <= range.upperBound {
            let run = runs[next]
            if start < run.lowerBound { fresh.append(start..<run.lowerBound) }
            start = max(start, run.upperBound)
            joined =
                min(joined.lowerBound, run.lowerBound)..<max(joined.upperBound, run.upperBound)
            next += 1
        }
        if start < range.upperBound { fresh.append(start..<range.upperBound) }
        guard !fresh.isEmpty else { return [] }
        runs.replaceSubrange(first..<next, with: CollectionOfOne(joined))
        count += fresh.reduce(0) { $0 + $1.count }
        return fresh
    }

    /// The first run that ends at `place` or behind it.
    private func indexOfFirst(endingFrom place: Int) -> Int {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].upperBound < place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
