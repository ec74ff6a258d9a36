import Backtesting
import PriceSources
import ScanEvents
import Tapes
import Scanning
import TestSupport
import Testing

@testable import Jobs

/// Whose turn it is.
@Suite(.timeLimit(.minutes(3)))
struct ScanQueueTests {
    /// Runs `body` with scans that nobody works on, in the order in which they were asked for.
    private func withScans(
        _ count: Int, _ body: ([QueuedScan]) throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let store = try await TapeStore.open(
                variableDirectory: directory, now: ManualClock().now)
            let plan = try ScanPlan(
                ScanRequest(strategy: "rsi", tickers: ["AAPL"]), strategies: .builtIn,
                sources: PriceCatalog(files: .anywhere, cacheDirectory: nil))
            var scans: [QueuedScan] = []
            for _ in 0..<count {
                let recorder = try await plan.record(in: store)
                let control = ScanControl()
                scans.append(
                    QueuedScan(
                        prepared: PreparedScan(
                            job: recorder.job,
                            scan: Scan(plan, recorder: recorder, control: control),
                            control: control)))
            }
            try body(scans)
        }
    }

    private func queue(running: Int = 1, waiting: Int = 64) -> ScanQueue {
        var limits = ScanLimits()
        (limits.maxRunning, limits.maxWaiting) = (running, waiting)
        return ScanQueue(limits: limits)
    }

    @Test func ofThoseThatWaitTheOlderStartsFirst() async throws {
        try await withScans(4) { scans in
            let queue = queue()
            for (index, scan) in scans.enumerated() {
                try queue.reserve()
                #expect(queue.add(scan) == (index == 0))
            }
            #expect(queue.counts.running == 1 && queue.counts.waiting == 3)
            for index in 0..<3 {
                #expect(queue.finish(scans[index].job)?.job == scans[index + 1].job)
            }
            #expect(queue.finish(scans[3].job) == nil)
            #expect(queue.counts.running == 0 && queue.counts.waiting == 0)
        }
    }

    @Test func asManyRunAndWaitAsMayAndAPlaceIsGivenBack() async throws {
        try await withScans(3) { scans in
            let queue = queue(running: 1, waiting: 1)
            for scan in scans[..<2] {
                try queue.reserve()
                _ = queue.add(scan)
            }
            #expect(throws: QueueFull.self) { try queue.reserve() }
            #expect(queue.finish(scans[0].job)?.job == scans[1].job)
            try queue.reserve()
            #expect(throws: QueueFull.self) { try queue.reserve() }
            queue.giveBack()
            try queue.reserve()
            #expect(!queue.add(scans[2]))
        }
    }

    @Test func aClientThatMayHaveNoPlaceIsRefusedAndTakesNone() throws {
        let queue = queue(running: 1, waiting: 1)
        #expect(throws: QueueFull.self) { try queue.reserve(for: QueueClient { nil }) }
        // What clients share is more than what the operator may fill.
        let client = QueueClient { Held() }
        let held = try (0..<3).map { _ in try queue.reserve(for: client) }
        #expect(held.allSatisfy { $0 != nil })
        #expect(throws: QueueFull.self) { try queue.reserve(for: client) }
    }

    @Test func oneThatIsCancelledWhileItWaitsMakesRoomAndHasNoTurn() async throws {
        try await withScans(3) { scans in
            let queue = queue(running: 1, waiting: 2)
            for scan in scans {
                try queue.reserve()
                _ = queue.add(scan)
            }
            guard case .waiting(let cancelled) = queue.cancel(scans[1].job) else {
                Issue.record("it waits")
                return
            }
            #expect(cancelled.job == scans[1].job && cancelled.control.isCancelled)
            #expect(!queue.isWaiting(scans[1].job) && queue.isWaiting(scans[2].job))
            try queue.reserve()
            // Once more, and once its tape says so: nobody's turn comes of it.
            guard case .underway = queue.cancel(scans[1].job) else {
                Issue.record("it is ending")
                return
            }
            #expect(queue.finish(scans[1].job) == nil)
            #expect(queue.finish(scans[0].job)?.job == scans[2].job)
            guard case .unknown = queue.cancel(scans[1].job) else {
                Issue.record("it has ended")
                return
            }
        }
    }

    @Test func oneThatIsExpectedHasAPlaceAndCanBeCancelledBeforeItComes() async throws {
        try await withScans(2) { scans in
            let queue = queue(running: 1, waiting: 1)
            queue.expect(scans[0].job, scans[0].control)
            queue.expect(scans[1].job, scans[1].control)
            #expect(throws: QueueFull.self) { try queue.reserve() }
            guard case .underway = queue.cancel(scans[0].job) else {
                Issue.record("it is being prepared")
                return
            }
            #expect(scans[0].control.isCancelled)
            // It takes nobody's turn: all that it does is to say so on its tape.
            #expect(queue.add(scans[0]) && queue.counts.running == 0)
            queue.drop(scans[1].job)
            try queue.reserve()
            try queue.reserve()
            #expect(throws: QueueFull.self) { try queue.reserve() }
        }
    }
}

/// A place that nobody else could have had.
private final class Held: Sendable {}
