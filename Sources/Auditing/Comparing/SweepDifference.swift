/// What differs between the sets of two sweeps.
struct SweepDifference {
    /// A set whose figures or trials are not the same, or that only one of them has.
    struct SetOfParameters {
        let name: String
        let changes: [ScanDifference.Change]
    }

    /// The sets that differ, in the order of the first sweep, behind them those of the second alone.
    let sets: [SetOfParameters]
    /// How many sets have the same figures and the same trials.
    let equalSets: Int

    /// Compares two sweeps, set by set, whatever their places; nil where both are scans.
    init?(_ left: SweepSummary?, _ right: SweepSummary?) {
        if left == nil, right == nil { return nil }
        let (lefts, rights) = (left?.places ?? [:], right?.places ?? [:])
        let all =
            lefts.sorted { $0.value < $1.value }.map(\.key)
            + rights.filter { lefts[$0.key] == nil }.sorted { $0.value < $1.value }.map(\.key)
        sets = all.compactMap { parameters in
            let (first, second) = (lefts[parameters], rights[parameters])
            var changes = ScanDifference.changes(
                first.flatMap { left?.members(of: $0) } ?? [],
                second.flatMap { right?.members(of: $0) } ?? [])
            if changes.isEmpty, first == nil || second == nil {
                changes = [
                    ScanDifference.Change(
                        name: "set", left: first.map { "\($0)" }, right: second.map { "\($0)" })
                ]
            }
            guard !changes.isEmpty else { return nil }
            let name = (left ?? right)?.name(of: parameters) ?? ""
            return SetOfParameters(name: name, changes: changes)
        }
        equalSets = all.count - sets.count
    }
}
