import StrategyText

/// Where the rules of a plain plan are true, and where one of them can act.
///
/// Planes stand one behind the other in one list that serves set after set; so nothing is allocated
/// for a set.
struct SignalPlanes {
    private let wordCount: Int
    private var bits: [UInt64] = []
    /// The first candidate's plane behind the union of all, for no position and for each entry.
    private var starts: [Int] = []

    /// Planes of that many bars.
    init(count: Int) { wordCount = (count + 63) / 64 }

    /// Takes the columns of a set's rules.
    mutating func load(_ rules: PlainRules, _ columns: inout StockColumns) {
        // Taken out for the while, so that the loops hold them alone.
        var bits: [UInt64] = []
        swap(&bits, &self.bits)
        defer { swap(&bits, &self.bits) }
        bits.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        for candidates in rules.candidates {
            let union = bits.count
            starts.append(union)
            bits.append(contentsOf: repeatElement(0, count: wordCount))
            for candidate in candidates {
                let start = bits.count
                columns.withTrue(candidate.column) { bits += $0.words }
                var words = bits.mutableSpan
                for word in 0..<wordCount { words[union + word] |= words[start + word] }
            }
        }
    }

    /// The first bar from there on at which one can act on what the rule `entry` entered, or on
    /// nothing, and its place among those that can.
    func next(on entry: Int?, from bar: Int) -> (candidate: Int, bar: Int)? {
        let union = starts[entry.map { $0 + 1 } ?? 0]
        var place = bar >> 6
        guard place < wordCount else { return nil }
        let words = bits.span
        var word = words[union + place] & (.max << UInt64(truncatingIfNeeded: bar & 63))
        while word == 0 {
            place += 1
            guard place < wordCount else { return nil }
            word = words[union + place]
        }
        let bit = UInt64(truncatingIfNeeded: word.trailingZeroBitCount)
        var (candidate, plane) = (0, union + wordCount + place)
        while words[plane] &>> bit & 1 == 0 {
            candidate += 1
            plane += wordCount
        }
        return (candidate, place << 6 | Int(bit))
    }
}
