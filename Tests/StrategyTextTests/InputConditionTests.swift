import Indicators
import Testing

@testable import StrategyText

struct InputConditionTests {
    private let inputs: [StrategyInput]

    init() throws {
        inputs = try StrategyProgram.check(
            """
            strategy "Two" language 1
            input fast = 10 from 2 to 500
            input slow = 30 from 2 to 500
            input factor = 1.5 from 0.5 to 3.0 step 0.1
            enter long when close > fast + slow + factor
            """, functions: FunctionCatalogue([])
        ).inputs
    }

    private func holds(_ text: String, _ values: [String: Double]) throws -> Bool {
        try InputCondition(text, inputs: inputs).holds(values)
    }

    private func mistakes(_ text: String) -> [StrategyProblem] {
        do throws(StrategyProblems) {
            _ = try InputCondition(text, inputs: inputs)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func itIsTrueOfThoseValuesThatMeetIt() throws {
        #expect(try holds("fast < slow", ["fast": 10, "slow": 20]))
        #expect(try !holds("fast < slow", ["fast": 20, "slow": 20]))
        #expect(
            try holds(
                "fast * 2 <= slow and not factor > 2.5",
                ["fast": 10, "slow": 20, "factor": 2.5]))
        #expect(try holds("slow / fast >= 2 or factor == 1", ["fast": 9, "slow": 10, "factor": 1]))
    }

    @Test func whatIsMadeOfPricesIsRefusedWithItsPlace() throws {
        let problem = try #require(mistakes("fast < close").first)
        #expect(problem.line == 1)
        #expect(problem.column <= 8)
        #expect(problem.message.contains("inputs and numbers only"))
    }

    @Test func mistakesHaveTheirPlacesInTheCondition() throws {
        let problem = try #require(mistakes("fast < slwo").first)
        #expect((problem.line, problem.column) == (1, 8))
        #expect(!mistakes("").isEmpty)
        #expect(!mistakes("fast").isEmpty)
        #expect(!mistakes("fast < slow\nenter short when true").isEmpty)
    }
}
