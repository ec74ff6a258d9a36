import EventLog
import PriceSources
import Projections
import ScanEvents
import Tapes
import Auditing
import TestSupport
import Testing

@testable import Scanning

@Suite(.timeLimit(.minutes(3)))
struct ScanTests {
    private let clock = ManualClock()
    private let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil)

    private func run(
        _ request: ScanRequest, in directory: String, workers: Int = 2,
        control: ScanControl = ScanControl()
    ) async throws -> ScanState {
        let plan = try ScanPlan(request, sources: sources)
        let store = try await TapeStore.open(variableDirectory: directory, now: clock.now)
        let recorder = try await plan.record(in: store)
        var settings = ScanSettings()
        settings.workers = workers
        try await Scan(plan, recorder: recorder, control: control, settings: settings).complete()
        try await SchemaCheck.expectValidTapes(in: directory)
        return try await store.reader(of: recorder.job).scanState()
    }

    private func request(_ tickers: [String]?) -> ScanRequest {
        var request = ScanRequest(strategy: "bollinger_bands_strategy")
        request.tickers = tickers
        return request
    }

    @Test func theWholeMarketIsScannedAndTheSameByAnyNumberOfWorkers() async throws {
        var results: [[UInt8]] = []
        var benchmarks: [PortfolioBenchmark?] = []
        for workers in [1, 4] {
            try await withTemporaryDirectory { directory in
                let state = try await run(request(nil), in: directory, workers: workers)
                #expect(state.phase == .completed)
                #expect(state.stocks.count == 505)
                #expect(state.failures.isEmpty)
                #expect(state.prices.rowsRead == 619_040)
                #expect(state.prices.rowsDropped == 11)
                #expect(state.prices.rowsOutsideRange == 12)
                let portfolio = try #require(state.portfolio)
                #expect(portfolio.stocks == 505)
                #expect(portfolio.values.count == 1_259)
                #expect(portfolio.benchmarkValues.count == 1_259)
                benchmarks.append(portfolio.benchmark)
                results.append(state.timelessResult)
            }
        }
        #expect(results[0] == results[1])
        #expect(benchmarks[0] == benchmarks[1])
        let excess = try #require(benchmarks[0]?.comparison.excessReturnPct)
        #expect((excess + 81.7).magnitude < 0.005)
    }

    @Test func aStockThatFailsIsRecordedAndTheScanGoesOn() async throws {
        try await withTemporaryDirectory { directory in
            var wanted = request(["AAPL", "NOPE", "MSFT", "APTV"])
            wanted.endDate = "2017-12-20"
            wanted.startDate = "2017-11-01"
            let state = try await run(wanted, in: directory)
            #expect(state.phase == .completed)
            #expect(Set(state.stocks.map(\.result.ticker)) == ["AAPL", "MSFT"])
            #expect(state.portfolio?.stocks == 2)
            let causes = Dictionary(
                state.failures.map { ($0.ticker, $0.code) }, uniquingKeysWith: { first, _ in first }
            )
            #expect(causes == ["NOPE": .unknownTicker, "APTV": .insufficientBars])
        }
    }

    @Test func aScanWithoutAnyResultHasNoPortfolio() async throws {
        try await withTemporaryDirectory { directory in
            let state = try await run(request(["NOPE"]), in: directory)
            #expect(state.phase == .completed)
            #expect(state.portfolio == nil)
        }
    }

    @Test func everySettingTakesEffect() async throws {
        let changes: [@Sendable (inout ScanRequest) -> Void] = [
            { _ in },
            { $0.parameters = ["period": 5, "devfactor": 1] },
            { $0.commission = 0.001 },
            { $0.costs.slippage = 0.001 },
            { $0.costs.slippagePerShare = 0.02 },
            { $0.costs.fixedFee = 1.5 },
            { $0.costs.feePerShare = 0.005 },
            { $0.costs.minFee = 7 },
            { $0.costs.borrowRate = 0.03 },
            { $0.costs.cashRate = 0.02 },
            { $0.cash = 20_000 },
            { $0.fills = "close" },
            { $0.wholeUnits = true },
            { $0.endDate = "2018-01-31" },
        ]
        var ends: Set<Double> = []
        for change in changes {
            try await withTemporaryDirectory { directory in
                var wanted = request(["AAPL"])
                change(&wanted)
                let state = try await run(wanted, in: directory)
                ends.insert(try #require(state.stocks.first).result.endValue)
            }
        }
        #expect(ends.count == changes.count)
    }

    @Test func pricesThatTheAccountCannotHoldAreBadData() async throws {
        try await withTemporaryDirectory { directory in
            let source = StubPrices(
                tickers: ["HUGE", "A"],
                // What is bought for next to nothing becomes worth more than there are numbers.
                behaviours: ["HUGE": .costs([1e-300, 1e-300, 1e300])])
            let plan = try ScanPlan(stub: source, strategy: "buy_and_hold", parameters: [:])
            let store = try await TapeStore.open(variableDirectory: directory, now: clock.now)
            let recorder = try await plan.record(in: store)
            try await Scan(plan, recorder: recorder).complete()
            let state = try await store.reader(of: recorder.job).scanState()
            #expect(state.phase == .completed)
            #expect(state.stocks.map(\.result.ticker) == ["A"])
            let failure = try #require(state.failures.first)
            #expect(failure.ticker == "HUGE" && failure.code == .badData)
            #expect(failure.message.contains("left the range of numbers"))
            #expect(try ArchiveAudit().audit(tape: recorder.reader.path).verdict == .sound)
        }
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
            let plan = try ScanPlan(slow, sources: sources)
            let store = try await TapeStore.open(variableDirectory: directory, now: clock.now)
            let recorder = try await plan.record(in: store)
            let scan = Scan(plan, recorder: recorder)
            let task = Task { try await scan.complete() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let state = try await store.reader(of: recorder.job).scanState()
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
            (expected.source, expected.trades) = ("bundled", true)
            #expect(recorded == expected)
        }
    }

    @Test func sectorsAreRecordedWhereTheyAreKnown() async throws {
        try await withTemporaryDirectory { directory in
            let state = try await run(request(["AAPL", "YHOO", "TWX"]), in: directory)
            let sectors = state.stocks.map { ($0.result.ticker, $0.result.sector) }
            #expect(sectors.first { $0.0 == "AAPL" }?.1 == "Information Technology")
            #expect(sectors.first { $0.0 == "TWX" }?.1 == nil)
        }
    }
}

extension ScanState {
    /// The whole result as JSON, but for the time it took and the scan's name.
    var timelessResult: [UInt8] {
        let text = String(decoding: completeMessage, as: UTF8.self)
            .replacing(#/"job_id":"[^"]*"/#, with: "")
            .replacing(#/"total_time":[0-9.e-]+/#, with: "")
        return Array(text.utf8)
    }
}
