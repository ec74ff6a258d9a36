import AnalyticsExport
import EventLog
import Foundation
import ScanEvents
import Zlib

/// What every trade on the tape costs a scan, and how fast they are exported.
struct TradeBench {
    let directory: String
    let rounds: Int

    private static let scans = 10

    /// Measures both and returns the table.
    func table() async throws -> Table {
        var table = Table(title: "Trades on the tape, 505 stocks with bollinger_bands")
        table.rows.append(try await cost())
        table.rows.append(try await export())
        return table
    }

    /// The seconds from the start of a scan's process to its end, when its tape is sealed.
    private func scan(_ variable: String, _ options: [String] = []) async throws -> Double {
        try await seconds {
            _ = try Program(path: ".build/release/tapedeck").output(
                ["scan", "bollinger_bands", "--var", variable, "--json"] + options)
        }
    }

    private func tapes(_ variable: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: variable + "/scans")
            .filter { $0.hasPrefix("2") }.sorted().map { "\(variable)/scans/\($0)" }
    }

    /// A scan with trades and one without, one after the other, against making the trades' lines and
    /// deflating them twice: for a commit and for the sealed tape.
    private func cost() async throws -> Table.Row {
        let variable = directory + "/trades"
        var (with, without, bare): ([Double], [Double], [Double]) = ([], [], [])
        _ = try await scan(variable)
        let events = try trades(of: tapes(variable)[0])
        for _ in 0..<(rounds * 5) {
            with.append(try await scan(variable))
            without.append(try await scan(variable, ["--no-trades"]))
            bare.append(await seconds { formatAndDeflate(events) })
        }
        let (full, less, alone) = (Timings(with), Timings(without), Timings(bare))
        let cost = full.median - less.median
        return Table.Row(
            what: "what the trades add to a scan, from its start to its durable end "
                + "(\(full.description) with, \(less.description) without)",
            ours: Timings.text(cost),
            peer: "formatting their lines and deflating them twice alone: \(alone.description)",
            ratio: String(format: "%.2f", cost / alone.median), mark: "≤ 1.3")
    }

    private func trades(of tape: String) throws -> [ScanEvent] {
        var events: [ScanEvent] = []
        var blocks = try LogReader.open(tape).blocks()
        while let block = try blocks.next() {
            for seq in block.firstSeq..<block.endSeq {
                let event = try RecordedEvent(block.payload, block.range(of: seq)).event
                if case .stockTraded = event { events.append(event) }
            }
        }
        return events
    }

    private func formatAndDeflate(_ events: [ScanEvent]) {
        var commit = Deflater()
        var seal = Deflater(level: 5, for: .numbers)
        var (payload, output): ([UInt8], [UInt8]) = ([], [])
        for (place, event) in events.enumerated() {
            payload += event.recordBody
            guard payload.count > 60_000 || place == events.count - 1 else { continue }
            output.removeAll(keepingCapacity: true)
            commit.compress(payload.span, appendingTo: &output)
            seal.compress(payload.span, appendingTo: &output)
            payload.removeAll(keepingCapacity: true)
        }
    }

    /// All trades of some scans in Parquet, the tapes verified, against DuckDB's copy of the same
    /// records.
    private func export() async throws -> Table.Row {
        let variable = directory + "/ten"
        for _ in 0..<Self.scans { _ = try await scan(variable) }
        let (tapes, target) = (try tapes(variable), directory + "/trades.parquet")
        var (ours, theirs): ([Double], [Double]) = ([], [])
        var last: Peer?
        for _ in 0..<rounds {
            ours.append(
                try await seconds {
                    _ = try TapeExport(.parquet, tables: [.trades]).run(
                        tapes.map { tape in
                            ExportSource(name: tape) { (try LogReader.open(tape), nil) }
                        }, to: target)
                })
            let output = try Program.python.output(
                ["Tools/bench/duckdb_trades.py", directory + "/peer.parquet", target] + tapes)
            last = try JSONDecoder().decode(Peer.self, from: output)
            theirs.append(last?.seconds ?? .infinity)
        }
        let (our, their) = (Timings(ours), Timings(theirs))
        return Table.Row(
            what:
                "export of the \(last?.rows ?? 0) trades of \(Self.scans) scans to Parquet, verified",
            ours: our.description,
            peer: "DuckDB \(last?.version ?? "") COPY of read_json with its types given, not "
                + "verified: \(their.description)",
            ratio: String(format: "%.2f", their.median / our.median), mark: "≥ 3", against: .peer,
            reason: """
                by perf the thread that reads is at work all the time: three tenths of it read JSON, as \
                lists have no fast reader, three tenths append to columns, a fifth writes times as \
                texts, the rest inflates and hashes; the other thread deflates 28 columns, of which \
                the peer has 14, and five of the others hardly get smaller.
                """)
    }

    /// What the peer's script printed.
    private struct Peer: Decodable {
        let seconds: Double
        let version: String
        let rows: Int
    }
}
