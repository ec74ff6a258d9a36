import EventLog
import Foundation
import Tapes
import Storage
import Zlib

/// The event log against the bare work of its disk and of zlib.
struct LogBench {
    let directory: String
    let events: Int
    let rounds: Int

    private static let batch = 10_000
    private static let singles = 200

    /// Measures everything and returns the table.
    func table() async throws -> Table {
        var table = Table(title: "Event log, \(events) events")
        let peers = try LogPeers(directory: directory, records: (0..<events).map(event))
        table.rows += try await singleCommits(peers)
        let (rows, path) = try await burst(peers)
        table.rows += rows
        let sealed = try await seal(path)
        table.rows.append(try await sequentialRead(path))
        table.rows.append(try peers.read(path, events: events, rounds: rounds))
        table.rows.append(try await randomRead(path))
        table.rows.append(try await size(path, sealed: sealed))
        table.rows.append(try await list())
        return table
    }

    /// One record a commit, each waited for, against the same bytes written and synced bare.
    private func singleCommits(_ peers: LogPeers) async throws -> [Table.Row] {
        let count = Self.singles
        var rivals = [
            LogPeers.Rival(
                "sqlite_singly", "a transaction each, WAL with synchronous=FULL", count: count),
            LogPeers.Rival(
                "nats_singly", "JetStream on files, sync_interval always, each acknowledged",
                count: count),
        ]
        var ours: [Double] = []
        var bare: [Double] = []
        for round in 0..<rounds * 3 {
            let path = "\(directory)/single-\(round)"
            let writer = try LogWriter.create(path, now: SystemClock.now)
            ours.append(
                try await seconds {
                    for index in 0..<count { try await writer.append(event(index)) }
                })
            var members: [[UInt8]] = []
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            var blocks = try LogReader.open(path).blocks()
            while let block = try blocks.next() {
                members.append(Array(bytes[block.offsetBytes..<block.endOffsetBytes]))
            }
            let file = try PosixFileSystem().create(path + ".bare")
            bare.append(
                try await seconds {
                    var offset = 0
                    for member in members {
                        try file.writeAll(member, at: offset)
                        try file.synchronize()
                        offset += member.count
                    }
                })
            try peers.round(&rivals)
        }
        let times = Timings(ours)
        return [
            row(
                "\(count) single durable commits, each waited for", times,
                "write + fdatasync of the same bytes", Timings(bare), mark: "≥ 0.8")
        ] + rivals.map { $0.row("the same", times, of: count) }
    }

    /// All events as fast as they go, against deflate alone of the same payloads.
    private func burst(_ peers: LogPeers) async throws -> (rows: [Table.Row], path: String) {
        let batches = stride(from: 0, to: events, by: Self.batch).map { start in
            (start..<min(start + Self.batch, events)).map(event)
        }
        var ours: [Double] = []
        var bare: [Double] = []
        var path = ""
        var lineBytes = 0
        var rivals = [
            LogPeers.Rival(
                "sqlite_together",
                "transactions of \(Self.batch), WAL with synchronous=FULL, not compressed",
                count: events),
            LogPeers.Rival(
                "nats_batches",
                "JetStream, sync_interval always, atomic batches of 1000, not compressed",
                count: min(events, 50_000)),
            LogPeers.Rival(
                "nats_pipelined",
                "JetStream, sync_interval always, 4000 on their way, not compressed",
                count: min(events, 3_000)),
        ]
        for round in 0..<rounds {
            if round > 0 { try FileManager.default.removeItem(atPath: path) }
            path = "\(directory)/burst-\(round)"
            let writer = try LogWriter.create(path, now: SystemClock.now)
            ours.append(
                try await seconds {
                    for batch in batches { try await writer.append(contentsOf: batch) }
                })
            let payloads = try payloads(of: path)
            lineBytes = payloads.reduce(0) { $0 + $1.count }
            bare.append(await seconds { deflate(payloads) })
            try peers.round(&rivals)
        }
        let times = Timings(ours)
        let rows =
            [
                row(
                    "burst of \(events) events of \(lineBytes / events) B, compressed", times,
                    "deflate alone", Timings(bare), mark: "≥ 0.6")
            ] + rivals.map { $0.row("the same", times, of: events) }
        return (rows, path)
    }

    private func payloads(of path: String) throws -> [[UInt8]] {
        var payloads: [[UInt8]] = []
        var blocks = try LogReader.open(path).blocks()
        while let block = try blocks.next() { payloads.append(block.payload) }
        return payloads
    }

