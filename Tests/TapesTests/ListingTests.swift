import EventLog
import Foundation
import ScanEvents
import Storage
import TestSupport
import Testing

@testable import Tapes

/// Which scans are found by time and by the client's name for its request.
@Suite(.timeLimit(.minutes(3)))
struct ListingTests {
    private static let day: Int64 = 24 * 3_600 * 1_000_000
    private let clock = ManualClock()

    private func requested(
        _ job: JobID, idempotency: ScanEvent.Idempotency? = nil
    ) -> ScanEvent.Requested {
        ScanEvent.Requested(
            jobID: job.description, engine: "tapedeck 0.1.0",
            request: ScanRequest(strategy: "rsi"), stocks: 0,
            universeDigest: String(repeating: "0", count: 64), idempotency: idempotency)
    }

    private func open(_ directory: String) async throws -> TapeStore {
        try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    @Test func sinceTakesInWhatLiesExactlyOnItAndUntilLeavesItOut() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            var jobs: [JobID] = []
            for _ in 0..<3 { jobs.append(try await store.record { requested($0) }.job) }
            let times = try await store.list(ScanListQuery()).entries.reversed()
                .map(\.requestedAt)
            #expect(Set(times).count == 3)
            func found(_ change: (inout ScanListQuery) -> Void) async throws -> [JobID] {
                var query = ScanListQuery()
                change(&query)
                return try await store.list(query).entries.map(\.job)
            }
            #expect(try await found { $0.since = times[1] } == [jobs[2], jobs[1]])
            #expect(try await found { $0.until = times[1] } == [jobs[0]])
            #expect(try await found { ($0.since, $0.until) = (times[1], times[1]) } == [])
            #expect(
                try await found { ($0.since, $0.until) = (times[0], times[2]) }
                    == [jobs[1], jobs[0]])
            #expect(try await found { $0.before = jobs[1] } == [jobs[0]])
        }
    }

    @Test func aPageHasAsManyAsAreAskedForAndTellsWhetherThereAreMore() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            var jobs: [JobID] = []
            for _ in 0..<3 { jobs.append(try await store.record { requested($0) }.job) }
            for (limit, count, hasMore) in [
                (1, 1, true), (2, 2, true), (3, 3, false), (4, 3, false),
            ] {
                var query = ScanListQuery()
                query.limit = limit
                let page = try await store.list(query)
                #expect(page.entries.map(\.job) == Array(jobs.reversed().prefix(count)))
                #expect(page.hasMore == hasMore, "\(limit)")
            }
        }
    }

    @Test func aClientsNameForItsRequestStandsForItsScanForADay() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let name = ScanEvent.Idempotency(
                key: "k", requestDigest: String(repeating: "a", count: 64))
            clock.set(1_763_900_000_000_000)
            let job = try await store.record { requested($0, idempotency: name) }.job
            // The registry tells it after a restart, too.
            for store in [store, try await reopened(directory)] {
                func found(after microseconds: Int64) -> JobID? {
                    clock.set(1_763_900_000_000_000 + microseconds)
                    let scan = store.scan(withIdempotencyKey: "k")
                    #expect(scan == nil || scan?.requestDigest == name.requestDigest)
                    return scan?.job
                }
                // Half a second is more than the looks at the clock that recording takes.
                #expect(found(after: 1_000_000) == job)
                #expect(found(after: Self.day - 500_000) == job)
                #expect(found(after: Self.day + 500_000) == nil)
                #expect(found(after: 100 * Self.day) == nil)
                #expect(store.scan(withIdempotencyKey: "other") == nil)
            }
        }
    }

    /// The same tapes in another directory, as the lock of the first is held.
    private func reopened(_ directory: String) async throws -> TapeStore {
        let copy = directory + "/copy"
        try FileManager.default.createDirectory(
            atPath: copy, withIntermediateDirectories: false)
        try FileManager.default.copyItem(atPath: directory + "/scans", toPath: copy + "/scans")
        return try await open(copy)
    }
}
