import EventLog
import JSONText
import MarketData
import Projections
import ScanEvents
import Tapes
import TapeStreams
import Synchronization
import TestSupport
import Testing

@testable import Scanning

/// Scans over a live source that answers nobody, for a while or for good.
@Suite(.timeLimit(.minutes(3)))
struct RefusingSourceTests {
    private static let tickers = (10..<40).map { "T\($0)" }
    private let records = ManualClock()

    /// Prices of which so many are given, then as many requests refused, and so on.
    private struct MoodyPrices: PriceSource {
        let stub = StubPrices(tickers: RefusingSourceTests.tickers)
        /// How many requests in turn are answered and refused; the last one lasts.
        let moods: [(isKind: Bool, requests: Int)]
        let asked = AskedTickers()

        var name: String { stub.name }
        var interval: BarInterval { stub.interval }
        var isLive: Bool { true }
        var coverage: ClosedRange<CalendarDate>? { nil }
        var tickers: [String] { stub.tickers }

        func history(
            of ticker: String, from: CalendarDate?, to: CalendarDate?
        ) async throws -> PriceHistory {
            var left = asked.add(ticker)
            for mood in moods.dropLast() {
                if left < mood.requests { return try await answer(ticker, mood.isKind) }
                left -= mood.requests
            }
            return try await answer(ticker, moods.last?.isKind ?? true)
        }

        private func answer(_ ticker: String, _ isKind: Bool) async throws -> PriceHistory {
            guard isKind else { throw PriceError(.rateLimited, "'\(ticker)' too many") }
            return try await stub.history(of: ticker, from: nil, to: nil)
        }
    }

    private final class AskedTickers: Sendable {
        private let tickers = Mutex<[String]>([])
        var all: [String] { tickers.withLock { $0 } }

        func add(_ ticker: String) -> Int {
            tickers.withLock { tickers in
                tickers.append(ticker)
                return tickers.count - 1
            }
        }
    }

    private func settings(pause: Duration = .zero) -> ScanSettings {
        var settings = ScanSettings()
        (settings.workers, settings.maxFetches) = (1, 1)
        settings.slowAfter = .seconds(3_600)
        (settings.refusalLimit, settings.sourcePause) = (4, pause)
        return settings
    }

    /// Runs a scan; returns its events and what ended it.
    private func run(
        _ source: MoodyPrices, in directory: String, pause: Duration = .zero
    ) async throws -> (events: [ScanEvent], state: ScanState, error: (any Error)?) {
        let store = try await TapeStore.open(variableDirectory: directory, now: records.now)
        let recorder = try await ScanPlan(stub: source).record(in: store)
        let scan = Scan(
            try ScanPlan(stub: source), recorder: recorder, settings: settings(pause: pause))
        var thrown: (any Error)?
        do {
            try await scan.complete()
        } catch {
            thrown = error
        }
        let reader = try store.archive.reader(at: store.archive.path(of: recorder.job))
        var events: [ScanEvent] = []
        try reader.forEachEvent { record, _ in events.append(record.event) }
        return (events, try reader.scanState(), thrown)
    }

    @Test func aSourceThatAnswersNobodyIsAskedAFewTimesAndTheCauseIsOnTheTape() async throws {
        try await withTemporaryDirectory { directory in
            let source = MoodyPrices(moods: [(false, 1)])
            let (events, state, error) = try await run(source, in: directory)
            #expect(source.asked.all == ["T10", "T11", "T12", "T13", "T13"])
            #expect(
                events.map(\.type) == [
                    "scan_requested", "strategy_recorded", "scan_started", "scan_paused",
                    "scan_interrupted",
                ])
            #expect(state.phase == .interrupted)
            #expect(state.done == 0, "nobody has failed")
            #expect(state.failureMessage == "the price source answers nobody: 'T13' too many")
            #expect(error is ScanInterruption)
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func whatWasDoneStaysAndTheRestIsDoneByResume() async throws {
        try await withTemporaryDirectory { directory in
            let source = MoodyPrices(moods: [(true, 10), (false, 1)])
            let (_, state, _) = try await run(source, in: directory)
            #expect(state.stocks.count == 10)
            #expect(state.phase == .interrupted)
            let store = try await TapeStore.open(variableDirectory: directory, now: records.now)
            let job = try #require(store.interrupted.first)
            let recorder = try store.resume(job)
            let whole = StubPrices(tickers: Self.tickers)
            try await Scan(
                try ScanPlan(stub: whole), recorder: recorder,
                resumed: try ResumePoint(recorder.reader), control: ScanControl(),
                settings: settings(), clock: ContinuousClock()
            ).complete()
            let after = try await store.reader(of: job).scanState()
            #expect(after.phase == .completed)
            #expect(after.stocks.count == Self.tickers.count && after.failures.isEmpty)
            #expect(after.failureMessage == nil)
            #expect(after.portfolio?.stocks == Self.tickers.count)
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func aSourceThatRecoversDuringThePauseLosesNoStock() async throws {
        try await withTemporaryDirectory { directory in
            let source = MoodyPrices(moods: [(true, 5), (false, 4), (true, 1)])
            let (events, state, error) = try await run(source, in: directory)
            #expect(error == nil)
            #expect(events.count { $0.type == "scan_paused" } == 1)
            #expect(state.phase == .completed)
            #expect(state.stocks.count == Self.tickers.count && state.failures.isEmpty)
            // Each of the refused ones was asked for twice.
            #expect(source.asked.all.count == Self.tickers.count + 4)
        }
    }

    @Test func refusalsThatOthersFollowFailTheirStocksAlone() async throws {
        try await withTemporaryDirectory { directory in
            let source = MoodyPrices(moods: [(true, 2), (false, 3), (true, 1)])
            let (events, state, error) = try await run(source, in: directory)
            #expect(error == nil)
            #expect(!events.contains { $0.type == "scan_paused" })
            #expect(state.failures.map(\.ticker) == ["T12", "T13", "T14"])
            #expect(state.phase == .completed)
        }
    }

    @Test func refusalsAtTheEndAreFailures() async throws {
        try await withTemporaryDirectory { directory in
            let source = MoodyPrices(moods: [(true, 28), (false, 1)])
            let (_, state, error) = try await run(source, in: directory)
            #expect(error == nil)
            #expect(state.failures.map(\.ticker) == ["T38", "T39"])
            #expect(state.phase == .completed)
        }
    }

    @Test func aScanThatIsCancelledWhileItPausesEndsAtOnce() async throws {
        try await withTemporaryDirectory { directory in
            let source = MoodyPrices(moods: [(false, 1)])
            let store = try await TapeStore.open(variableDirectory: directory, now: records.now)
            let plan = try ScanPlan(stub: source)
            let recorder = try await plan.record(in: store)
            let control = ScanControl()
            let clock = SteppedClock()
            let scan = Scan(
                plan, recorder: recorder, control: control,
                settings: settings(pause: .seconds(77)), clock: clock)
            async let run: Void = scan.complete()
            await clock.sleeper(until: .seconds(77))
            control.cancel()
            try await run
            let state = try await store.reader(of: recorder.job).scanState()
            #expect(state.phase == .cancelled)
        }
    }
}