    private func deflate(_ payloads: [[UInt8]]) {
        var deflater = Deflater()
        var output: [UInt8] = []
        for payload in payloads {
            output.removeAll(keepingCapacity: true)
            deflater.compress(payload.span, appendingTo: &output)
        }
    }

    private func seal(_ path: String) async throws -> Double {
        let writer = try LogWriter.open(path, now: SystemClock.now).writer
        return try await seconds { try await writer.seal() }
    }

    /// Every record of the sealed log, checked, against inflate and CRC alone of the file.
    private func sequentialRead(_ path: String) async throws -> Table.Row {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        var ours: [Double] = []
        var bare: [Double] = []
        Machine.resetPeakMemory()
        let before = Machine.peakMemoryBytes
        var growth = 0
        for _ in 0..<rounds {
            var found = 0
            ours.append(
                try await seconds {
                    var blocks = try LogReader.open(path).blocks()
                    while let block = try blocks.next() { found += block.count }
                })
            precondition(found == events + 1, "the log has all events and its seal")
            growth = max(growth, Machine.peakMemoryBytes - before)
            bare.append(try await seconds { try inflate(bytes) })
        }
        return row(
            "sequential verified read, sealed (memory grew by \(growth / 1024) KiB)", Timings(ours),
            "inflate + CRC-32 alone",
            Timings(bare), mark: "≥ 0.7")
    }

    /// Opening the sealed log and reading its first event at a random place.
    private func randomRead(_ path: String) async throws -> Table.Row {
        var times: [Double] = []
        for _ in 0..<1_000 {
            let seq = Int.random(in: 0..<events)
            times.append(
                try await seconds {
                    var blocks = try LogReader.open(path).blocks(from: seq)
                    let block = try blocks.next()
                    precondition(block.map { $0.firstSeq <= seq && seq < $0.endSeq } == true)
                })
        }
        let timings = Timings(times)
        let worst = Timings.text(timings.quantile(0.99))
        return Table.Row(
            what: "open, and first event at a random seq, sealed",
            ours: "p50 \(Timings.text(timings.median)), p99 \(worst)",
            peer: "", ratio: "", mark: "≤ 5 ms (p99)", value: timings.quantile(0.99) * 1_000)
    }

    private func size(_ path: String, sealed seconds: Double) async throws -> Table.Row {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "gzip -dc '\(path)' | gzip -6 | wc -c"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let gzip = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? .nan
        let ours = Double(try PosixFileSystem().open(path, forWriting: false).size())
        return Table.Row(
            what: "size when sealed (sealing took \(Timings.text(seconds)))",
            ours: "\(Int(ours)) B", peer: "gzip -6: \(Int(gzip)) B",
            ratio: String(format: "%.3f", ours / gzip), mark: "≤ 1.06")
    }

    /// Opening a store of 10,000 sealed tapes, and listing its scans.
    private func list() async throws -> Table.Row {
        let tapes = 10_000
        let store = StoreOfCopies(variableDirectory: "\(directory)/many")
        try await store.make(tapes)
        let times = Timings(try await store.timesToList(tapes, rounds: rounds))
        return Table.Row(
            what: "list \(tapes) sealed tapes at start", ours: times.description,
            peer: "", ratio: "", mark: "≤ 1 s", value: times.median)
    }

    private func row(
        _ what: String, _ ours: Timings, _ peerName: String, _ peer: Timings, mark: String
    ) -> Table.Row {
        Table.Row(
            what: what, ours: ours.description, peer: "\(peerName): \(peer.description)",
            ratio: String(format: "%.2f", peer.median / ours.median), mark: mark)
    }

    /// An event like a stock's result, of about 220 bytes with its frame.
    private func event(_ index: Int) -> [UInt8] {
        var random = UInt64(index) &* 0x9e37_79b9_7f4a_7c15
        random = (random ^ (random >> 29)) &* 0xbf58_476d_1ce4_e5b9
        let pnl = Double(random >> 40) / 1_000
        return Array(
            (#""type":"stock_completed","ticker":"T\#(index % 505)","pnl":\#(pnl),"#
                + #""return_pct":\#(pnl / 100),"total_trades":\#(random % 97),"#
                + #""winning_trades":\#(random % 53),"end_value":\#(10_000 + pnl),"#
                + #""seconds":0.00\#(random % 997)"#).utf8)
    }
}
