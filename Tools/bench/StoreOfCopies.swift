import EventLog
import Foundation
import ScanEvents
import Tapes
import Storage

/// A directory with many sealed tapes, each of a scan that ended at once, and registered.
struct StoreOfCopies {
    let variableDirectory: String

    /// Makes `count` tapes.
    func make(_ count: Int) async throws {
        try FileManager.default.createDirectory(
            atPath: variableDirectory + "/scans", withIntermediateDirectories: true)
        for index in 0..<count {
            let job = String(format: "20200101-000000-%08x", index)
            let writer = try LogWriter.create(
                "\(variableDirectory)/scans/\(job).ndjson.gz", now: SystemClock.now)
            try await writer.append(contentsOf: Self.events(of: job).map(\.recordBody))
            await writer.close()
        }
        // The first opening finds the tapes, seals and registers them.
        _ = try await TapeStore.open(variableDirectory: variableDirectory)
    }

    /// The seconds that opening the store and listing all its tapes takes, in each round.
    func timesToList(_ count: Int, rounds: Int) async throws -> [Double] {
        var times: [Double] = []
        for _ in 0..<rounds {
            times.append(
                try await seconds {
                    let store = try await TapeStore.open(variableDirectory: variableDirectory)
                    precondition(store.problems.isEmpty, "\(store.problems.prefix(3))")
                    let entries = try store.archive.registry().entries
                    precondition(entries.count == count && entries.allSatisfy { $0.seal != nil })
                })
        }
        return times
    }

    private static func events(of job: String) -> [ScanEvent] {
        [
            .requested(
                ScanEvent.Requested(
                    jobID: job, engine: "tapedeck 0.0.0",
                    request: ScanRequest(strategy: "bollinger_bands"), stocks: 0,
                    universeDigest: String(repeating: "0", count: 64))),
            .completed(.init(successful: 0, failed: 0, elapsed: 0)),
        ]
    }
}
