import MarketData
import ScanEvents
import Testing

@testable import StockWork

private let digest = String(repeating: "0123456789abcdef", count: 4)

/// The members of a task of little.
private let members =
    #""order_sha256":"\#(digest)","ticker":"A","source":"yahoo","products":["curve"]"#

/// A task on its way to a worker.
struct StockTaskTests {
    private func task(_ json: String) throws(StockWorkError) -> StockTask {
        try StockTask(json: Array(json.utf8))
    }

    @Test func aTaskWithEverythingIsReadAsItWasWritten() throws {
        let task = StockTask(
            orderDigest: digest, ticker: "BRK-B \"é",
            firstDay: CalendarDate(iso: "2024-02-29"), lastDay: CalendarDate(iso: "2025-01-01"),
            source: "csv:/a b/c?adjusted=true", barsDigest: String(repeating: "f", count: 64),
            products: [.curve, .result])
        #expect(try StockTask(json: task.json) == task)
        #expect(
            String(decoding: task.json, as: UTF8.self)
                == #"{"order_sha256":"\#(digest)","ticker":"BRK-B \"é","#
                + #""first_day":"2024-02-29","last_day":"2025-01-01","#
                + #""source":"csv:/a b/c?adjusted=true","bars_sha256":"\#(task.barsDigest ?? "")","#
                + #""products":["curve","result"]}"#)
    }

    @Test func aTaskOfLittleIsReadAsItWasWritten() throws {
        let task = StockTask(
            orderDigest: digest, ticker: "A", source: "yahoo", products: [.curve])
        #expect(try StockTask(json: task.json) == task)
        #expect(try self.task("{\(members)}") == task)
    }

    @Test func membersOfALaterVersionArePassedOverInAnyOrder() throws {
        let later = #"{"later":{"deep":[1,{"x":null}]},\#(members),"more":"é"}"#
        #expect(try task(later).ticker == "A")
    }

    @Test(arguments: [
        ("", "expected an object"), ("[]", "expected an object"), ("{}", "order_sha256, ticker"),
        ("{\(members)} x", "expected the end"),
        (
            members.replacing(#""ticker":"A","#, with: ""),
            "order_sha256, ticker, source and products"
        ),
        (members.replacing(#""A""#, with: #""""#), "a text that is not empty"),
        (members.replacing(#""A""#, with: "7"), "a string"),
        (members.replacing("abcdef\"", with: "ABCDEF\""), "64 lower-case hex digits"),
        (members.replacing("0123", with: "012"), "64 lower-case hex digits"),
        (members.replacing("curve", with: "lines"), #"one of the products "result", "curve""#),
        (members + #","first_day":"2023-02-29""#, "a day, YYYY-MM-DD"),
        (members + #","last_day":20230101"#, "a string"),
        (members + #","bars_sha256":"""#, "64 lower-case hex digits"),
    ])
    func whatIsNoTaskIsRefusedWithWhatWasExpected(json: String, expected: String) {
        let whole = json.hasPrefix("\"") ? "{\(json)}" : json
        let error = #expect(throws: StockWorkError.self) { try task(whole) }
        let text = error?.description ?? ""
        #expect(text.hasPrefix("not the task of a stock: expected "), "\(text)")
        #expect(text.contains(expected), "\(text)")
    }

    @Test func anOrderIsReadAsItWasWrittenAndNamesNoStocks() throws {
        var request = ScanRequest(
            strategy: "rsi", parameters: ["period": 14, "upper": 70.5], startDate: "2024-01-01",
            tickers: ["A", "B"])
        (request.source, request.universe) = ("yahoo", "sp500")
        let order = WorkOrder(request, strategyText: "a text", stocks: 2)
        #expect(order.request.tickers == nil && order.request.universe == nil)
        let read = try WorkOrder(json: order.json)
        #expect(read == order && read.digest == order.digest)
        request.tickers = ["C"]
        #expect(
            WorkOrder(request, strategyText: "a text", stocks: 2).digest == order.digest,
            "it is the same for all stocks")
        #expect(WorkOrder(request, strategyText: "another", stocks: 2).digest != order.digest)
        #expect(
            WorkOrder(request, strategyText: "a text", stocks: 3).digest != order.digest,
            "their number decides what each may cost")
        for change in [
            { $0.cash += 1 }, { $0.costs.slippage = 0.1 }, { $0.costs.slippagePerShare = 1 },
            { $0.costs.fixedFee = 1 }, { $0.costs.feePerShare = 1 }, { $0.costs.minFee = 1 },
            { $0.costs.borrowRate = 1 }, { $0.costs.cashRate = 1 }, { $0.stopAtRuin = true },
            { $0.includeOpen = true },
        ] as [(inout ScanRequest) -> Void] {
            var other = request
            change(&other)
            #expect(WorkOrder(other, strategyText: "a text", stocks: 2).digest != order.digest)
        }
        let error = #expect(throws: StockWorkError.self) {
            try WorkOrder(json: Array(#"{"strategy":7}"#.utf8))
        }
        #expect(error?.description.hasPrefix("not the order of a scan: ") == true)
        let textless = #expect(throws: StockWorkError.self) {
            try WorkOrder(json: Array(#"{"strategy":"rsi"}"#.utf8))
        }
        #expect(textless?.description == "not the order of a scan: it has no strategy_text")
        for stocks in ["", #","stocks":0"#, #","stocks":1.5"#, #","stocks":"2""#] {
            let error = #expect(throws: StockWorkError.self) {
                try WorkOrder(
                    json: Array(#"{"strategy":"rsi","strategy_text":"a"\#(stocks)}"#.utf8))
            }
            #expect(error?.description == "not the order of a scan: it has no stocks")
        }
    }
}
