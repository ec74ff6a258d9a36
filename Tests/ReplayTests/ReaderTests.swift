import EventLog
import Foundation
import TestSupport
import Testing

/// What the readers that people have make of tapes, against what `Schemas/readers.md` says.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct ReaderTests {
    /// More than DuckDB looks at before it decides on columns.
    private static let records = 25_000

    @Test func eachReaderMakesOfATapeWhatTheTableSays() async throws {
        try await withTemporaryDirectory { directory in
            try await write(to: directory)
            let root = Program.repository
            let read = try await Program(path: root + "/.build/python/bin/python").run([
                root + "/Tests/ReplayTests/Readers/read_tapes.py", directory,
            ])
            #expect(read.status == 0, "\(read.errors)")
            print(read.text)
            let found = read.text.split(separator: "\n").dropFirst(2)
            #expect(found.count > 15)
            let text = String(decoding: try readFile(root + "/Schemas/readers.md"), as: UTF8.self)
            let told = text.split(separator: "\n")
            for line in found {
                #expect(told.contains { $0.hasPrefix(line) }, "Schemas/readers.md lacks: \(line)")
            }
            let tools = ["`", "Perl", "Java", "Python", "rapid", "indexed", "p", "duckdb"]
            let rows = told.filter { line in tools.contains { line.hasPrefix("| \($0)") } }
            #expect(rows.count == found.count, "it tells of readers that nobody ran")
        }
    }

    /// Writes one log as a sealed tape, as it grew, cut in its last member, and with a checksum
    /// that is wrong.
    private func write(to directory: String) async throws {
        let path = directory + "/sealed.ndjson.gz"
        let writer = try LogWriter.create(path, now: ManualClock().now)
        for start in stride(from: 0, to: Self.records, by: 100) {
            try await writer.append(
                contentsOf: (start..<start + 100).map { index in
                    let late = index < Self.records - 10 ? "" : #","late":\#(index)"#
                    return Array(
                        #""type":"stock_slow","ticker":"S\#(index)","seconds":5.5\#(late)"#.utf8)
                })
        }
        var bytes = try readFile(path)
        var members: [LogBlock] = []
        var blocks = try LogReader.open(path).blocks()
        while let block = try blocks.next() { members.append(block) }
        try await writer.seal()
        try writeFile(bytes, to: directory + "/growing.ndjson.gz")
        let last = members[members.count - 1]
        try writeFile(
            Array(bytes[..<((last.offsetBytes + last.endOffsetBytes) / 2)]),
            to: directory + "/torn.ndjson.gz")
        // Near the end, as readers that stop early may stop anywhere before it.
        bytes[members[members.count - 2].endOffsetBytes - 8] ^= 1
        try writeFile(bytes, to: directory + "/checksum.ndjson.gz")
    }
}
