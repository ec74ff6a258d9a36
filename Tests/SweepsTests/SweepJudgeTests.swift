import ScanEvents
import Sweeps
import Testing

@Suite struct SweepJudgeTests {
    private func judge(
        _ sets: [[Double]], _ objectives: [Double?], objective: SweepObjective = .sharpe,
        places: SetPlaces? = nil, isRandom: Bool = false, benchmarkSharpe: Double? = nil
    ) throws -> SweepJudgement {
        var judge = SweepJudge(
            objective: objective, days: JudgementSupport.days(sets[0].count), periodsPerYear: 252,
            start: 1000, walkForward: nil, sets: places ?? JudgementSupport.line(sets.count),
            isRandom: isRandom)
        for returns in sets { judge.add(JudgementSupport.curve(returns)) }
        return try #require(
            judge.judge(objectives: objectives, benchmarkSharpe: benchmarkSharpe))
    }

    private func noise(
        _ sets: Int, _ periods: Int, seed: UInt64, mean: Double = 0, common: Double = 0
    ) -> [[Double]] {
        var random = SplitMix64(seed: seed)
        let shared = JudgementSupport.normals(periods, &random)
        return (0..<sets).map { _ in
            zip(JudgementSupport.normals(periods, &random), shared).map {
                mean + 0.01 * ((1 - common).squareRoot() * $0 + common.squareRoot() * $1)
            }
        }
    }

    @Test func figuresAreAsInThePlainestWay() throws {
        let seed: UInt64 = 21
        let sets = noise(7, 300, seed: seed, common: 0.5)
        let ratios = sets.compactMap { JudgementSupport.sharpe($0, perYear: 1) }
        let found = try judge(sets, sets.map { JudgementSupport.sharpe($0) })
        let best = try #require(found.best)
        #expect(ratios[best] == ratios.max(), "seed \(seed)")
        #expect((try #require(found.periodSharpe) - ratios[best]).magnitude < 1e-10)
        let mean = ratios.reduce(0, +) / 7
        let variance = ratios.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 6
        #expect((try #require(found.variance) / variance - 1).magnitude < 1e-9)
        func standardised(_ returns: [Double]) -> [Double] {
            let mean = returns.reduce(0, +) / 300
            let deviation =
                (returns.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 300).squareRoot()
            return returns.map { ($0 - mean) / deviation }
        }
        let scores = sets.map(standardised)
        var (sum, pairs) = (0.0, 0.0)
        for left in 0..<7 {
            for right in 0..<left {
                sum += zip(scores[left], scores[right]).map { $0 * $1 }.reduce(0, +) / 300
                pairs += 1
            }
        }
        let correlation = try #require(found.correlation)
        #expect((correlation - sum / pairs).magnitude < 1e-9, "seed \(seed)")
        #expect((0.4...0.6).contains(correlation))
        #expect(found.effectiveTrials == correlation + (1 - correlation) * 7)
        let skewness = scores[best].map { $0 * $0 * $0 }.reduce(0, +) / 300
        let kurtosis = scores[best].map { $0 * $0 * $0 * $0 }.reduce(0, +) / 300
        #expect((try #require(found.skewness) - skewness).magnitude < 1e-8)
        #expect((try #require(found.kurtosis) - kurtosis).magnitude < 1e-8)
        let plain = DeflatedSharpe(
            best: ratios[best], periods: 300, skewness: skewness, kurtosis: kurtosis,
            variance: variance, trials: found.effectiveTrials)
        let deflated = try #require(found.deflatedEffective)
        #expect((deflated.probability - (try #require(plain)).probability).magnitude < 1e-8)
        #expect(try #require(found.deflated).probability <= deflated.probability)
    }

    @Test func theBestIsTheFirstOfEqualsAndTheLeastDrawdown() throws {
        let sets = noise(4, 64, seed: 22)
        #expect(try judge(sets, [1, 3, 3, nil]).best == 1)
        let deepest = try judge(sets, [nil, 3, 2, 2], objective: .maxDrawdown)
        #expect(deepest.best == 2)
        #expect(deepest.bestFigure == 2)
        let none = try judge(sets, [nil, nil, nil, nil])
        #expect(none.best == nil)
        #expect(none.verdict == .none)
        #expect(none.sentences.count == 1)
    }

    @Test func neighboursAreAveraged() throws {
        let sets = noise(4, 64, seed: 23)
        let found = try judge(sets, [1, 2, 6, nil])
        #expect(found.neighbours == [2, 3.5, 2, 6])
        #expect(found.neighbourCounts == [1, 2, 1, 1])
        #expect(found.bestNeighbours == 2)
        let random = try judge(sets, [1, 2, 6, nil], isRandom: true)
        #expect(random.neighbourCounts == [2, 2, 2, 3])
        #expect(random.bestNeighbours == 1.5)
    }

    @Test func curvesThatDoNotVaryAreNothingToJudge() throws {
        let flat = [Double](repeating: 0, count: 64)
        let found = try judge([flat, flat], [0, 0], objective: .returnPct)
        #expect(found.best == 0)
        #expect(found.verdict == .none)
        #expect(found.trials == 0)
        #expect(found.overfitting == nil)
        let steady = [Double](repeating: 0.001, count: 64)
        #expect(try judge([steady, steady], [1, 1]).verdict == .none)
        #expect(try judge([steady, flat], [1, 1]).deflated == nil)
    }

    @Test func setsThatNeverTradeAreNoTrials() throws {
        let flat = [Double](repeating: 0, count: 256)
        let sets = noise(3, 256, seed: 24)
        let alone = try judge(sets, [1, 2, 3])
        let beside = try judge(sets + [flat, flat], [1, 2, 3, nil, nil])
        #expect(beside.trials == 3)
        #expect(beside.sets == 5)
        #expect(beside.deflatedEffective == alone.deflatedEffective)
    }

    @Test func fewPeriodsAreNotJudged() throws {
        let found = try judge(noise(3, 31, seed: 25, mean: 0.01), [1, 2, 3])
        #expect(found.verdict == .none)
        #expect(found.sentences.count == 2)
        #expect(try judge([[]], [nil]).verdict == .none)
    }

    @Test func aSingleSetIsJudgedWithoutOthers() throws {
        let found = try judge(noise(1, 1000, seed: 26, mean: 0.002), [1])
        #expect(found.verdict == .edge, "\(found.sentences)")
        #expect(found.overfitting == nil)
        #expect(found.effectiveTrials == 1)
        #expect(found.deflated?.threshold == 0)
        #expect(found.sentences[0].hasPrefix("The only set: Sharpe "))
    }

    @Test func aPlateauWithSkillIsAnEdgeAndNotBesideABetterBenchmark() throws {
        var sets = noise(40, 1258, seed: 27, common: 0.95)
        for set in sets.indices {
            let skill = 0.003 - 0.0001 * Double(abs(set - 20))
            sets[set] = sets[set].map { $0 + skill }
        }
        let objectives = sets.map { JudgementSupport.sharpe($0) }
        let found = try judge(sets, objectives, benchmarkSharpe: 0.5)
        #expect(found.verdict == .edge, "\(found.sentences)")
        let held = try judge(sets, objectives, benchmarkSharpe: 9)
        #expect(held.verdict == .doubtful)
        #expect(held.sentences.last?.contains("holding does as well") == true)
    }

    @Test func setsThatAreAllAlikeAndGoodAreNoLuckButNoChoice() throws {
        let sets = noise(40, 1258, seed: 27, mean: 0.002, common: 0.95)
        let found = try judge(sets, sets.map { JudgementSupport.sharpe($0) })
        #expect(try #require(found.overfitting).probability > 0.4)
        #expect(found.verdict == .doubtful, "\(found.sentences)")
        #expect(found.sentences.last?.contains("on other days") == true)
    }

    @Test func aPeakOnACliffIsTold() throws {
        var sets = noise(9, 1258, seed: 28)
        sets[4] = sets[4].map { $0 + 0.003 }
        let found = try judge(sets, sets.map { JudgementSupport.sharpe($0) })
        #expect(found.best == 4)
        #expect(found.verdict == .doubtful, "\(found.sentences)")
        #expect(found.sentences.contains { $0.hasSuffix("a peak on a cliff.") })
    }

    @Test func whatIsLostIsNotLostAgain() throws {
        var judge = SweepJudge(
            objective: .returnPct, days: JudgementSupport.days(64), periodsPerYear: 252,
            start: 1000, walkForward: nil, sets: JudgementSupport.line(2), isRandom: false)
        let before = (0..<30).map { 1000 + Double($0 % 3) }
        judge.add(before + (0..<34).map { -50 - Double($0) })
        judge.add(before + [Double](repeating: 0, count: 34))
        let found = try #require(judge.judge(objectives: [-105, -100]))
        #expect(found.best == 1)
        #expect(found.verdict == .luck)
        #expect(try #require(found.sharpeRatio) < 0)
    }

    @Test func orderOfSetsDoesNotMatter() throws {
        let seed: UInt64 = 29
        let sets = noise(12, 128, seed: seed, common: 0.3)
        let places = SetPlaces((0..<12).map { [Double($0 / 4), Double($0 % 4)] })
        let objectives = sets.map { JudgementSupport.sharpe($0) }
        let first = try judge(sets, objectives, places: places)
        let second = try judge(
            sets.reversed(), objectives.reversed(),
            places: SetPlaces((0..<12).reversed().map { [Double($0 / 4), Double($0 % 4)] }))
        #expect(first.best.map { 11 - $0 } == second.best, "seed \(seed)")
        #expect(first.overfitting == second.overfitting, "seed \(seed)")
        let around = try #require(first.bestNeighbours) - (try #require(second.bestNeighbours))
        #expect(around.magnitude < 1e-12)
        #expect(first.verdict == second.verdict)
        let apart =
            try #require(first.deflated).probability - (try #require(second.deflated)).probability
        #expect(apart.magnitude < 1e-9)
    }
}
