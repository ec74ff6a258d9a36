import Foundation
import MarketData
import ScanEvents
import Sweeps
import Testing

/// Matrices of sets that are all luck, and one among them that is not.
@Suite struct NoiseTests {
    private static let periods = 1258
    private static let sets = 500

    /// How many matrices: in a debug build a few, as each takes seconds.
    private static var matrices: Int {
        #if DEBUG
            ProcessInfo.processInfo.environment["TAPEDECK_TEST_ALL"] == "1" ? 24 : 2
        #else
            24
        #endif
    }

    private func judgement(seed: UInt64, edge: Double?) throws -> SweepJudgement {
        var random = SplitMix64(seed: seed)
        var judge = SweepJudge(
            objective: .sharpe, days: JudgementSupport.days(Self.periods), periodsPerYear: 252,
            start: 1000, walkForward: nil, sets: JudgementSupport.line(Self.sets), isRandom: false)
        var objectives: [Double?] = []
        for set in 0..<Self.sets {
            var returns = JudgementSupport.normals(Self.periods, &random).map { $0 * 0.01 }
            if let edge, set == 123 {
                returns = returns.map { $0 + edge * 0.01 / 252.squareRoot() }
            }
            objectives.append(JudgementSupport.sharpe(returns))
            judge.add(JudgementSupport.curve(returns))
        }
        return try #require(judge.judge(objectives: objectives))
    }

    @Test func theBestOfNoiseIsLuck() throws {
        var sum = 0.0
        for seed in 1...UInt64(Self.matrices) {
            let found = try judgement(seed: seed, edge: nil)
            let overfitting = try #require(found.overfitting).probability
            #expect((0.2...0.8).contains(overfitting), "seed \(seed)")
            #expect(found.verdict == .luck, "seed \(seed): \(found.sentences)")
            #expect(found.effectiveTrials > 450, "seed \(seed)")
            sum += overfitting
        }
        let mean = sum / Double(Self.matrices)
        print("seeds 1...\(Self.matrices): mean probability of overfitting \(mean)")
        if Self.matrices == 24 { #expect((0.45...0.6).contains(mean), "\(mean)") }
    }

    @Test func aPlantedEdgeIsNoLuck() throws {
        let seed: UInt64 = 101
        let found = try judgement(seed: seed, edge: 3.5)
        #expect(found.best == 123, "seed \(seed)")
        #expect(found.verdict != .luck, "seed \(seed): \(found.sentences)")
        #expect(try #require(found.overfitting).probability < 0.2, "seed \(seed)")
        #expect(try #require(found.deflatedEffective).probability > 0.95, "seed \(seed)")
    }
}
