import StrategyText
import Testing

/// What may be chosen, and what becomes of it.
@Suite struct InputTests {
    private static let text = """
        about "Two means \\"cross\\" \\\\ // no comment."
        input fast = 50 from 5 to 200 step 5 "the fast one", slow = 200 from 50 to 400
        input k = -2.5, m = 3
        require fast < slow "the fast one is faster"
        enter long as up when sma(close, fast) crosses above sma(close, slow) + k * m
        exit up when sma(close, fast) crosses below sma(close, slow)
        """

    @Test func programTellsWhatTheTextSays() throws {
        let found = try program(Self.text)
        #expect(found.title == "T")
        #expect(found.about == "Two means \"cross\" \\ // no comment.")
        #expect(found.inputs.map(\.name) == ["fast", "slow", "k", "m", "position_size_pct"])
        #expect(found.inputs.map(\.initial) == [50, 200, -2.5, 3, 95])
        #expect(found.inputs.map(\.isWhole) == [true, true, false, true, false])
        #expect(found.inputs.map(\.bounds) == [5...200, 50...400, nil, 1...500, 1...100])
        #expect(found.inputs.map(\.step) == [5, nil, nil, nil, nil])
        #expect(found.inputs[0].sentence == "the fast one")
        #expect(found.tags == ["up"])
        #expect(found.requirements.map(\.condition) == ["fast < slow"])
        #expect(found.requirements.map(\.reason) == ["the fast one is faster"])
        #expect(found.rules.count == 2)
        #expect(found.plan.size == .positionSizePercent(95))
        #expect(found.text.hasPrefix("strategy \"T\""))
    }

    @Test func columnsTellTheirLines() throws {
        let found = try program(
            "b = bbands(close, 20, 2)\nc = close > b.lower\nstate s = 0 then s[1] + 1")
        #expect(found.columns.map(\.name) == ["b", "c", "s"])
        #expect(found.columns.map(\.lines) == [["lower", "middle", "upper"], [], []])
        #expect(found.columns.map(\.isTruth) == [false, true, false])
        #expect(found.columns.map(\.isState) == [false, false, true])
        #expect(found.columns.map(\.line) == [2, 3, 4])
        #expect(found.plan.columns.map(\.lines) == [["lower", "middle", "upper"], []])
    }

    @Test func chosenValuesChangeThePlan() throws {
        let found = try program(Self.text)
        #expect(found.plan.barsForAnEntry == 202)
        let plan = try found.bind(["slow": 100, "position_size_pct": 50])
        #expect(plan.barsForAnEntry == 102)
        #expect(plan.size == .positionSizePercent(50))
    }

    @Test(arguments: [
        (
            ["fast": 300.0],
            "3:7: input_value: 'fast' is 300 and must be a whole number from 5 to 200"
        ),
        (["fast": 7.5], "3:7: input_value: 'fast' is 7.5 and must be a whole number from 5 to 200"),
        (["k": Double.nan], "4:7: input_value: 'k' is nan and must be a number"),
        (["fsat": 7], "1:1: input_value: there is no input 'fsat'; did you mean 'fast'?"),
        (
            ["position_size_pct": 101],
            "1:1: input_value: 'position_size_pct' is 101.0 and must be a number from 1 to 100"
        ),
        (
            ["fast": 60, "slow": 60],
            "5:9: requirement: fast < slow is required: the fast one is faster; this is checked with fast = 60, slow = 60"
        ),
    ])
    func valueThatDoesNotFitIsToldOf(_ values: [String: Double], _ words: String) throws {
        let found = try program(Self.text)
        do throws(StrategyProblems) {
            _ = try found.bind(values)
            Issue.record("these values were bound")
        } catch {
            let told = error.problems.map {
                "\($0.line):\($0.column): \($0.code.rawValue): \($0.message)"
            }
            #expect(told == [words.replacing("101.0", with: "101")])
        }
    }

    @Test func lengthOutOfItsBoundsIsToldWithTheInputs() throws {
        let found = try program("input n = 5 from 0 to 9, m = 2\nx = sma(close, n * m)")
        do throws(StrategyProblems) {
            _ = try found.bind(["n": 0])
            Issue.record("this length was bound")
        } catch {
            #expect(
                error.problems.map(\.message) == [
                    "the length 'n' is 0 with n = 0, m = 2 and must be a whole number from 1 to 100,000"
                ])
        }
    }

    @Test func fileWithASizeHasNoInputForIt() throws {
        let found = try program(
            "input a = 4\nsize a%\nenter long when flat\nexit any when not flat")
        #expect(found.inputs.map(\.name) == ["a"])
        #expect(throws: StrategyProblems.self) { try found.bind(["position_size_pct": 5]) }
    }
}
