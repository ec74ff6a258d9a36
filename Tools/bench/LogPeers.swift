import EventLog
import Foundation
import JSONText
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

    /// One store, one way of writing to it, and its times so far.
    struct Rival {
        /// The name of the way in the script of the peers.
        let peer: String
        /// What it does, in words.
        let how: String
        /// How many of the records it is given, as some would take minutes for all.
        let count: Int
        fileprivate var times: [Double] = []
        fileprivate var version = ""

        init(_ peer: String, _ how: String, count: Int) {
            self.peer = peer
            self.how = how
            self.count = count
        }

        /// Its rate beside ours, of `count` records.
        func row(_ what: String, _ ours: Timings, of count: Int) -> Table.Row {
            let theirs = Timings(times)
            let name = peer.hasPrefix("nats") ? "nats-server" : "SQLite"
            let ratio = (theirs.median / Double(self.count)) / (ours.median / Double(count))
            return Table.Row(
                what: what, ours: ours.rate(of: count),
                peer: "\(name) \(version), \(how): \(theirs.rate(of: self.count))",
                ratio: String(format: "%.2f", ratio), mark: "", against: .peer)
        }
    }

    /// Lets each rival write its records once, in a new store.
    func round(_ rivals: inout [Rival]) throws {
        for index in rivals.indices {
            let rival = rivals[index]
            let place = "\(directory)/\(rival.peer)"
            defer { try? FileManager.default.removeItem(atPath: place) }
            let outcome = try JSONDecoder().decode(
                Outcome.self,
                from: try Program.python.output([
                    "Tools/bench/log_peers.py", rival.peer, recordsPath, "\(rival.count)", place,
                    "1", ".build/bench-python/bin/nats-server",
                ]))
            rivals[index].times += outcome.seconds
            rivals[index].version = outcome.version
        }
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
