import Backtesting
import EventLog
import Glibc
import PriceSources
import Projections
import ScanEvents
import Tapes
import Scanning
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Jobs
import StrategyFiles

/// A fault of the disk that passes passes for the scans of a service, too.
// A scan for a fault at each call, once for one fault and once for five.
@Suite(.timeLimit(.minutes(5)))
struct PassingFaultTests {
    /// The calls that start a scan: three create its tape, two record its request, two register it.
    private static let callsOfStart = 7
    private let request = ScanRequest(strategy: "rsi", tickers: ["AAPL", "NOPE", "MSFT"])

    /// A clock on which every pause is over at once; it notes them.
    private final class ImpatientClock: Clock {
        typealias Instant = ContinuousClock.Instant
        private let noted = Mutex<[Duration]>([])
        var pauses: [Duration] { noted.withLock { $0 } }
        var now: Instant { ContinuousClock.now }
        var minimumResolution: Duration { .nanoseconds(1) }

        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            let pause = now.duration(to: deadline)
            // The time between the two calls is not of interest.
            noted.withLock { $0.append(.seconds((pause / .seconds(1)).rounded())) }
            await Task.yield()
            try Task.checkCancellation()
        }
    }

    /// Runs `body` with a service on a faulty disk, and tells what the next start finds wrong.
    private func withService(
        _ clock: any Clock<Duration> = ImpatientClock(),
        _ body: (ScanService, FaultyDisk) async throws -> Void
    ) async throws -> [String] {
        try await withTemporaryDirectory { directory in
            let disk = FaultyDisk()
            do {
                let store = try await TapeStore.open(
                    variableDirectory: directory, fileSystem: disk, now: ManualClock().now)
                let service = ScanService(
                    store: store,
                    scanning: ScanningConfiguration(
                        strategies: .builtIn,
                        sources: PriceCatalog(files: .anywhere, cacheDirectory: nil)),
                    clock: clock)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await service.workOffQueue() }
                    try await body(service, disk)
                    group.cancelAll()
                }
            }
            return try await TapeStore.open(variableDirectory: directory).problems
        }
    }

    /// Starts the scan; a fault that refuses it passes, too.
    private func start(in service: ScanService) async throws -> JobID {
        for _ in 0..<20 {
            do {
                return try await service.start(request)
            } catch JobError.notRecorded {
                continue
            }
        }
        return try await service.start(request)
    }

    private func waitForSeal(of job: JobID, in service: ScanService) async {
        while service.store.outcome(of: job) == nil { await Task.yield() }
    }

    @Test(arguments: [ENOSPC, EIO])
    func aScanEndsCompleteAfterAFaultAtAnyCallThatPasses(_ code: Int32) async throws {
        var calls = 0
        _ = try await withService { service, disk in
            let before = disk.calls
            await waitForSeal(of: try await start(in: service), in: service)
            calls = disk.calls - before
        }
        #expect(calls > 15)
        for first in 0..<calls {
            for length in [1, 5] {
                let problems = try await withService { service, disk in
                    disk.fail(first..<first + length, with: code)
                    let job = try await start(in: service)
                    let reader = try await service.store.reader(of: job)
                    await waitForSeal(of: job, in: service)
                    await reader.waitForEnd()
                    let state = try await service.store.reader(of: job).scanState()
                    #expect(state.phase == .completed, "\(length) faults at call \(first)")
                    #expect(state.stocks.count == 2 && state.failures.count == 1)
                    let page = try await service.list(ScanListQuery())
                    #expect(page.entries.map(\.standing).contains(.completed))
                    // All that followed the tape from the first record on have had all of it.
                    #expect(reader.tail.position.nextSeq == state.nextSeq)
                    while service.counts != (0, 0, 0) { await Task.yield() }
                }
                #expect(problems.isEmpty, "\(length) faults at call \(first): \(problems)")
            }
        }
        print("error \(code): \(calls) calls, \(2 * calls) scans went on")
    }

    @Test func allFacesTellTheSameWhileADiskIsFull() async throws {
        let problems = try await withService { service, disk in
            disk.fail(Self.callsOfStart..<Int.max / 2, with: ENOSPC)
            let job = try await service.start(request)
            let other = try? await service.start(request)
            #expect(other == nil)
            while service.counts.stopped == 0 { await Task.yield() }
            let reader = try await service.store.reader(of: job)
            for _ in 0..<20 {
                #expect(service.counts == (1, 1, 0))
                let state = try await service.state(of: job, reader)
                #expect(!state.isFinished)
                let page = try await service.list(ScanListQuery())
                #expect(page.entries.map(\.job) == [job])
                #expect(page.entries.map(\.standing) == [.running])
                #expect(!reader.tail.position.isEnded, "its streams wait")
            }
            #expect(service.cancel(job))
            #expect(!reader.tail.position.isEnded)
            disk.heal()
            await waitForSeal(of: job, in: service)
            #expect(service.store.outcome(of: job)?.standing == .cancelled)
            #expect(!service.cancel(job))
            await reader.waitForEnd()
        }
        #expect(problems.isEmpty, "\(problems)")
    }

    @Test func aScanIsNotGoneOnWithWhereOnlyAShortRecordHasRoom() async throws {
        let clock = ImpatientClock()
        let problems = try await withService(clock) { service, disk in
            disk.fail(Self.callsOfStart..<Self.callsOfStart + 1, with: ENOSPC)
            disk.fillUp(to: 4_096)
            let job = try await service.start(request)
            let reader = try await service.store.reader(of: job)
            while clock.pauses.count < 8 { await Task.yield() }
            #expect(service.counts == (1, 1, 0))
            #expect(reader.tail.position.nextSeq == 2, "request and strategy, and no more")
            disk.heal()
            await waitForSeal(of: job, in: service)
            #expect(service.store.outcome(of: job)?.standing == .completed)
            let files = try service.store.archive.files()
            #expect(files.others.isEmpty, "\(files.others)")
        }
        #expect(problems.isEmpty, "\(problems)")
    }

    @Test func pausesGrowUpToAMinute() {
        var pauses = RetryPauses()
        #expect(
            (0..<9).map { _ in pauses.next() / .seconds(1) } == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    }

    @Test func theDiskIsAskedAgainAfterTheseVeryPauses() async throws {
        let clock = ImpatientClock()
        _ = try await withService(clock) { service, disk in
            disk.fail(Self.callsOfStart..<Int.max / 2, with: EIO)
            let job = try await service.start(request)
            while clock.pauses.count < 8 { await Task.yield() }
            #expect(
                clock.pauses.prefix(8).map { $0 / .seconds(1) } == [1, 2, 4, 8, 16, 32, 60, 60])
            disk.heal()
            await waitForSeal(of: job, in: service)
        }
    }

    /// Prices that are not there when the service starts are waited for in the same way.
    @Test func aScanWhosePricesAreGoneGoesOnWhenTheyAreBack() async throws {
        try await withTemporaryDirectory { directory in
            let prices = directory + "/prices"
            let source = "csv:\(prices)/A.csv"
            do {
                let store = try await TapeStore.open(variableDirectory: directory)
                let recorder = try await store.record { job in
                    ScanEvent.Requested(
                        jobID: job.description, engine: "test",
                        request: ScanRequest(
                            strategy: "buy_and_hold", tickers: ["A"], source: source),
                        stocks: 1, universeDigest: String(repeating: "0", count: 64))
                }
                await recorder.close()
            }
            let clock = ImpatientClock()
            let store = try await TapeStore.open(variableDirectory: directory)
            let job = try #require(store.interrupted.first)
            let service = ScanService(
                store: store,
                scanning: ScanningConfiguration(
                    strategies: .builtIn,
                    sources: PriceCatalog(files: .anywhere, cacheDirectory: nil)),
                clock: clock)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await service.workOffQueue() }
                while clock.pauses.count < 3 { await Task.yield() }
                #expect(service.counts == (1, 1, 0))
                let page = try await service.list(ScanListQuery())
                #expect(page.entries.map(\.standing) == [.running])
                try PosixFileSystem().createDirectory(prices)
                let rows = (1...28).map { "2024-02-\($0 < 10 ? "0" : "")\($0),1,2,1,2,10\n" }
                try writeFile(
                    Array(("Date,Open,High,Low,Close,Volume\n" + rows.joined()).utf8),
                    to: prices + "/A.csv")
                await waitForSeal(of: job, in: service)
                #expect(service.store.outcome(of: job)?.standing == .completed)
                group.cancelAll()
            }
        }
    }

    @Test func aScanWhosePricesAreGoneCanBeCancelled() async throws {
        try await withTemporaryDirectory { directory in
            do {
                let store = try await TapeStore.open(variableDirectory: directory)
                let recorder = try await store.record { job in
                    ScanEvent.Requested(
                        jobID: job.description, engine: "test",
                        request: ScanRequest(
                            strategy: "rsi", tickers: ["A"], source: "csv:/nonexistent/A.csv"),
                        stocks: 1, universeDigest: String(repeating: "0", count: 64))
                }
                await recorder.close()
            }
            let store = try await TapeStore.open(variableDirectory: directory)
            let job = try #require(store.interrupted.first)
            let service = ScanService(
                store: store,
                scanning: ScanningConfiguration(
                    strategies: .builtIn,
                    sources: PriceCatalog(files: .anywhere, cacheDirectory: nil)),
                clock: ImpatientClock())
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await service.workOffQueue() }
                while service.counts.stopped == 0 { await Task.yield() }
                #expect(service.cancel(job))
                await waitForSeal(of: job, in: service)
                #expect(service.store.outcome(of: job)?.standing == .cancelled)
                group.cancelAll()
            }
        }
    }
}
