import StrategyText
import Testing

/// Values that each bar makes of the ones before.
@Suite struct StateTests {
    @Test func stateBeginsWithItsExpressionAndIsAColumnFromThere() throws {
        let plan = try program(
            """
            state s = 0 then s[1] + sma(close, 20)
            x = sma(s, 10)
            y = s[7]
            z = s[7] + close
            """
        ).plan
        #expect(plan.states.map(\.firstIndex) == [19])
        #expect(plan.states.map(\.isOfPosition) == [false])
        #expect(plan.columns.map { plan.nodes[$0.node].firstIndex } == [28, 19, 19])
    }

    @Test func pastOfAnotherStateDoesNotCountAndItsPresentDoes() throws {
        let plan = try program(
            """
            state a = 0 then sma(close, 20)
            state b = 0 then a[1] + 1
            state c = 0 then a + 1
            state d = 0 then sma(a[1], 5) + d[1]
            """
        ).plan
        #expect(plan.states.map(\.firstIndex) == [19, 0, 19, 23])
    }

    @Test func statesReadEachOthersPastWhateverTheOrder() throws {
        let plan = try program(
            """
            state a = 1 then b[2] + 1
            state b = true then not b[1]
            state c = 0 then if(d[1], a, c[1])
            state d = false then c[1] > 3
            enter long when c > 3
            exit long when d
            """.replacing("b[2] + 1", with: "if(b[2], a[1], 0)")
        ).plan
        #expect(plan.states.map(\.first) == [1, 1, 0, 0])
        #expect(plan.states.map(\.kind) == [.series, .truth, .series, .truth])
        #expect(plan.nodes.contains { $0.operation == .pastState(1, 2) && $0.kind == .truth })
    }

    @Test func dependenceOnThePositionGoesThroughStates() throws {
        let plan = try program(
            """
            state a = 0 then b[1] + sma(close, 7)
            state b = 0 then if(flat, 0, b[1] + 1)
            state c = 0 then c[1] + 1
            n = a + 1
            enter long when n > 3 and c > 1
            exit long when b > sma(close, 9)
            """
        ).plan
        #expect(plan.states.map(\.isOfPosition) == [true, true, false])
        #expect(plan.firstDecision == 8)
        #expect(plan.states.map(\.firstIndex) == [8, 8, 0])
        #expect(plan.nodes[plan.columns[0].node].isOfPosition)
    }

    @Test(arguments: [
        "state s = 0 then highest(s[1], 3)", "state s = 0 then if(s[1] crosses above 3, 1, 0)",
        "state s = 0 then s[1][2]", "state s = 0 then (s[1] + close)[1]",
        "state a = 0 then b[1]\nx = sma(a, 3)\nstate b = 0 then x + 1",
        "state a = 0 then c[1]\nstate b = 0 then sma(a, 3)\nstate c = 0 then b",
    ])
    func lookingBackAtAStateThatIsBeingMadeIsRefused(_ lines: String) {
        let found = problems(of: "strategy \"T\" language 1\n\(lines)\n")
        #expect(found.map(\.code) == [.stateGroup])
    }

    @Test(arguments: [
        "state a = 0 then a[1] + 1\nstate b = 0 then sma(a, 3) + b[1]",
        "state a = 0 then a[1] + 1\nx = a crosses above 3\nstate b = 0 then if(x[2], 1, b[1])",
        "state s = 0 then or_else(if(known(s[1]), abs(s[1]), 0), close) + s[3]",
        "state a = 0 then b[1]\nstate b = 0 then highest(close, 3)",
        "state a = 0 then sma(b[1], 3)\nstate b = 0 then b[1] + 1",
    ])
    func lookingBackAtACompleteStateIsAllowed(_ lines: String) {
        let found = problems(of: "strategy \"T\" language 1\n\(lines)\n")
        #expect(found.filter { $0.severity == .error } == [])
    }
}
