import EventLog
import Foundation
import TestSupport
import Testing

/// Whether the tests may take long.
let isEverythingTested = ProcessInfo.processInfo.environment["TAPEDECK_TEST_ALL"] == "1"

/// The log of all fault tests.
let logPath = "/var/log.ndjson.gz"

/// The body of record `index`, of at least `bytes` bytes, which do not compress well.
func body(_ index: Int, bytes: Int = 0) -> [UInt8] {
    var body = Array(#""type":"test","index":\#(index)"#.utf8)
    guard body.count + 10 < bytes else { return body }
    body.append(contentsOf: Array(#","pad":""#.utf8))
    var random = SeededGenerator(seed: UInt64(index))
    while body.count < bytes - 1 {
        // Six bits in eight: characters that JSON need not escape.
        body.append(UInt8.random(in: 35...90, using: &random))
    }
    body.append(UInt8(ascii: "\""))
    return body
}

/// The bodies of all records of a log, without a seal at the end.
struct LogContents {
    var bodies: [[UInt8]] = []
    var seal: LogSeal?

    /// Reads a log that must be sound.
    init(_ reader: LogReader) throws {
        var blocks = reader.blocks()
        while let block = try blocks.next() {
            for seq in block.firstSeq..<block.endSeq {
                bodies.append(Self.body(block.payload[block.range(of: seq)], seq: seq))
            }
            seal = block.seal
        }
        if seal != nil { bodies.removeLast() }
    }

    private static func body(_ line: ArraySlice<UInt8>, seq: Int) -> [UInt8] {
        let frame = #"{"seq":\#(seq),"at":"YYYY-MM-DDThh:mm:ss.ffffffZ","#.utf8.count
        return Array(line.dropFirst(frame).dropLast())
    }
}

/// Writes `commits`, the bodies of one commit each, to a log in memory, which it returns.
func log(commits: [[[UInt8]]], sealed: Bool = false) async throws -> [UInt8] {
    let disk = SimulatedDisk()
    let writer = try LogWriter.create(logPath, in: disk, now: ManualClock().now)
    for commit in commits { try await writer.append(contentsOf: commit) }
    if sealed { try await writer.seal() }
    return try #require(disk.contents(logPath))
}

/// Counts what a test has gone through, and prints it.
struct Tally: CustomStringConvertible {
    private var counts: [(name: String, count: Int)] = []

    mutating func add(_ name: String, _ count: Int = 1) {
        if let index = counts.firstIndex(where: { $0.name == name }) {
            counts[index].count += count
        } else {
            counts.append((name, count))
        }
    }

    mutating func add(_ survivors: Survivors) {
        add("disks after a crash", survivors.disks.count)
        add(survivors.isExhaustive ? "crashes enumerated" : "crashes drawn from")
    }

    var description: String {
        counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    }
}
