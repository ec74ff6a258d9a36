import Backtesting
import EventLog
import Glibc
import PriceSources
import Projections
import ScanEvents
import Tapes
import Scanning
import Storage
import TestSupport
import Testing

@testable import Jobs
import StrategyFiles

/// Scans that a command works on, without a queue.
@Suite(.timeLimit(.minutes(3)))
struct ScanRunnerTests {
    private let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil)

    private func runner(
        in directory: String, _ disk: any FileSystem = PosixFileSystem()
    ) async throws -> ScanRunner {
        let store = try await TapeStore.open(
            variableDirectory: directory, fileSystem: disk, now: ManualClock().now)
        return ScanRunner(
            store: store, strategies: .builtIn, sources: sources, settings: ScanSettings())
    }

    private func plan(_ source: String? = nil) throws -> ScanPlan {
        var request = ScanRequest(strategy: "rsi", tickers: ["AAPL"])
        request.source = source
        return try ScanPlan(request, strategies: .builtIn, sources: sources)
    }

    @Test func aScanThatIsBegunAndRunIsSealed() async throws {
        try await withTemporaryDirectory { directory in
            let runner = try await runner(in: directory)
            let scan = try await runner.begin(try plan())
            guard case .sealed = await runner.bringToEnd(scan) else {
                Issue.record("it runs to its end")
                return
            }
            #expect(runner.store.outcome(of: scan.job)?.standing == .completed)
        }
    }

    @Test func aScanThatWasCutOffIsGoneOnWith() async throws {
        try await withTemporaryDirectory { directory in
            do {
                let runner = try await runner(in: directory)
                let scan = try await runner.begin(try plan("bundled?delay=60s"))
                let task = Task { await runner.bringToEnd(scan) }
                task.cancel()
                guard case .cutOff = await task.value else {
                    Issue.record("its task is cancelled")
                    return
                }
            }
            let runner = try await runner(in: directory)
            let job = try #require(runner.store.interrupted.first)
            let control = ScanControl()
            let scan = try await runner.resume(job, control: control)
            control.cancel()
            guard case .sealed = await runner.bringToEnd(scan) else {
                Issue.record("it is cancelled")
                return
            }
            #expect(runner.store.outcome(of: job)?.standing == .cancelled)
        }
    }

    @Test func aFaultOfTheDiskStopsAScanAndIsTold() async throws {
        try await withTemporaryDirectory { directory in
            let disk = FaultyDisk()
            let runner = try await runner(in: directory, disk)
            let scan = try await runner.begin(try plan())
            disk.fail(0..<Int.max / 2, with: ENOSPC)
            guard case .stopped(let error) = await runner.bringToEnd(scan) else {
                Issue.record("its tape cannot be written")
                return
            }
            #expect(error is LogError)
            disk.heal()
            let again = try #require(try await runner.retry(scan.job, control: ScanControl()))
            guard case .sealed = await runner.bringToEnd(again) else {
                Issue.record("the fault has passed")
                return
            }
            #expect(runner.store.outcome(of: scan.job)?.standing == .completed)
        }
    }
}
