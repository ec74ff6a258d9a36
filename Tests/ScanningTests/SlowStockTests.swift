import EventLog
import MarketData
import PriceSources
import Projections
import ScanEvents
import Tapes
import TapeStreams
import TestSupport
import Testing

@testable import Scanning

@Suite(.timeLimit(.minutes(3)))
struct SlowStockTests {
    private let records = ManualClock()

    /// Runs a scan over a source by a clock that `steer` moves once so many stocks are done, and
    /// returns its events.
    private func events(
        of source: StubPrices, after done: Int, _ steer: (SteppedClock) async -> Void
    ) async throws -> [ScanEvent] {
        try await withTemporaryDirectory { directory in
            let store = try await TapeStore.open(
                variableDirectory: directory, now: records.now)
            let plan = try ScanPlan(stub: source)
            let recorder = try await plan.record(in: store)
            let clock = SteppedClock()
            let scan = Scan(plan, recorder: recorder, clock: clock)
            async let run: Void = scan.complete()
            try await stocks(done, on: recorder.reader)
            await steer(clock)
            try await run
            var events: [ScanEvent] = []
            try await store.reader(of: recorder.job).forEachEvent { record, _ in
                events.append(record.event)
            }
            return events
        }
    }

    /// Waits until so many stocks are on the tape.
    private func stocks(_ count: Int, on reader: LogReader) async throws {
        var state = ScanState()
        for try await block in reader.follow() {
            for seq in block.firstSeq..<block.endSeq {
                state.apply(
                    try RecordedEvent(block.payload, block.range(of: seq)), in: block.payload)
            }
            if state.done >= count { return }
        }
    }

    private func slow(_ events: [ScanEvent]) -> [String] {
        events.compactMap { event in
            guard case .stockSlow(let slow) = event else { return nil }
            return "\(slow.ticker) \(slow.seconds)"
        }
    }

    private func failed(_ events: [ScanEvent]) -> [String] {
        events.compactMap { event in
            guard case .stockFailed(let stock) = event else { return nil }
            return "\(stock.ticker) \(stock.code.rawValue)"
        }
    }

    @Test func aStockThatTakesLongerThanFiveSecondsIsReportedAndStillCounts() async throws {
        let wake = FirstWake()
        let source = StubPrices(
            tickers: ["A", "B"], behaviours: ["A": .waits(wake)])
        let events = try await events(of: source, after: 1) { clock in
            await clock.sleeper(until: .seconds(5))
            clock.advance(to: .seconds(5))
            // The report is out once the watch sleeps again.
            await clock.sleeper(until: .seconds(10))
            wake.fire()
        }
        #expect(slow(events) == ["A 5.0"])
        #expect(failed(events).isEmpty)
        guard case .completed(let end)? = events.dropLast().last, end.successful == 2,
            end.failed == 0
        else {
            Issue.record("\(events.suffix(2))")
            return
        }
    }

    @Test(arguments: [StubPrices.Behaviour.hangs, .ignoresCancellation])
    func aStockThatExceedsItsTimeFailsAlone(_ behaviour: StubPrices.Behaviour) async throws {
        let source = StubPrices(tickers: ["A", "B", "C"], behaviours: ["B": behaviour])
        let events = try await events(of: source, after: 2) { clock in
            for second in stride(from: 5, through: 60, by: 5) {
                await clock.sleeper(until: .seconds(second))
                clock.advance(to: .seconds(second))
            }
        }
        #expect(slow(events) == ["B 5.0"])
        #expect(failed(events) == ["B timeout"])
        guard case .completed(let end)? = events.dropLast().last, end.successful == 2,
            end.failed == 1
        else {
            Issue.record("\(events.suffix(2))")
            return
        }
    }

    @Test func aStockThatWaitsForItsTurnIsSlowButNotGivenUp() async throws {
        let (waits, wake) = (FirstWake(), FirstWake())
        let source = StubPrices(
            tickers: ["A", "B"], behaviours: ["A": .waitsForItsTurn(waits, wake)])
        let events = try await events(of: source, after: 1) { clock in
            await waits.wait()
            for second in stride(from: 5, through: 70, by: 5) {
                await clock.sleeper(until: .seconds(second))
                clock.advance(to: .seconds(second))
            }
            await clock.sleeper(until: .seconds(75))
            wake.fire()
        }
        #expect(slow(events) == ["A 5.0"])
        #expect(failed(events).isEmpty)
    }

    @Test(arguments: [1, 2, 5])
    func noMoreStocksAreFetchedAtOnceThanAllowed(limit: Int) async throws {
        try await withTemporaryDirectory { directory in
            let store = try await TapeStore.open(
                variableDirectory: directory, now: records.now)
            let traffic = StubPrices.Traffic()
            let source = StubPrices(tickers: (10..<40).map { "T\($0)" }, traffic: traffic)
            let plan = try ScanPlan(stub: source)
            var settings = ScanSettings()
            settings.workers = 4
            settings.maxFetches = limit
            let recorder = try await plan.record(in: store)
            try await Scan(plan, recorder: recorder, settings: settings).complete()
            #expect(traffic.most <= limit)
            #expect(try await store.reader(of: recorder.job).scanState().stocks.count == 30)
        }
    }
}

extension ScanPlan {
    /// A plan over a source that no request can name.
    init(
        stub source: some PriceSource, strategy: String = "bollinger_bands",
        parameters: [String: Double] = ["period": 10], text: String? = nil,
        benchmark: String? = nil
    ) throws {
        let request = ScanRequest(
            strategy: strategy, strategyText: text, parameters: parameters, tickers: source.tickers,
            benchmark: benchmark)
        let plan = try ScanPlan(
            request, sources: PriceCatalog(files: .anywhere, cacheDirectory: nil))
        self.init(plan, tickers: source.tickers, source: source)
    }
}
