import AnalyticsExport
import EventLog
import Foundation

/// Exporting a long tape to Parquet against DuckDB's reading and writing it.
extension ReplayBench {
    /// What the peer's script printed.
    private struct Peer: Decodable {
        let seconds: Double
        let version: String
        let rows: Int
        let bytes: Int
    }

    /// All tables in Parquet, the tape verified, against DuckDB's copy of the same tape and against
    /// the bare work of reading it.
    ///
    /// Each round measures both, one after the other; DuckDB then reads what we wrote and finds the
    /// records that it wrote itself.
    func exportRows(_ short: String, _ long: String, _ bare: Timings) async throws -> [Table.Row] {
        let target = directory + "/export"
        let least = try peakMemory { try export(short, to: target) }
        let most = try peakMemory { try export(long, to: target) }
        var (ours, theirs): ([Double], [Double]) = ([], [])
        var last: Peer?
        for _ in 0..<rounds {
            ours.append(try await seconds { try export(long, to: target) })
            let peer = try peer(long, target + "/events.parquet")
            theirs.append(peer.seconds)
            last = peer
        }
        let (our, their) = (Timings(ours), Timings(theirs))
        let growth = max(0, most - least) / 1024
        let size = try FileManager.default.attributesOfItem(atPath: target + "/events.parquet")
        return [
            Table.Row(
                what:
                    "export to Parquet, all tables, verified (peak memory \(most / 1_048_576) MiB, "
                    + "grew by \(growth) KiB from a tenth of the events to all; events "
                    + "\(size[.size] as? Int ?? 0) bytes)",
                ours: our.description,
                peer: "DuckDB \(last?.version ?? "") COPY of read_json, not verified, same "
                    + "\(last?.rows ?? 0) records, \(last?.bytes ?? 0) bytes: "
                    + their.description,
                ratio: String(format: "%.2f", their.median / our.median), mark: "≥ 1",
                against: .peer),
            Table.Row(
                what: "the same", ours: our.description,
                peer: "inflate + CRC-32 alone: \(bare.description)",
                ratio: String(format: "%.2f", bare.median / our.median), mark: ""),
        ]
    }

    private func export(_ tape: String, to target: String) throws {
        let summary = try TapeExport(.parquet).run(
            [ExportSource(name: "scan") { (try LogReader.open(tape), nil) }], to: target)
        precondition(summary.tapes.allSatisfy(\.isSealed), "the tape was exported whole")
    }

    private func peer(_ tape: String, _ ours: String) throws -> Peer {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ".build/bench-python/bin/python")
        process.arguments = ["Tools/bench/duckdb_copy.py", tape, directory + "/peer.parquet", ours]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        precondition(process.terminationStatus == 0, "DuckDB ran")
        return try JSONDecoder().decode(Peer.self, from: output)
    }
}
