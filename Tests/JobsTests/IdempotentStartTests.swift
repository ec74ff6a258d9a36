import Backtesting
import PriceSources
import ScanEvents
import Tapes
import Scanning
import Synchronization
import TestSupport
import Testing

@testable import Jobs
import StrategyFiles

/// A request that comes again.
@Suite(.timeLimit(.minutes(3)))
struct IdempotentStartTests {
    private let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil)
    private let request = ScanRequest(strategy: "rsi", tickers: ["AAPL"])

    private func withStarts(
        _ limits: ScanLimits = ScanLimits(),
        _ body: (IdempotentStart, ScanService) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let store = try await TapeStore.open(
                variableDirectory: directory, now: ManualClock().now)
            let service = ScanService(
                store: store,
                scanning: ScanningConfiguration(
                    strategies: .builtIn, sources: sources, limits: limits))
            try await body(IdempotentStart(service), service)
        }
    }

    private func start(
        _ starts: IdempotentStart, _ request: ScanRequest, key: String?
    ) async throws -> StartedScan {
        try await starts.start(request, key: key, for: nil) {
            try ScanPlan(request, strategies: .builtIn, sources: sources)
        }
    }

    @Test func theSameNameIsTheSameScanAndIsNotCheckedAgain() async throws {
        try await withStarts { starts, service in
            let first = try await start(starts, request, key: "a")
            #expect(!first.isReplayed)
            let again = try await starts.start(request, key: "a", for: nil) {
                Issue.record("it was checked")
                return try ScanPlan(request, strategies: .builtIn, sources: sources)
            }
            #expect(again.isReplayed && again.job == first.job)
            let unnamed = try await start(starts, request, key: nil)
            #expect(!unnamed.isReplayed && unnamed.job != first.job)
            #expect(service.counts.running == 2)
        }
    }

    @Test func manyAtOnceOfOneNameStartOneScan() async throws {
        try await withStarts { starts, service in
            let jobs = try await withThrowingTaskGroup(of: StartedScan.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await start(starts, request, key: "a") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(jobs.map(\.job)).count == 1)
            #expect(jobs.count { !$0.isReplayed } == 1)
            #expect(service.counts.running == 1 && service.counts.waiting == 0)
        }
    }

    @Test func aNameOfAnotherRequestIsRefusedWithTheName() async throws {
        try await withStarts { starts, _ in
            _ = try await start(starts, request, key: "a")
            let other = ScanRequest(strategy: "rsi", tickers: ["MSFT"])
            let error = await #expect(throws: JobError.self) {
                try await start(starts, other, key: "a")
            }
            #expect(error?.description == "Idempotency-Key a was used with another request")
        }
    }

    @Test(arguments: ["", "a b", "\u{e9}", String(repeating: "a", count: 256)])
    func aNameThatIsNoVisibleASCIIOrTooLongIsRefused(_ key: String) async throws {
        try await withStarts { starts, service in
            await #expect(throws: JobError.self) { try await start(starts, request, key: key) }
            #expect(service.counts.running == 0)
        }
    }

    @Test func aFullQueueSaysWhatItsLimitsAre() async throws {
        var limits = ScanLimits()
        (limits.maxRunning, limits.maxWaiting) = (1, 1)
        try await withStarts(limits) { starts, _ in
            for _ in 0..<2 { _ = try await start(starts, request, key: nil) }
            let error = await #expect(throws: JobError.self) {
                try await start(starts, request, key: nil)
            }
            #expect(
                error?.description
                    == "1 scans are at work and 1 are waiting; try again when some are done")
        }
    }
}
