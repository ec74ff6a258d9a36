import StrategyText

/// The rules of a strategy over one stock: where each of them is true, as far as that is known before
/// the run, and when one of them can act.
///
/// Bits stand in one list, plane behind plane: for each position the rules in their order; then where
/// one of them can act, while flat and on what each rule entered.
struct StockRules {
    private let prepared: PreparedPlan
    private let count: Int
    private let wordCount: Int
    private let ruleCount: Int
    private var bits: [UInt64] = []

    /// Takes the columns of the conditions.
    init(_ columns: inout StockColumns) {
        prepared = columns.prepared
        count = columns.count
        wordCount = (count + 63) / 64
        ruleCount = prepared.plan.rules.count
        bits.reserveCapacity(wordCount * (4 * ruleCount + 1))
        for conditions in prepared.conditions {
            for condition in conditions {
                if case .column(let node) = condition {
                    bits += columns.truth(node).isTrue.words
                } else {
                    bits.append(contentsOf: repeatElement(0, count: wordCount))
                }
            }
        }
        addUnion(on: nil, while: .flat)
        for (place, position) in prepared.entryPositions.enumerated() {
            addUnion(on: place, while: position ?? .long)
        }
    }

    private mutating func addUnion(on entry: Int?, while position: Position) {
        let start = bits.count
        bits.append(contentsOf: repeatElement(0, count: wordCount))
        for place in prepared.candidates(on: entry) {
            let plane = plane(prepared.candidates[place], position)
            for word in 0..<wordCount { bits[start + word] |= bits[plane + word] }
        }
    }

    private func plane(_ rule: Int, _ position: Position) -> Int {
        (position.rawValue * ruleCount + rule) * wordCount
    }

    /// The plane of what can act on a position that the rule `entry` entered, or on none.
    private func union(on entry: Int?) -> Int {
        (3 * ruleCount + (entry.map { $0 + 1 } ?? 0)) * wordCount
    }

    /// Whether a rule is computed bar by bar while the position is so.
    func isStepped(_ rule: Int, while position: Position) -> Bool {
        prepared.isStepped[position.rawValue][rule]
    }

    /// The first bar from there on at which one can act that is known before the run; the number of
    /// bars if there is none.
    func next(on entry: Int?, from bar: Int) -> Int {
        guard bar < count else { return count }
        let start = union(on: entry)
        var place = bar >> 6
        var word = bits[start + place] & (.max << UInt64(bar & 63))
        while word == 0 {
            place += 1
            guard place < wordCount else { return count }
            word = bits[start + place]
        }
        return place << 6 | word.trailingZeroBitCount
    }

    /// Whether a rule is true at a close that is known before the run.
    func isTrue(_ rule: Int, _ bar: Int, while position: Position) -> Bool {
        bits[plane(rule, position) + bar >> 6] >> UInt64(bar & 63) & 1 != 0
    }

    /// The first rule that is known before the run, is true at a close and can act on a position that
    /// the rule `entry` entered, or on none.
    func firstTrue(_ bar: Int, on entry: Int?, while position: Position) -> Int? {
        let (word, bit) = (bar >> 6, UInt64(bar & 63))
        guard bits[union(on: entry) + word] >> bit & 1 != 0 else { return nil }
        for place in prepared.candidates(on: entry) {
            let rule = prepared.candidates[place]
            if bits[plane(rule, position) + word] >> bit & 1 != 0 { return rule }
        }
        return nil
    }

    /// On how many of some bars a rule was true that is known before the run.
    func timesTrue(_ rule: Int, in bars: Range<Int>, while position: Position) -> Int {
        let bars = bars.clamped(to: 0..<count)
        guard !bars.isEmpty else { return 0 }
        let plane = plane(rule, position)
        let (first, last) = (plane + bars.lowerBound >> 6, plane + (bars.upperBound - 1) >> 6)
        let head: UInt64 = .max << UInt64(bars.lowerBound & 63)
        let tail: UInt64 = .max >> UInt64(63 - (bars.upperBound - 1) & 63)
        guard first < last else { return (bits[first] & head & tail).nonzeroBitCount }
        var times = (bits[first] & head).nonzeroBitCount + (bits[last] & tail).nonzeroBitCount
        for place in (first + 1)..<last { times += bits[place].nonzeroBitCount }
        return times
    }
}
