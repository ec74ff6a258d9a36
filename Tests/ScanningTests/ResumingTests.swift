import EventLog
import PriceSources
import Projections
import ScanEvents
import Tapes
import TestSupport
import Testing

@testable import Scanning

@Suite(.timeLimit(.minutes(3)))
struct ResumingTests {
    private let clock = ManualClock()
    private let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil)
    private let request: ScanRequest = {
        var request = ScanRequest(
            strategy: "bollinger_bands", startDate: "2016-01-04",
            tickers: ["AAPL", "NOPE", "MSFT", "APTV", "ABSENT", "XOM", "NADA"])
        request.commission = 0.001
        request.costs.slippage = 0.001
        request.costs.slippagePerShare = 0.02
        request.costs.fixedFee = 1.5
        request.costs.feePerShare = 0.005
        request.costs.minFee = 12
        request.costs.borrowRate = 0.03
        request.costs.cashRate = 0.02
        request.stopAtRuin = true
        return request
    }()

    private func open(_ directory: String) async throws -> TapeStore {
        try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    /// The events of a whole scan, the seal left out, and its result.
    private func wholeScan() async throws -> (events: [ScanEvent], result: [UInt8]) {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let recorder = try await ScanPlan(request, sources: sources).record(in: store)
            var settings = ScanSettings()
            // However busy the machine is, no stock is told to be slow.
            settings.slowAfter = .seconds(3_600)
            try await Scan(
                ScanPlan(request, sources: sources), recorder: recorder, settings: settings
            ).complete()
            let reader = try await store.reader(of: recorder.job)
            var events: [ScanEvent] = []
            try reader.forEachEvent { record, _ in events.append(record.event) }
            return (events.dropLast(), try reader.scanState().timelessResult)
        }
    }

    /// Records the first events of a scan and lets the process end there.
    private func cutOff(in directory: String, after events: some Sequence<ScanEvent>) async throws {
        let store = try await open(directory)
        let plan = try ScanPlan(request, sources: sources)
        let recorder = try await plan.record(in: store)
        for event in events { try await recorder.append([event]) }
        await recorder.close()
    }

    @Test func aScanCutOffAfterAnyRecordEndsWithTheSameResult() async throws {
        let whole = try await wholeScan()
        #expect(whole.events.count == 18)
        // The first two records are written by `record`, the last would end the scan.
        for kept in 2..<whole.events.count {
            try await withTemporaryDirectory { directory in
                try await cutOff(in: directory, after: whole.events[2..<kept])
                let store = try await open(directory)
                let job = try #require(store.interrupted.first)
                let scan = try await Scan.resuming(job, in: store, sources: sources)
                try await scan.complete()
                let state = try await store.reader(of: job).scanState()
                #expect(state.phase == .completed)
                #expect(state.timelessResult == whole.result, "after \(kept) records")
            }
        }
    }

    @Test func aResumedScanSaysHowManyStocksAreLeftAndRepeatsNone() async throws {
        let whole = try await wholeScan()
        try await withTemporaryDirectory { directory in
            let done = whole.events.indices.filter {
                ["stock_completed", "stock_failed"].contains(whole.events[$0].type)
            }
            try await cutOff(in: directory, after: whole.events[2...done[1]])
            let store = try await open(directory)
            let job = try #require(store.interrupted.first)
            try await Scan.resuming(job, in: store, sources: sources).complete()
            var types: [String] = []
            var remaining: Int?
            try await store.reader(of: job).forEachEvent { record, _ in
                types.append(record.event.type)
                if case .resumed(let event) = record.event { remaining = event.remaining }
            }
            #expect(types.prefix(3) == ["scan_requested", "strategy_recorded", "scan_started"])
            #expect(types[done[1] + 1] == "scan_resumed")
            #expect(remaining == 5)
            #expect(types.count { $0 == "stock_completed" || $0 == "stock_failed" } == 7)
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func timeOfTheInterruptedRunCountsAndTimeInBetweenDoesNot() async throws {
        try await withTemporaryDirectory { directory in
            try await cutOff(
                in: directory,
                after: [
                    .started(ScanEvent.Started(tickers: ["AAPL"])),
                    .stockSlow(.init(ticker: "AAPL", seconds: 5, elapsed: 100)),
                ])
            let store = try await open(directory)
            let job = try #require(store.interrupted.first)
            let scan = try await Scan.resuming(
                job, in: store, sources: sources, clock: SteppedClock())
            try await scan.complete()
            #expect(try await store.reader(of: job).scanState().elapsed == 100)
        }
    }

    @Test func aScanIsResumedOnceOnly() async throws {
        try await withTemporaryDirectory { directory in
            try await cutOff(in: directory, after: [])
            let store = try await open(directory)
            let job = try #require(store.interrupted.first)
            let recorder = try store.resume(job)
            #expect(throws: TapeError.self) { try store.resume(job) }
            await recorder.close()
        }
    }

    @Test func readersOfAnInterruptedTapeFollowItsResumption() async throws {
        try await withTemporaryDirectory { directory in
            try await cutOff(in: directory, after: [])
            let store = try await open(directory)
            let job = try #require(store.interrupted.first)
            let reader = try await store.reader(of: job)
            async let phase = lastPhase(reader)
            try await Scan.resuming(job, in: store, sources: sources).complete()
            #expect(try await phase == .completed)
        }
    }

    private func lastPhase(_ reader: LogReader) async throws -> ScanState.Phase {
        var state = ScanState()
        for try await block in reader.follow() {
            for seq in block.firstSeq..<block.endSeq {
                state.apply(
                    try RecordedEvent(block.payload, block.range(of: seq)), in: block.payload)
            }
        }
        return state.phase
    }

    @Test func aRequestThatWillNotDoAnyMoreEndsItsTapeWithFailed() async throws {
        try await withTemporaryDirectory { directory in
            try await cutOff(in: directory, of: "crystal_ball")
            let store = try await open(directory)
            let job = try #require(store.interrupted.first)
            await #expect(throws: ScanRefusal.self) {
                try await Scan.resuming(job, in: store, sources: sources)
            }
            let state = try await store.reader(of: job).scanState()
            #expect(state.phase == .failed)
            #expect(state.failureMessage?.contains("crystal_ball") == true)
        }
    }

    @Test func aScanWhosePricesAreGoneStaysInterrupted() async throws {
        try await withTemporaryDirectory { directory in
            try await cutOff(
                in: directory, of: "bollinger_bands", source: "csv:\(directory)/unmounted")
            for _ in 0..<2 {
                let store = try await open(directory)
                let job = try #require(store.interrupted.first)
                await #expect(throws: ScanRefusal.self) {
                    try await Scan.resuming(job, in: store, sources: sources)
                }
                #expect(try await !store.reader(of: job).scanState().isFinished)
            }
        }
    }

    /// Records the request of a scan that this version, or this machine, could not make.
    private func cutOff(
        in directory: String, of strategy: String, source: String = "bundled"
    ) async throws {
        let store = try await open(directory)
        let recorder = try await store.record { job in
            ScanEvent.Requested(
                jobID: job.description, engine: "test",
                request: ScanRequest(strategy: strategy, tickers: ["AAPL"], source: source),
                stocks: 1, universeDigest: String(repeating: "0", count: 64))
        }
        await recorder.close()
    }
}
