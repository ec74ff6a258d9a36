import Foundation
import Indicators
import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// Random strategies trade in the engine as in a second, slow writing of the language, to the bit.
///
/// A strategy is made as a tree; the engine gets its text, and `ReferenceRun` the tree. Columns,
/// trades, equities, uses of rules and rejected orders are equal. A failure prints the seed of the
/// strategy and its text.
// A hundred thousand strategies, each run twice, once slowly.
@Suite(.timeLimit(.minutes(5))) struct ReferenceTests {
    private static let parts = 10
    private static let bars = Task { try await ReferenceBars() }

    /// Strategies of each part: 100,000 in all when everything is tested.
    private static var count: Int {
        let isAll = ProcessInfo.processInfo.environment["TAPEDECK_TEST_ALL"] == "1"
        #if DEBUG
            return isAll ? 500 : 40
        #else
            return isAll ? 10_000 : 400
        #endif
    }

    @Test(arguments: 0..<parts)
    func randomStrategyTradesAsInTheSlowWriting(part: Int) async throws {
        try await Self.run(part)
    }

    /// On a thread of its own, beside the other parts.
    @concurrent private static func run(_ part: Int) async throws {
        let bars = try await Self.bars.value
        var (trades, refused, told) = (0, [StrategyProblem.Code: Int](), 0)
        for place in 0..<Self.count {
            let seed = UInt64(part * 1_000_000 + place)
            let program = RandomProgram.make(seed)
            let plan: StrategyPlan
            do throws(StrategyProblems) {
                plan = try StrategyProgram.check(program.text, functions: .language1)
                    .bind(program.inputs)
            } catch {
                refused[error.problems[0].code, default: 0] += 1
                let isExpected = [
                    StrategyProblem.Code.noValue, .position, .stateGroup, .type, .notKnown,
                ].contains(error.problems[0].code)
                if !isExpected, told < 3 {
                    told += 1
                    Issue.record("seed \(seed): \(error.problems[0])\n\(program.text)")
                }
                continue
            }
            let trial = try ReferenceTrial(seed, program, plan, bars)
            trades += trial.trades
            if let difference = trial.difference, told < 3 {
                told += 1
                Issue.record("seed \(seed): \(difference)\n\(program.text)")
            }
        }
        let most = Self.count / 12 + 5
        #expect(refused.values.reduce(0, +) <= most, "part \(part): refused \(refused)")
        #expect(trades > Self.count, "part \(part): \(trades) trades")
        if ProcessInfo.processInfo.environment["TAPEDECK_TEST_TOLD"] != nil {
            print("part", part, "strategies", Self.count, "trades", trades, "refused", refused)
        }
    }
}
