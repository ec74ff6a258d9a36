import EventLog
import Foundation
import ScanEvents

/// Other stores of events, given the same records as the log.
struct LogPeers {
    private let directory: String
    private let recordsPath: String

    /// Writes the records where the peers find them.
    init(directory: String, records: [[UInt8]]) throws {
        self.directory = directory
        recordsPath = directory + "/records"
        var data = Data()
        for record in records {
            data.append(contentsOf: record)
            data.append(0x0a)
        }
        try data.write(to: URL(fileURLWithPath: recordsPath))
    }

    /// Our times for `of` records beside those of a peer for `count`, as rates.
    func row(
        _ what: String, _ ours: Timings, of: Int, _ peer: String, _ how: String, count: Int,
        rounds: Int
    ) throws -> Table.Row {
        let place = "\(directory)/\(peer)"
        defer { try? FileManager.default.removeItem(atPath: place) }
        let outcome = try JSONDecoder().decode(
            Outcome.self,
            from: try Program.python.output([
                "Tools/bench/log_peers.py", peer, recordsPath, "\(count)", place, "\(rounds)",
                ".build/bench-python/bin/nats-server",
            ]))
        let theirs = Timings(outcome.seconds)
        let name = peer.hasPrefix("nats") ? "nats-server" : "SQLite"
        let ratio = (theirs.median / Double(count)) / (ours.median / Double(of))
        return Table.Row(
            what: what, ours: ours.rate(of: of),
            peer: "\(name) \(outcome.version), \(how): \(theirs.rate(of: count))",
            ratio: String(format: "%.2f", ratio), mark: "", against: .peer)
    }

    /// A question to a whole tape: how many records there are, and the sum of one of their fields.
    func read(_ path: String, events: Int, rounds: Int) throws -> Table.Row {
        var times: [Double] = []
        var sum = 0.0
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            sum = try Self.sumOfPnl(path)
            times.append(start.duration(to: .now) / .seconds(1))
        }
        let outcome = try JSONDecoder().decode(
            Answer.self,
            from: try Program.python.output([
                "Tools/bench/tape_peers.py", "duckdb", path, "\(rounds)",
            ]))
        precondition(
            (outcome.sum - sum).magnitude < sum.magnitude * 1e-9, "both have the same sum")
        let (ours, theirs) = (Timings(times), Timings(outcome.seconds))
        return Table.Row(
            what: "the sum of a field over all \(events) records, verified, one thread",
            ours: ours.description,
            peer: "DuckDB \(outcome.version), read_json of the same file with its types given, "
                + "two threads, no checksums: \(theirs.description)",
            ratio: String(format: "%.2f", theirs.median / ours.median), mark: "", against: .peer)
    }

    private static func sumOfPnl(_ path: String) throws -> Double {
        var sum = 0.0
        var blocks = try LogReader.open(path).blocks()
        while let block = try blocks.next() {
            for seq in block.firstSeq..<block.endSeq {
                var scanner = JSONScanner(block.payload, block.range(of: seq))
                try scanner.object { name, scanner throws(JSONError) in
                    if name == "pnl" {
                        sum += try scanner.number()
                    } else {
                        try scanner.skip()
                    }
                }
            }
        }
        return sum
    }

    private struct Outcome: Decodable {
        let seconds: [Double]
        let version: String
    }

    private struct Answer: Decodable {
        let seconds: [Double]
        let version: String
        let sum: Double
    }
}
