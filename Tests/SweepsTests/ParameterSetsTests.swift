import Backtesting
import TestSupport
import Testing

@testable import Sweeps

struct ParameterSetsTests {
    private func sets(
        _ grid: [String], of name: String = "bollinger_bands", random: Int? = nil,
        seed: UInt64? = nil, where conditions: [String] = [], fixed: [String: Double] = [:]
    ) throws -> ParameterSets {
        try ParameterSets(
            SetTerms(grid: grid, random: random, seed: seed, conditions: conditions),
            of: StrategyLibrary.builtIn.strategy(name), fixed: fixed)
    }

    private func details(_ body: () throws -> ParameterSets) -> [String] {
        do {
            _ = try body()
            return []
        } catch let problems as SetProblems {
            return problems.problems.map { "\($0.pointer) \($0.detail)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func valuesOfARangeAreThoseThatOneWouldWrite() throws {
        let sets = try sets(["devfactor=0.1..3:0.1"])
        #expect(sets.count == 30)
        #expect(sets.columns[0][16] == 1.7)
        #expect(sets.columns[0] == (1...30).compactMap { Double("\($0 / 10).\($0 % 10)") })
    }

    @Test func theLastInputOfTheStrategyChangesFastestHoweverTheyWereNamed() throws {
        let sets = try sets(["devfactor=1,2", "period=10..20:5"])
        #expect(sets.names == ["period", "devfactor"])
        #expect(sets.columns == [[10, 10, 15, 15, 20, 20], [1, 2, 1, 2, 1, 2]])
        #expect(sets.set(3) == [15, 2])
        #expect(
            sets.parameters(of: 3, fixed: ["position_size_pct": 50])
                == ["period": 15, "devfactor": 2, "position_size_pct": 50])
    }

    @Test func equalSetsAreTriedOnceAndCounted() throws {
        let sets = try sets(["period=10,20,10", "devfactor=2,2.0"])
        #expect(sets.count == 2)
        #expect(sets.repeated == 4)
    }

    @Test func aRangeWithoutAStepTakesTheStepOfTheInput() throws {
        #expect(try sets(["period=10..13"]).columns == [[10, 11, 12, 13]])
    }

    @Test func aConditionDropsSetsThatDoNotMeetIt() throws {
        let sets = try sets(
            ["fast_period=10,20,30", "slow_period=20,30"], of: "sma_cross",
            where: ["fast_period < slow_period", "slow_period - fast_period >= 10"])
        #expect(sets.columns == [[10, 10, 20], [20, 30, 30]])
        #expect(sets.dropped == 3)
    }

    @Test func aConditionOverAnythingButInputsIsRefusedWithItsPlace() {
        let told = details { try sets(["period=10,20"], where: ["period > 5", "close > period"]) }
        #expect(told.count == 1)
        #expect(told[0].hasPrefix("/where/1 1:"))
    }

    @Test func sameSeedDrawsTheSameDistinctSetsAndAnotherOneOthers() throws {
        let grid = ["period=5..200:1", "devfactor=0.5..4:0.1"]
        let first = try sets(grid, random: 50, seed: 7)
        #expect(first.count == 50)
        #expect(first.isRandom)
        #expect(try sets(grid, random: 50, seed: 7).columns == first.columns)
        #expect(try sets(grid, random: 50, seed: 8).columns != first.columns)
        #expect(Set((0..<50).map { first.set($0) }).count == 50)
        let rows = (0..<50).map { first.set($0) }
        #expect(rows == rows.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test func moreDrawnSetsThanThereAreAreAllOfThem() throws {
        #expect(try sets(["period=10..13"], random: 100).count == 4)
    }

    @Test func withoutAGridAllInputsWithARangeAreDrawn() throws {
        let sets = try sets([], random: 20)
        #expect(sets.names == ["period", "devfactor"])
    }

    @Test func setsThatAConditionDropsAreDrawnAgain() throws {
        let sets = try sets(
            ["fast_period=2..60", "slow_period=2..60"], of: "sma_cross", random: 100,
            where: ["fast_period < slow_period"])
        #expect(sets.count == 100)
        #expect((0..<100).allSatisfy { sets.set($0)[0] < sets.set($0)[1] })
    }

    @Test func whatCannotBeTriedIsToldWithItsPlace() {
        let told = details {
            try sets([
                "period=20..10", "nothing=1", "period=1.5", "devfactor", "devfactor=1..2:0",
                "devfactor=a,b",
            ])
        }
        #expect(told.count == 6)
        #expect(told[0].contains("which is empty"))
        #expect(told[1].contains("has no input 'nothing'; it has 'period'"))
        #expect(told[2].contains("whole number"))
        #expect(told[3].contains("is no NAME=a..b:step"))
        #expect(told[4].contains("above 0"))
        #expect(told[5].contains("\"a\", which is no number"))
    }

    @Test func anInputIsNotBothFixedAndVaried() {
        let told = details { try sets(["period=10,20"], fixed: ["period": 10]) }
        #expect(told.first?.hasPrefix("/grid/0 'period' has one value by the parameters") == true)
        #expect(
            details { try sets(["period=10", "period=20"]) }.first?.contains("named twice") == true)
    }

    @Test func whereNoSetIsLeftTheReasonIsTold() {
        let told = details {
            try sets(["period=10,20"], where: ["period > 100"])
        }
        #expect(told == ["/grid no set is left: 2 were dropped; no set meets the conditions"])
    }

    @Test func aProductThatIsTooLargeIsRefusedWithItsNumbers() {
        let told = details { try sets(["period=2..500", "devfactor=0.1..10:0.01"]) }
        #expect(told.first?.contains("at most 100000 are run") == true)
    }

    @Test func rangesOfManyDigitsAreRefusedAndNotComputed() {
        for text in [
            "period=-1e29..1e29:1e-9", "period=1..1e29", "period=0.000001..1e25:1e-30",
            "devfactor=1..2:1e-30", "devfactor=-1e29..1e29:1e29",
        ] {
            #expect(details { try sets([text]) }.count == 1, "\(text)")
        }
    }

    @Test func aGridOfOneAndOfManyInputsAreSets() throws {
        #expect(try sets(["period=20"]).columns == [[20]])
        let inputs = (1...32).map { "input n\($0) = \($0) from 1 to 100 step 1" }
        let text =
            (["strategy \"Many\" language 1"] + inputs + [
                "enter long when close > n1 + n32", "exit long when close < n2",
            ]).joined(separator: "\n")
        let strategy = try NamedStrategy("many", text: Array(text.utf8))
        let sets = try ParameterSets(
            SetTerms(grid: (1...32).map { "n\($0)=\($0),\($0 + 1)" }, random: 40),
            of: strategy, fixed: [:])
        #expect(sets.names.count == 32)
        #expect(sets.count == 40)
    }

    @Test func decimalsAreReadAsTyped() throws {
        #expect(DecimalNumber("1e-3")?.double == 0.001)
        #expect(DecimalNumber("-0.5")?.double == -0.5)
        #expect(DecimalNumber("-.5")?.double == -0.5)
        #expect(DecimalNumber("12")?.double == 12)
        #expect(DecimalNumber("1e3")?.double == 1_000)
        for text in ["", "-", ".", "1.2.3", "1e", "0x10", "nan", "1_0", "1e99", "+1"] {
            #expect(DecimalNumber(text) == nil, "\(text)")
        }
    }
}
