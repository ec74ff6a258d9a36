import MarketData
import ScanEvents
import Testing

@testable import StockWork

private let digest = String(repeating: "0123456789abcdef", count: 4)
private let prices =
    #""prices":{"bars":2,"first_date":"2024-01-02","last_date":"2024-01-03","#
    + #""bars_sha256":"\#(digest)","rows_read":3,"rows_dropped":1,"rows_outside_range":0,"#
    + #""fetched_at":null}"#
private let curve =
    #""curve":{"times":["2024-01-02","2024-01-03"],"values":[10000,10000.5],"#
    + #""benchmark":[10000,9999]}"#
/// The members of an outcome.
private let members = #""ticker":"A","source":"gave",\#(prices),\#(curve)"#

/// An outcome on its way back from a worker.
struct StockOutcomeTests {
    private let record = ScanEvent.PriceRecord(
        bars: 2, firstDate: "2024-01-02", lastDate: "2024-01-03", barsDigest: digest, rowsRead: 5,
        rowsDropped: 2, rowsOutsideRange: 1, fetchedAt: "2026-11-30T01:02:03.000004Z")
    private let result = StockResult(
        ticker: "A", pnl: 0.1 + 0.2, returnPct: -1e-300, totalTrades: 3, winningTrades: 1,
        losingTrades: 1, openTrades: 1, rejectedOrders: 2, sharpeRatio: nil,
        maxDrawdown: .leastNonzeroMagnitude,
        grossProfit: .greatestFiniteMagnitude, grossLoss: 1 / 3, exposurePct: 66.6,
        startValue: 1e15,
        endValue: 9_007_199_254_740_992,
        benchmark: StockBenchmark(
            returnPct: 2 / 3, comparison: BenchmarkComparison(beta: -0.1, upCapture: nil)))

    private var signal: StockSignal {
        var signal = StockSignal()
        (signal.ticker, signal.lastTime, signal.lastClose) = ("A", "2024-01-03", 1 / 3)
        (signal.action, signal.orderLine, signal.orderSize) = ("enter_short", 4, 0.1 + 0.2)
        return signal
    }

