import EventLog
import Foundation
import ScanEvents
import ScanHistory

/// A directory with many sealed tapes: one real one, copied, each copy registered.
struct HistoryOfCopies {
    let variableDirectory: String

    /// Makes `count` tapes.
    func make(_ count: Int) async throws {
        let first = try await sealedTape()
        let path = ScanArchive(variableDirectory: variableDirectory).path(of: first)
        for index in 1..<count {
            let copy = path.replacingOccurrences(
                of: first.description, with: String(format: "20200101-000000-%08x", index))
            try FileManager.default.copyItem(atPath: path, toPath: copy)
        }
        // The first opening finds the copies and registers them.
        _ = try await ScanHistory.open(variableDirectory: variableDirectory)
    }

    /// The seconds that opening the history and listing all its tapes takes, in each round.
    func timesToList(_ count: Int, rounds: Int) async throws -> [Double] {
        var times: [Double] = []
        for _ in 0..<rounds {
            times.append(
                try await seconds {
                    let history = try await ScanHistory.open(variableDirectory: variableDirectory)
                    precondition(history.problems.isEmpty, "\(history.problems.prefix(3))")
                    let entries = try history.archive.registry().entries
                    precondition(entries.count == count && entries.allSatisfy { $0.seal != nil })
                })
        }
        return times
    }

    private func sealedTape() async throws -> JobID {
        let history = try await ScanHistory.open(variableDirectory: variableDirectory)
        let recorder = try await history.record { job in
            ScanEvent.Requested(
                jobID: job.description, engine: "tapedeck 0.0.0",
                request: ScanRequest(strategy: "bollinger_bands"), stocks: 0,
                universeDigest: String(repeating: "0", count: 64))
        }
        try await recorder.append([.completed(successful: 0, failed: 0, elapsed: 0)])
        try await recorder.seal()
        return recorder.job
    }
}
