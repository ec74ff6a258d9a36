/// The sums of each set's returns in blocks of time, from which the probability of overfitting comes.
package struct ReturnBlocks: Sendable {
    /// How many blocks there are.
    package static let count = 16
    /// The fewest periods that are cut into blocks.
    package static let fewestPeriods = 32
    /// The most sets that are kept; beyond, nothing is.
    package static let mostSets = 65_536

    /// How many returns each set has.
    package let periods: Int
    /// Where each block begins, and the end of the last.
    private let bounds: [Int]
    /// Sixteen a set, one set after another.
    private(set) var sums: [ReturnSums] = []
    /// How many sets were added, kept or not.
    package private(set) var sets = 0

    /// Makes room for sets of so many returns each.
    ///
    /// Blocks are as equal as they can be: block k has the periods from ⌊k T/16⌋ on.
    package init(periods: Int) {
        self.periods = periods
        bounds = (0...Self.count).map { $0 * periods / Self.count }
    }

    /// Adds the returns of the next set, as many as there are periods.
    package mutating func add(_ returns: [Double]) {
        precondition(returns.count == periods, "a set has \(returns.count) of \(periods) returns")
        sets += 1
        guard sets <= Self.mostSets else {
            sums = []
            return
        }
        guard periods >= Self.fewestPeriods else { return }
        for block in 0..<Self.count {
            var sum = ReturnSums()
            for index in bounds[block]..<bounds[block + 1] { sum.add(returns[index]) }
            sums.append(sum)
        }
    }

    /// Whether there is enough to tell of.
    var isComplete: Bool {
        (2...Self.mostSets).contains(sets) && periods >= Self.fewestPeriods
    }

    /// How many returns there are in some blocks; a bit a block.
    func count(in mask: Int) -> Double {
        (0..<Self.count).reduce(0) {
            mask >> $1 & 1 == 1 ? $0 + Double(bounds[$1 + 1] - bounds[$1]) : $0
        }
    }
}
