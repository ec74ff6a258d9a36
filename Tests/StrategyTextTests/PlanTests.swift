import Indicators
import StrategyText
import Testing

/// What becomes of expressions.
@Suite struct PlanTests {
    private func plan(_ lines: String) throws -> StrategyPlan { try program(lines).plan }

    private func node(_ name: String, _ plan: StrategyPlan) throws -> PlanNode {
        let column = try #require(plan.columns.first { $0.name == name })
        return plan.nodes[column.node]
    }

    @Test(arguments: [
        ("close", 0, 0), ("sma(close, 20)", 19, 19), ("close[3]", 3, 0),
        ("sma(close, 20)[5]", 24, 19), ("sma(close[5], 20)", 24, 19),
        ("sma(sma(close, 10), 20)", 28, 28), ("close crosses above sma(close, 20)", 20, 19),
        ("atr(14) > atr(14)[1]", 15, 14), ("tema(close, 20)", 57, 57), ("hlc3", 0, 0),
        ("known(sma(close, 20))", 0, 0), ("or_else(sma(close, 20), close[2])", 2, 0),
        ("if(close > open, sma(close, 5), sma(close, 9))", 8, 8),
        ("close > open and sma(close, 9) > 3", 8, 8), ("bbands(close, 20, 2).upper", 19, 19),
        ("macd(close, 12, 26, 9).hist", 33, 33), ("bars_since(close > close[1])", 1, 0),
        ("-highest(high, 10)[1] + 5", 10, 9), ("benchmark.close[2]", 2, 0),
        ("max(sma(close, 3), sma(close, 7), open)", 6, 6), ("5", 0, 0), ("close[0]", 0, 0),
        ("ichimoku(9, 26, 52).span_a", 76, 76), ("true or sma(close, 9) > 1", 0, 0),
        ("obv() - obv()[1]", 1, 0), ("count(rising(close, 3), 5)", 7, 7),
    ])
    func columnBeginsWhereItsTextSays(_ text: String, _ first: Int, _ complete: Int) throws {
        let found = try node("x", try plan("x = \(text)"))
        #expect(found.firstIndex == first)
        #expect(found.firstComplete == complete)
    }

    @Test func equalSubexpressionsAreOneNode() throws {
        let found = try plan(
            """
            n = 20
            a = sma(close, n) + 1
            b = sma(close, 4 * 5) + 1
            c = open < close
            d = close > open
            """)
        #expect(found.columns.map(\.name) == ["n", "a", "b", "c", "d"])
        #expect(found.columns[1].node == found.columns[2].node)
        #expect(found.columns[3].node == found.columns[4].node)
        #expect(found.nodes.count == 7)
    }

    @Test(arguments: [
        ("1 + 2 * 3", 7), ("-(2 - 5) / 2", 1.5), ("abs(-3)", 3), ("sqrt(9)", 3),
        ("floor(-1.5)", -2), ("round(2.5)", 3), ("round(-2.5)", -3), ("sign(-7)", -1),
        ("mod(-7, 3)", 2), ("mod(7, -3)", -2), ("min(4, 2, 3)", 2), ("max(4, 2, 9, 3)", 9),
        ("pow(3, 2)", 9), ("if(1 < 2 and not false, 5, 1 / 0)", 5), ("or_else(1 / 0, 4)", 4),
        ("if(known(1 / 0), 1, 2)", 2), (".5 + 1e1", 10.5), ("sin(0) + cos(0)", 1),
        ("if(true or 1 / 0 > 1, 1, 2)", 1), ("2 - -3", 5), ("if(1 != 1, 1, 0)", 0),
    ])
    func numbersAreFolded(_ text: String, _ value: Double) throws {
        #expect(try node("x", try plan("x = \(text)")).operation == .number(value))
    }

    @Test func operatorsBindAsTheGrammarSays() throws {
        let pairs = [
            ("a - b - c", "(a - b) - c"), ("a + b * c", "a + (b * c)"), ("-a[1]", "-(a[1])"),
            ("-a * b", "(-a) * b"), ("p or q and r", "p or (q and r)"),
            ("not a < b", "not (a < b)"), ("not p and q", "(not p) and q"),
            ("not a crosses above b", "not (a crosses above b)"),
            ("a < b < c", "a < b and b < c"), ("a > b", "b < a"), ("a >= b", "b <= a"),
            ("a / b / c", "(a / b) / c"), ("a + b < c - a", "(a + b) < (c - a)"),
            ("hl2", "(high + low) / 2"), ("ohlc4", "(((open + high) + low) + close) / 4"),
            ("max(a, b, c)", "max(max(a, b), c)"),
        ]
        for (left, right) in pairs {
            let found = try plan(
                """
                a = open
                b = high
                c = low
                p = a < b
                q = b < c
                r = a == c
                x = \(left)
                y = \(right)
                """)
            let nodes = found.columns.suffix(2).map(\.node)
            #expect(nodes[0] == nodes[1], "\(left) is not \(right)")
        }
    }

    @Test func decisionBeginsWithTheLastColumnThatSomethingUses() throws {
        let found = try plan(
            """
            unused = sma(close, 300)
            enter long when close crosses above sma(close, 20)
            exit long when close < sma(close, 10)
            stop 2 * atr(25)
            rank rsi(close, 30)[2]
            """)
        #expect(found.firstDecision == 32)
        #expect(found.firstComplete == 30)
        #expect(found.barsForAnEntry == 34)
    }

    @Test func everyFormOfExitAndSizeIsKept() throws {
        let found = try plan(
            """
            k = 3
            enter long as dip when close > open "it dips"
            enter short when close < open
            exit any when bars_held > 3
            exit dip when close > high[1]
            stop k%
            stop long at low
            stop dip 2 * atr(14)
            stop dip at lowest(low, 3)
            target short 5
            target dip 6%
            trail 3 * atr(22)
            trail short 20%
            risk 1% over 2 * atr(20)
            allow reversal
            rank close
            """)
        #expect(
            found.exits.map(\.kind) == [
                .stop, .stop, .stop, .stop, .target, .target, .trail, .trail,
            ])
        #expect(
            found.exits.map(\.scope) == [
                .any, .side(.long), .tag("dip"), .tag("dip"), .side(.short), .tag("dip"), .any,
                .side(.short),
            ])
        let forms = found.exits.map { exit in
            switch exit.level {
            case .distance: "D"
            case .percent: "%"
            case .price: "P"
            }
        }
        #expect(forms == ["%", "P", "D", "P", "D", "%", "D", "%"])
        #expect(
            found.rules.map(\.action) == [
                .enter(.long, tag: "dip"), .enter(.short, tag: nil), .exit(.any),
                .exit(.tag("dip")),
            ])
        #expect(
            found.rules.map(\.sentence) == [
                "it dips", "enter short when close < open", "exit any when bars_held > 3",
                "exit dip when close > high[1]",
            ])
        #expect(found.rules.map(\.line) == [3, 4, 5, 6])
        #expect(found.allowsReversal)
        #expect(found.rank != nil)
        guard case .risk(_, _, most: 95) = found.size else {
            Issue.record("\(found.size)")
            return
        }
    }

    @Test func costCountsColumnsAndThoseOfThePosition() throws {
        let found = try plan(
            """
            enter long when sma(close, 5) > sma(close, 9)
            exit long when close < entry_price * 0.9
            """)
        #expect(found.cost.columnNodes == 4)
        #expect(found.cost.positionNodes == 3)
        #expect(found.cost.peakColumns == 3)
        #expect(found.cost.nodeBars(1_000) == 7_000)
    }
}