    private func times(_ texts: [String]) throws -> [BarTime] {
        try texts.map { try #require(BarTime(iso: Array($0.utf8)[...])) }
    }

    private func expectReadAsWritten(_ outcome: StockOutcome) throws {
        #expect(try StockOutcome(json: outcome.json) == outcome)
    }

    @Test func anOutcomeWithEverythingIsReadAsItWasWrittenToTheBit() throws {
        for days in [["2024-01-02", "2024-01-03"], ["2024-01-02T09:30", "2024-01-02T15:59"]] {
            try expectReadAsWritten(
                StockOutcome(
                    ticker: "A", source: .gave,
                    products: .success(
                        StockOutcome.Products(
                            prices: record, result: result,
                            curve: StockCurve(
                                times: try times(days),
                                values: [0.1 + 0.2, .leastNonzeroMagnitude],
                                benchmark: [1 / 3, 1e300]),
                            signal: signal))))
        }
    }

    @Test func whatNobodyAskedForIsLeftOut() throws {
        let outcome = StockOutcome(
            ticker: "A", source: .kept,
            products: .success(StockOutcome.Products(prices: record)))
        try expectReadAsWritten(outcome)
        let text = String(decoding: outcome.json, as: UTF8.self)
        #expect(text.contains(#""result":null"#) && text.contains(#""curve":null"#))
    }

    @Test(arguments: StockOutcome.SourceAnswer.allCases)
    func aFailureIsReadAsItWasWritten(_ source: StockOutcome.SourceAnswer) throws {
        try expectReadAsWritten(
            StockOutcome(
                ticker: "A", source: source,
                products: .failure(
                    StockFailure(
                        code: FailureCode(rawValue: "of_a_later_version"),
                        message: "line\nfeed \"é\""))))
    }

    @Test func resultAndPricesAreWrittenAsTheEventHasThem() throws {
        let outcome = StockOutcome(
            ticker: "A", source: .gave,
            products: .success(StockOutcome.Products(prices: record, result: result)))
        let event = ScanEvent.stockCompleted(
            ScanEvent.StockCompleted(result: result, prices: record, seconds: 0, elapsed: 0))
        let text = String(decoding: outcome.json, as: UTF8.self)
        let body = String(decoding: event.recordBody, as: UTF8.self)
        let member = try #require(text.firstMatch(of: #/"result":\{[^}]*\}\}/#)).output
        #expect(body.contains(member))
        let prices = try #require(text.firstMatch(of: #/"prices":\{([^}]*)\}/#)).output.1
        #expect(body.contains(prices))
    }

    @Test func membersOfALaterVersionArePassedOverInAnyOrder() throws {
        let later = #"{"later":[{}],"# + members + #","host":{"name":"w7"}}"#
        let outcome = try StockOutcome(json: Array(later.utf8))
        guard case .success(let products) = outcome.products else {
            Issue.record("it is no failure")
            return
        }
        #expect(products.prices.rowsRead == 3 && products.curve?.values == [10_000, 10_000.5])
    }

    @Test(arguments: [
        ("", "an object"), ("{}", "ticker and source"), ("{\(members)}{", "the end"),
        ("{\(members.replacing("gave", with: "told"))}", #""kept", "gave", "failed""#),
        ("{\(members.replacing("gave", with: "failed"))}", "a source that gave its prices"),
        (#"{"ticker":"A","source":"gave"}"#, "prices, or code and message"),
        (#"{"ticker":"A","source":"gave","code":"internal"}"#, "prices, or code and message"),
        ("{\(members),\"code\":\"internal\",\"message\":\"\"}", "either a failure or prices"),
        ("{\(members.replacing("\"rows_read\":3,", with: ""))}", "prices with rows_read"),
        ("{\(members.replacing("\"bars\":2", with: "\"bars\":2.5"))}", "an integer"),
        ("{\(members.replacing("\"bars\":2", with: "\"bars\":1"))}", "a curve of 1 to 1 bars"),
        ("{\(members.replacing("10000.5", with: "1e999"))}", "within the range of a double"),
        ("{\(members.replacing("10000,10000.5", with: "1"))}", "as many times as values"),
        ("{\(members.replacing("10000,9999", with: "1"))}", "as many times as values"),
        ("{\(members.replacing(",\"benchmark\":[10000,9999]", with: ""))}", "as many times as"),
        ("{\(members.replacing("[10000,10000.5]", with: "null"))}", "an array"),
        ("{\(members.replacing("\"2024-01-03\"]", with: "\"2024-01-02\"]"))}", "times that ascend"),
        ("{\(members.replacing("\"2024-01-03\"]", with: "\"2024-01-02T9:5\"]"))}", "a time, YYYY"),
        ("{\(members.replacing("\"2024-01-03\"]", with: "\"2024-01-32\"]"))}", "a time, YYYY"),
        ("{\(members),\"result\":{}}", "a result with"),
        ("{\(members),\"signal\":{}}", "a signal with last_close, last_time, ticker"),
        (
            "{\(members),\"signal\":{\"ticker\":\"B\",\"last_time\":\"2024-01-03\",\"last_close\":1}}",
            "a signal of A"
        ),
    ])
    func whatIsNoOutcomeIsRefusedWithWhatWasExpected(json: String, expected: String) {
        let error = #expect(throws: StockWorkError.self) {
            try StockOutcome(json: Array(json.utf8))
        }
        let text = error?.description ?? ""
        #expect(text.hasPrefix("not the outcome of a task: expected "), "\(text)")
        #expect(text.contains(expected), "\(text)")
    }

    @Test func aResultOfAnotherStockIsRefused() throws {
        let outcome = StockOutcome(
            ticker: "B", source: .gave,
            products: .success(StockOutcome.Products(prices: record, result: result)))
        let error = #expect(throws: StockWorkError.self) {
            try StockOutcome(json: outcome.json)
        }
        #expect(error?.description.contains("expected a result of B") == true)
    }
}
