import EventLog
import Projections
import ScanEvents
import ScanHistory
import Scanning
import TestSupport
import Testing

struct ScanTests {
    private let clock = ManualClock()

    private func run(
        _ request: ScanRequest, in directory: String, workers: Int = 2,
        control: ScanControl = ScanControl()
    ) async throws -> ScanState {
        let plan = try ScanPlan(request)
        let history = try await ScanHistory.open(variableDirectory: directory, now: clock.now)
        let recorder = try await plan.record(in: history)
        try await Scan(plan, recorder: recorder, control: control, workers: workers).run()
        try await SchemaCheck.expectValidTapes(in: directory)
        return try await history.reader(of: recorder.job).scanState()
    }

    private func request(_ tickers: [String]?) -> ScanRequest {
        var request = ScanRequest(strategy: "bollinger_bands_strategy")
        request.tickers = tickers
        return request
    }

    @Test func theWholeMarketIsScannedAndTheSameByAnyNumberOfWorkers() async throws {
        var results: [[UInt8]] = []
        for workers in [1, 4] {
            try await withTemporaryDirectory { directory in
                let state = try await run(request(nil), in: directory, workers: workers)
                #expect(state.phase == .completed)
                #expect(state.stocks.count == 505)
                #expect(state.failures.isEmpty)
                #expect(state.started?.rowsRead == 619_040)
                #expect(state.started?.rowsDropped == 11)
                #expect(state.started?.rowsOutsideRange == 12)
                var json: [UInt8] = []
                for stock in state.ranking { json += stock.json }
                json += Array("\(state.pnl)".utf8)
                results.append(json)
            }
        }
        #expect(results[0] == results[1])
    }

    @Test func aStockThatFailsIsRecordedAndTheScanGoesOn() async throws {
        try await withTemporaryDirectory { directory in
            var wanted = request(["AAPL", "NOPE", "MSFT", "APTV"])
            wanted.endDate = "2017-12-20"
            wanted.startDate = "2017-11-01"
            let state = try await run(wanted, in: directory)
            #expect(state.phase == .completed)
            #expect(Set(state.stocks.map(\.result.ticker)) == ["AAPL", "MSFT"])
            let causes = Dictionary(
                state.failures.map { ($0.ticker, $0.code) }, uniquingKeysWith: { first, _ in first }
            )
            #expect(causes == ["NOPE": .unknownTicker, "APTV": .insufficientBars])
        }
    }

    @Test func parametersAndCommissionTakeEffect() async throws {
        var ends: Set<Double> = []
        for change in 0..<4 {
            try await withTemporaryDirectory { directory in
                var wanted = request(["AAPL"])
                if change == 1 { wanted.parameters = ["period": 5, "devfactor": 1] }
                if change == 2 { wanted.commission = 0.001 }
                if change == 3 { wanted.cash = 20_000 }
                let state = try await run(wanted, in: directory)
                ends.insert(try #require(state.stocks.first).result.endValue)
            }
        }
        #expect(ends.count == 4)
    }

    @Test func aCancelledScanEndsItsTapeWithCancelled() async throws {
        try await withTemporaryDirectory { directory in
            let control = ScanControl()
            control.cancel()
            let state = try await run(request(nil), in: directory, control: control)
            #expect(state.phase == .cancelled)
            #expect(state.done == 0)
        }
    }

    @Test func aScanWhoseTaskIsCancelledLeavesItsTapeOpenEnded() async throws {
        try await withTemporaryDirectory { directory in
            var slow = request(nil)
            slow.source = "bundled?delay=1s"
            let plan = try ScanPlan(slow)
            let history = try await ScanHistory.open(variableDirectory: directory, now: clock.now)
            let recorder = try await plan.record(in: history)
            let scan = Scan(plan, recorder: recorder)
            let task = Task { try await scan.run() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let state = try await history.reader(of: recorder.job).scanState()
            #expect(!state.isFinished)
        }
    }

    @Test func theRequestOnTheTapeHasEveryDefaultFilledIn() async throws {
        try await withTemporaryDirectory { directory in
            let recorded = try #require(
                try await run(request(["aapl"]), in: directory).requested?.request)
            var expected = ScanRequest(
                strategy: "bollinger_bands",
                parameters: ["period": 20, "devfactor": 2, "position_size_pct": 95],
                startDate: "2013-02-08", endDate: "2018-02-07", tickers: ["AAPL"])
            expected.source = "bundled"
            #expect(recorded == expected)
        }
    }
}
