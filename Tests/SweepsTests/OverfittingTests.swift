import Sweeps
import Testing

@Suite struct OverfittingTests {
    /// The same in the plainest way: returns of half of the blocks put one after another, all
    /// combinations one after another, ranks by sorting.
    struct Plain {
        var probability = 0.0
        var combinations = 0

        init(_ sets: [[Double]]) {
            let periods = sets[0].count
            let blocks = (0..<16).map { $0 * periods / 16..<($0 + 1) * periods / 16 }
            func ratios(_ mask: Int) -> [Double] {
                sets.map { returns in
                    let half = (0..<16).filter { mask >> $0 & 1 == 1 }.flatMap {
                        returns[blocks[$0]]
                    }
                    let ratio = JudgementSupport.sharpe(half) ?? 0
                    // Equal in theory is equal here.
                    return (ratio * 1e9).rounded()
                }
            }
            var overfit = 0.0
            for mask in 0..<65_536 where mask.nonzeroBitCount == 8 {
                let inside = ratios(mask)
                let outside = ratios(65_535 - mask)
                let best = inside.max() ?? 0
                let chosen = sets.indices.filter { inside[$0] == best }
                guard chosen.count < sets.count else { continue }
                combinations += 1
                let sorted = outside.sorted()
                for set in chosen {
                    let below = sorted.prefix { $0 < outside[set] }.count
                    let upTo = sorted.prefix { $0 <= outside[set] }.count
                    let rank = Double(below + 1 + upTo) / 2
                    let omega = rank / Double(sets.count + 1)
                    if omega <= 0.5 { overfit += 1 / Double(chosen.count) }
                }
            }
            probability = overfit / Double(combinations)
        }
    }

    private func noise(_ sets: Int, _ periods: Int, seed: UInt64) -> [[Double]] {
        var random = SplitMix64(seed: seed)
        return (0..<sets).map { _ in
            JudgementSupport.normals(periods, &random).map { $0 * 0.01 }
        }
    }

    @Test(
        arguments: [(2, 32, 1), (3, 33, 2), (5, 47, 3), (4, 40, 4)] as [(Int, Int, UInt64)])
    func noiseIsAsInThePlainestWay(sets: Int, periods: Int, seed: UInt64) throws {
        let returns = noise(sets, periods, seed: seed)
        let found = try #require(Overfitting(JudgementSupport.blocks(returns)))
        let plain = Plain(returns)
        #expect(found.combinations == plain.combinations, "seed \(seed)")
        #expect(found.combinations == 12_870)
        #expect((found.probability - plain.probability).magnitude < 1e-12, "seed \(seed)")
    }

    @Test func tiesAreAsInThePlainestWay() throws {
        let seed: UInt64 = 5
        var returns = noise(2, 36, seed: seed)
        returns += [returns[0], [Double](repeating: 0, count: 36), returns[0]]
        returns.append([Double](repeating: 0, count: 36))
        let found = try #require(Overfitting(JudgementSupport.blocks(returns)))
        let plain = Plain(returns)
        #expect(found.combinations == plain.combinations, "seed \(seed)")
        #expect((found.probability - plain.probability).magnitude < 1e-12, "seed \(seed)")
    }

    @Test func orderOfSetsDoesNotMatter() throws {
        let seed: UInt64 = 6
        var returns = noise(12, 64, seed: seed)
        returns += [returns[3], returns[3], [Double](repeating: 0, count: 64)]
        let first = try #require(Overfitting(JudgementSupport.blocks(returns)))
        var random = SplitMix64(seed: seed)
        returns.shuffle(using: &random)
        let second = try #require(Overfitting(JudgementSupport.blocks(returns)))
        #expect(first.combinations == second.combinations)
        #expect((first.probability - second.probability).magnitude < 1e-12, "seed \(seed)")
    }

    @Test func aSetThatIsAlwaysBestIsNotOverfit() throws {
        var returns = noise(6, 64, seed: 7)
        returns[2] = returns[2].map { 0.05 + $0 / 10 }
        #expect(try #require(Overfitting(JudgementSupport.blocks(returns))).probability == 0)
    }

    @Test func aSetThatIsBestInOneStretchOnlyIsOverfit() throws {
        // Each set wins in two blocks of its own, and loses elsewhere.
        let returns = (0..<8).map { set in
            (0..<64).map { period in
                (period / 4 / 2 == set ? 0.05 : -0.01) + (period % 2 == 0 ? 0.002 : -0.002)
            }
        }
        #expect(try #require(Overfitting(JudgementSupport.blocks(returns))).probability > 0.5)
    }

    @Test func withoutAChoiceThereIsNone() {
        let returns = noise(1, 64, seed: 8)
        #expect(Overfitting(JudgementSupport.blocks(returns)) == nil)
        #expect(Overfitting(JudgementSupport.blocks(returns + returns + returns)) == nil)
        #expect(Overfitting(JudgementSupport.blocks(noise(3, 31, seed: 9))) == nil)
        let constant = [Double](repeating: 0.001, count: 64)
        #expect(Overfitting(JudgementSupport.blocks([constant, constant.map { $0 * 2 }])) == nil)
        #expect(Overfitting(ReturnBlocks(periods: 100)) == nil)
    }

    @Test func moreSetsThanAreKeptHaveNone() {
        var blocks = ReturnBlocks(periods: 32)
        let returns = [Double](repeating: 0, count: 32)
        for _ in 0...ReturnBlocks.mostSets { blocks.add(returns) }
        #expect(blocks.sets == ReturnBlocks.mostSets + 1)
        #expect(Overfitting(blocks) == nil)
    }
}
