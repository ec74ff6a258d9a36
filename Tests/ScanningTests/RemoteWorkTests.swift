import EventLog
import MarketData
import Projections
import ScanEvents
import Tapes
import StockWork
import TestSupport
import Testing

@testable import Scanning

/// Scans whose tasks are carried out elsewhere, and come and go as bytes.
@Suite(.timeLimit(.minutes(3)))
struct RemoteWorkTests {
    /// Hands tasks to workers that get no more than the task's bytes and tell no more than the
    /// outcome's.
    private struct ByteExchange: WorkExchange {
        /// Tells a worker's own observer nothing.
        private struct Nobody: TaskObserver {
            func willFetch(_ fetch: StockFetch) {}
            func didFetch(_ answer: StockOutcome.SourceAnswer?) {}
        }

        let workers: LocalWorkers
        var capacity: Int { workers.capacity }
        /// What becomes of the outcomes on their way.
        var change: @Sendable (inout StockOutcome) -> Void = { _ in }

        func carryOut(
            _ task: StockTask, observer: any TaskObserver
        ) async -> StockOutcome? {
            guard let received = try? StockTask(json: task.json),
                let outcome = await workers.carryOut(received, observer: Nobody()),
                var answer = try? StockOutcome(json: outcome.json)
            else { return nil }
            change(&answer)
            return answer
        }
    }

    private let records = ManualClock()

    private func events(_ reader: LogReader) throws -> [ScanEvent] {
        var events: [ScanEvent] = []
        try reader.forEachEvent { record, _ in events.append(record.event) }
        return events
    }

    /// Scans a source one stock after the other, on a clock that stands still.
    private func scan(
        _ source: StubPrices, in directory: String,
        exchange: @escaping @Sendable (LocalWorkers) -> any WorkExchange
    ) async throws -> (events: [ScanEvent], state: ScanState) {
        let store = try await TapeStore.open(variableDirectory: directory, now: records.now)
        let plan = try ScanPlan(stub: source)
        let recorder = try await plan.record(in: store)
        var settings = ScanSettings()
        (settings.workers, settings.maxFetches) = (1, 1)
        settings.sourcePause = .zero
        var scan = Scan(plan, recorder: recorder, settings: settings, clock: SteppedClock())
        scan.exchange = exchange
        try await scan.complete()
        let reader = try await store.reader(of: recorder.job)
        try await SchemaCheck.expectValidTapes(in: directory)
        return (try events(reader), try reader.scanState())
    }

    @Test func theTapeIsThatOfLocalWork() async throws {
        let source = StubPrices(
            tickers: ["A", "B", "C", "D"],
            behaviours: [
                "B": .fails(PriceError(.noData, "none")),
                "C": .costs([1e-300, 1e-300, 1e300]),
            ])
        var tapes: [[ScanEvent]] = []
        for isRemote in [false, true] {
            try await withTemporaryDirectory { directory in
                let scan = try await scan(source, in: directory) { workers in
                    isRemote ? ByteExchange(workers: workers) as any WorkExchange : workers
                }
                // The first and the last record hold the scan's name.
                tapes.append(Array(scan.events.dropFirst().dropLast()))
                #expect(scan.state.phase == .completed)
            }
        }
        #expect(tapes[0] == tapes[1])
        #expect(tapes[0].map(\.type).count { $0 == "stock_failed" } == 1)
    }

    @Test func anExchangeThatTellsNothingOnTheWayStillShowsThatTheSourceAnswers() async throws {
        // Seven refusals, an answer, seven refusals: one less than a pause takes.
        let refused = Set(10..<25).subtracting([17])
        let source = StubPrices(
            tickers: (10..<25).map { "T\($0)" },
            behaviours: Dictionary(
                uniqueKeysWithValues: refused.map {
                    ("T\($0)", .fails(PriceError(.rateLimited, "too many")))
                }))
        try await withTemporaryDirectory { directory in
            let scan = try await scan(source, in: directory) { ByteExchange(workers: $0) }
            #expect(scan.state.phase == .completed)
            #expect(scan.state.failures.count == 14 && scan.state.stocks.count == 1)
            #expect(!scan.events.map(\.type).contains("scan_paused"))
        }
    }

    @Test func anOutcomeWithoutWhatWasAskedForFailsItsStock() async throws {
        let source = StubPrices(tickers: ["A", "B"])
        try await withTemporaryDirectory { directory in
            let scan = try await scan(source, in: directory) { workers in
                ByteExchange(workers: workers) { outcome in
                    guard outcome.ticker == "A", var products = try? outcome.products.get() else {
                        return
                    }
                    products.curve = nil
                    outcome.products = .success(products)
                }
            }
            #expect(scan.state.failures.map(\.ticker) == ["A"])
            #expect(scan.state.failures.first?.code == .internal)
            #expect(scan.state.stocks.map(\.result.ticker) == ["B"])
        }
    }
}
