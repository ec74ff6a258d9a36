import Backtesting
import JSONText
import MarketData
import PriceSources
import ScanEvents
import Testing

@testable import Scanning

@Suite(.timeLimit(.minutes(1)))
struct BacktestColumnTests {
    private static let text = """
        strategy "Bands" language 1
        bands = bbands(close, 20, 2)
        fast = rsi(close, 2)
        is_up = close > bands.middle
        state days = 0 then days[1] + 1
        enter long when close < bands.lower
        exit long when is_up
        exit long when fast > 1000

        """

    private func report(hasColumns: Bool, from day: String? = nil) async throws -> JSONValue {
        let plan = try ScanPlan(
            ScanRequest(
                strategy: "bands", strategyText: Self.text, tradeFrom: day, tickers: ["AAPL"]),
            strategies: .builtIn,
            sources: PriceCatalog(files: .anywhere, cacheDirectory: nil))
        return try JSONValue.parse(await BacktestReport(plan, hasColumns: hasColumns).json)
    }

    @Test func eachRuleIsToldWithWhatBecameOfItAndOneThatNeverWasIsAWarning() async throws {
        let report = try await report(hasColumns: false)
        let rules = try elements(report["rules"])
        #expect(rules.map { $0["line"] } == [.number(6), .number(7), .number(8)])
        #expect(rules[0]["statement"] == .string("enter long when close < bands.lower"))
        #expect(rules[0]["sentence"] == rules[0]["statement"])
        #expect(rules[2]["bars_true"] == .number(0) && rules[2]["orders"] == .number(0))
        guard case .number(let bars)? = rules[0]["bars_true"],
            case .number(let orders)? = rules[0]["orders"]
        else {
            Issue.record("a rule has counts")
            return
        }
        #expect(bars > orders && orders > 0)
        let warnings = try elements(report["warnings"])
        #expect(warnings == [.string("Rule of line 8 was never true: exit long when fast > 1000")])
        #expect(report["chart"]?["columns"] == nil)
    }

    @Test func columnsAreToldFromTheFirstBarThatCountsAndAreWarmByThen() async throws {
        let all = try await report(hasColumns: true)
        let late = try await report(hasColumns: true, from: "2016-01-04")
        let (whole, part) = (
            try elements(all["chart"]?["columns"]), try elements(late["chart"]?["columns"])
        )
        #expect(
            whole.map { $0["name"] }
                == ["bands", "bands", "bands", "fast", "is_up", "days"].map(JSONValue.string))
        #expect(
            whole.prefix(4).map { $0["line"] }
                == [.string("lower"), .string("middle"), .string("upper"), .null])
        #expect(
            whole.map { $0["pane"] }
                == ["price", "price", "price", "own", "own", "own"].map(JSONValue.string))
        #expect(
            whole.suffix(3).map { $0["kind"] }
                == ["series", "truth", "state"].map(JSONValue.string))
        let times = try elements(late["chart"]?["times"])
        #expect(times.first == .string("2016-01-04"))
        #expect(try elements(late["chart"]?["equity"]).count == times.count)
        #expect(try elements(late["chart"]?["close"]).count == times.count)
        for (first, second) in zip(whole, part) {
            let (values, rest) = (try elements(first["values"]), try elements(second["values"]))
            #expect(Array(values.suffix(times.count)) == rest)
            #expect(rest.count == times.count && values.count > rest.count)
        }
        #expect(try elements(whole[0]["values"]).first == .null)
        #expect(try elements(part[0]["values"]).first != .null)
    }

    @Test func columnsThatAreTooLongForOneAnswerAreNotTold() async throws {
        let strategy = try NamedStrategy("bands", text: Array(Self.text.utf8))
        let source = StubPrices(tickers: ["A"])
        let bars = try await source.history(of: "A", from: nil, to: nil).bars
        let run = try StrategyColumns(strategy.configure([:]), on: bars)
        let values = 6 * bars.count
        #expect(try BacktestReport.named(run, atMost: values).count == 6)
        #expect(throws: BacktestError.self) {
            try BacktestReport.named(run, atMost: values - 1)
        }
    }

    private func elements(_ value: JSONValue?) throws -> [JSONValue] {
        guard case .array(let elements)? = value else {
            throw InvalidRequest([RequestProblem(pointer: "", detail: "no array")])
        }
        return elements
    }
}
