/// The probability that the set which is best on one half of the time is no better than the middle
/// on the other half.
///
/// Combinatorially symmetric cross-validation: D. Bailey, J. Borwein, M. López de Prado and Q. Zhu,
/// "The Probability of Backtest Overfitting", Journal of Computational Finance, 2017. The figure is
/// the Sharpe ratio a period, 0 for returns that do not vary. Every way to choose 8 of 16 blocks is
/// tried; the rank of the chosen set among N on the other 8, ties midway, over N + 1 is ω, and a
/// logit ln(ω / (1 − ω)) of at most 0 counts. Sets that tie for the best count in equal parts, so
/// that the order of sets does not matter; where all tie, nothing was chosen and nothing counts.
package struct Overfitting: Equatable, Sendable {
    /// The probability: from 0 to 1.
    package let probability: Double
    /// In how many of the 12,870 combinations there was something to choose.
    package let combinations: Int

    /// Tries all combinations: some 0.1 ms a set.
    ///
    /// Nil of fewer than two sets, of more than are kept, of fewer than 32 periods, and where no
    /// combination has anything to choose.
    package init?(_ blocks: ReturnBlocks) {
        guard blocks.isComplete else { return nil }
        var halves = HalfRatios(blocks)
        var (overfit, combinations) = (0.0, 0)
        for mask in HalfRatios.masks {
            halves.compute(mask)
            for share in [
                Self.shareOverfit(chosenBy: halves.inside, on: halves.outside),
                Self.shareOverfit(chosenBy: halves.outside, on: halves.inside),
            ] {
                guard let share else { continue }
                overfit += share
                combinations += 1
            }
        }
        guard combinations > 0 else { return nil }
        self.combinations = combinations
        probability = overfit / Double(combinations)
    }

    /// Of the sets that are best on one half, the share that is no better than the middle on the
    /// other; nil where all sets tie.
    private static func shareOverfit(chosenBy first: [Double], on second: [Double]) -> Double? {
        var (best, ties, place) = (-Double.infinity, 0, 0)
        for (index, ratio) in first.enumerated() {
            if ratio > best {
                (best, ties, place) = (ratio, 1, index)
            } else if ratio == best {
                ties += 1
            }
        }
        guard ties < first.count else { return nil }
        if ties == 1 { return isOverfit(second[place], among: second) ? 1 : 0 }
        let overfit = first.indices.count {
            first[$0] == best && isOverfit(second[$0], among: second)
        }
        return Double(overfit) / Double(ties)
    }

    /// Whether the rank of a ratio, ties midway, is at most (N + 1)/2, so that the logit is at most 0.
    private static func isOverfit(_ ratio: Double, among ratios: [Double]) -> Bool {
        var (less, equal) = (0, 0)
        for other in ratios {
            less += other < ratio ? 1 : 0
            equal += other == ratio ? 1 : 0
        }
        // The rank is less + (equal + 1)/2.
        return 2 * less + equal <= ratios.count
    }
}

/// What orders sets as their Sharpe ratios do, on eight blocks and on the other eight.
///
/// With the sum S and the sum of squares Q of n returns, the Sharpe ratio is S / √(n Q − S²), and
/// S |S| / (n Q − S²) has the same order without a root. Sums of blocks are added four by four, in
/// one order, so that equal sets have equal ratios to the bit.
private struct HalfRatios {
    /// The masks of eight blocks with the first one among them: one of each pair of halves.
    ///
    /// Those with the same lower byte follow each other.
    static let masks: [Int] = (0..<256).flatMap { low in
        (0..<256).map { $0 << 8 | low }
    }.filter { $0 & 1 == 1 && $0.nonzeroBitCount == ReturnBlocks.count / 2 }

    private(set) var inside: [Double]
    private(set) var outside: [Double]

    private let blocks: ReturnBlocks
    /// For the third and the fourth four blocks, and each of their 16 subsets, the sums of all sets.
    private let quarters: [[[ReturnSums]]]
    /// The sums of the subset of the first eight blocks, and of the others of these.
    private var lower: [ReturnSums] = []
    private var lowerOthers: [ReturnSums] = []
    private var low = -1

    init(_ blocks: ReturnBlocks) {
        self.blocks = blocks
        inside = [Double](repeating: 0, count: blocks.sets)
        outside = inside
        quarters = (2..<4).map { quarter in
            (0..<16).map { subset in Self.sums(blocks, quarter, subset) }
        }
    }

    /// Finds the ratios of a half and of the other.
    mutating func compute(_ mask: Int) {
        if mask & 255 != low {
            low = mask & 255
            lower = Self.lowerSums(blocks, low)
            lowerOthers = Self.lowerSums(blocks, 255 - low)
        }
        let high = mask >> 8
        Self.ratios(
            lower, quarters[0][high & 15], quarters[1][high >> 4], blocks.count(in: mask), &inside)
        let others = 255 - high
        Self.ratios(
            lowerOthers, quarters[0][others & 15], quarters[1][others >> 4],
            blocks.count(in: 65_535 - mask), &outside)
    }

    private static func lowerSums(_ blocks: ReturnBlocks, _ low: Int) -> [ReturnSums] {
        zip(sums(blocks, 0, low & 15), sums(blocks, 1, low >> 4)).map {
            ReturnSums(sum: $0.sum + $1.sum, squares: $0.squares + $1.squares)
        }
    }

    /// The sums of all sets over some of four blocks.
    private static func sums(
        _ blocks: ReturnBlocks, _ quarter: Int, _ subset: Int
    ) -> [ReturnSums] {
        (0..<blocks.sets).map { set in
            var total = ReturnSums()
            for block in 0..<4 where subset >> block & 1 == 1 {
                let part = blocks.sums[set * ReturnBlocks.count + 4 * quarter + block]
                total.sum += part.sum
                total.squares += part.squares
            }
            return total
        }
    }

    private static func ratios(
        _ first: [ReturnSums], _ second: [ReturnSums], _ third: [ReturnSums], _ count: Double,
        _ ratios: inout [Double]
    ) {
        for set in ratios.indices {
            let sum = first[set].sum + (second[set].sum + third[set].sum)
            let squares =
                count * (first[set].squares + (second[set].squares + third[set].squares))
            let spread = squares - sum * sum
            // Below that, the difference is rounding: the returns do not vary.
            let isVaried = spread > 1e-12 * squares
            ratios[set] = isVaried ? sum * sum.magnitude / spread : 0
        }
    }
}
