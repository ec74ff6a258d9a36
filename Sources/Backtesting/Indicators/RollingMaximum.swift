/// The largest of the last `period` values; first value with the `period`-th input.
///
/// Keeps the values that can still become the largest, in descending order: O(1) amortised,
/// whatever the period (D. Lemire, "Streaming Maximum-Minimum Filter", 2006).
struct RollingMaximum: Indicator {
    private struct Candidate {
        var index = 0
        var value = 0.0
    }

    /// A ring of candidates: the largest at `first`, the newest last.
    private var candidates: [Candidate]
    private var first = 0
    private var count = 0
    private var inputs = 0

    init(period: Int) {
        precondition(period > 0, "a window needs at least one value")
        candidates = Array(repeating: Candidate(), count: period)
    }

    mutating func next(_ value: Double) -> Double? {
        if count > 0, candidates[first].index + candidates.count == inputs {
            first = slot(1)
            count -= 1
        }
        while count > 0, candidates[slot(count - 1)].value <= value {
            count -= 1
        }
        candidates[slot(count)] = Candidate(index: inputs, value: value)
        count += 1
        inputs += 1
        return inputs < candidates.count ? nil : candidates[first].value
    }

    /// Where in the ring a candidate is, so many behind the first.
    private func slot(_ offset: Int) -> Int {
        let index = first + offset
        return index < candidates.count ? index : index - candidates.count
    }
}
