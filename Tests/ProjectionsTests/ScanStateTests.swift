import Projections
import ScanEvents
import Testing

@Suite struct ScanStateTests {
    @Test func stockReportedTwiceCountsOnce() throws {
        let once: [ScanEvent] = [
            .requested(stocks: 3), .started(3), .done("A", pnl: 5, elapsed: 1),
            .lost("B", elapsed: 2),
        ]
        var scan = ScriptedScan(once)
        for event: ScanEvent in [
            .done("A", pnl: 7, elapsed: 9), .lost("A", elapsed: 9), .done("B", pnl: 7, elapsed: 9),
            .lost("B", elapsed: 9), .stockSlow(.init(ticker: "A", seconds: 9, elapsed: 9)),
        ] { scan.append(event) }
        #expect(try scan.messages(every: 1) == ScriptedScan(once).messages(every: 1))
        let state = try scan.state()
        #expect(state.done == 2)
        #expect(state.pnl == 5)
        #expect(state.prices.rowsRead == 1_259)
        #expect(state.elapsed == 2)
        #expect(state.slowTickers.isEmpty)
        #expect(state.nextSeq == 9)
    }

    @Test func slowStocksAreThoseReportedAndNotDone() throws {
        var scan = ScriptedScan([.requested(stocks: 5), .started(5)])
        for ticker in ["A", "B", "A", "C"] {
            scan.append(.stockSlow(.init(ticker: ticker, seconds: 10, elapsed: 10)))
        }
        #expect(try scan.state().slowTickers == ["A", "B", "C"])
        scan.append(.done("A", pnl: 1))
        scan.append(.lost("C", .timeout))
        #expect(try scan.state().slowTickers == ["B"])
        scan.append(.resumed(.init(remaining: 3, elapsed: 11)))
        #expect(try scan.state().slowTickers.isEmpty, "nobody works on it any more")
        scan.append(.stockSlow(.init(ticker: "B", seconds: 10, elapsed: 21)))
        #expect(try scan.state().slowTickers == ["B"])
    }

    @Test func interruptedScanThatIsResumedIsRunningAgain() throws {
        var scan = ScriptedScan([
            .requested(stocks: 2), .started(2), .done("A", pnl: 1, elapsed: 1),
            .interrupted(.init(code: .internal, message: "nobody answers", elapsed: 2)),
        ])
        #expect(try scan.state().phase == .interrupted)
        #expect(try scan.state().failureMessage == "nobody answers")
        scan.append(.resumed(.init(remaining: 1, elapsed: 2)))
        #expect(try scan.state().phase == .running)
        #expect(try scan.state().failureMessage == nil)
    }

    @Test(arguments: [10, 1_000])
    func whatAStateTakesGrowsWithStocksFailuresAndCurve(count: Int) throws {
        var scan = ScriptedScan([.requested(stocks: 2 * count + 1)])
        let empty = try scan.state().approximateBytes
        for number in 0..<count { scan.append(.done("D\(number)", pnl: 5)) }
        let done = try scan.state().approximateBytes
        #expect(done - empty >= count * MemoryLayout<ScanState.Stock>.stride + count * 200)
        for number in 0..<count { scan.append(.lost("L\(number)")) }
        let lost = try scan.state().approximateBytes
        #expect(lost - done >= count * 512)
        scan.append(.valued(1...count, of: count, stocks: count))
        #expect(try scan.state().approximateBytes - lost == count * 24)
    }

    @Test func resumedScanGoesOnCounting() throws {
        let state = try ScriptedScan([
            .requested(stocks: 3), .started(3), .done("A", pnl: 5),
            .resumed(.init(remaining: 2, elapsed: 2)), .done("B", pnl: 6, elapsed: 3),
        ]).state()
        #expect(state.done == 2)
        #expect(state.pnl == 11)
        #expect(state.phase == .running)
    }

    @Test func aScanResumedAgainForgetsWhatItLeftOutBefore() throws {
        func leftOut(_ ticker: String, elapsed: Double) -> ScanEvent {
            .stockLeftOut(
                ScanEvent.StockLeftOut(
                    ticker: ticker, code: .pricesChanged, message: "they changed",
                    elapsed: elapsed))
        }
        var scan = ScriptedScan([
            .requested(stocks: 3), .started(3), .done("A", pnl: 5), .done("B", pnl: 6),
            .resumed(.init(remaining: 1, elapsed: 2)), leftOut("A", elapsed: 3),
            leftOut("B", elapsed: 4), .resumed(.init(remaining: 1, elapsed: 4)),
        ])
        #expect(try scan.state().leftOut.isEmpty)
        scan.append(leftOut("A", elapsed: 5))
        #expect(try scan.state().leftOut.map(\.ticker) == ["A"])
        #expect(try scan.state().elapsed == 5)
    }

    @Test func statusAndResultsTellWhatPricesAreAdjustedForWhereThatIsKnown() throws {
        for adjustment in [nil, "splits"] {
            let scan = ScriptedScan([
                .requested(stocks: 1, adjustment: adjustment), .started(1), .done("A", pnl: 1),
                .completed(.init(successful: 1, failed: 0, elapsed: 1)),
            ])
            let state = try scan.state()
            let member = #""price_adjustment":"splits""#
            for json in [state.status, state.completeMessage] {
                let text = String(decoding: json, as: UTF8.self)
                #expect(text.contains(member) == (adjustment != nil))
                #expect(text.contains("price_adjustment") == (adjustment != nil))
            }
        }
    }

    @Test func pricesAreAddedUpAndTheOldestTimeIsKept() throws {
        let times = [nil, "2026-03-01T00:00:00.000000Z", "2026-02-28T23:59:59.999999Z", nil]
        let stocks = zip("ABCD", times).map {
            ScanEvent.done(String($0), pnl: 1, fetchedAt: $1)
        }
        let prices = try ScriptedScan([.requested(stocks: 5)] + stocks + [.lost("E")]).state()
            .prices
        #expect(prices.rowsRead == 4 * 1_259)
        #expect(prices.rowsDropped == 4)
        #expect(prices.rowsOutsideRange == 8)
        #expect(prices.oldestFetchedAt == "2026-02-28T23:59:59.999999Z")
    }
}
