import Crypto
import Foundation
import TestSupport
import Testing

/// What the programs make of the tapes of `Corpus` is what they made of them when it was recorded,
/// to the byte, whatever has become of the code since.
///
/// `Corpus/outputs.txt` has a line for each output: its SHA-256, its length, the command. With
/// `TAPEDECK_RECORD_CORPUS` the lines are written anew, which fails the run, lest nobody look at
/// it; with `TAPEDECK_CORPUS_OUTPUTS` the outputs themselves are left in the directory that it
/// names, so that those of two versions can be compared.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct CorpusTests {
    @Test func everyOutputOfTheCorpusIsWhatItWas() async throws {
        let environment = ProcessInfo.processInfo.environment
        let table = try CorpusTable()
        let outputs = try await outputs(of: table.commands)
        if let directory = environment["TAPEDECK_CORPUS_OUTPUTS"] {
            try keep(outputs, of: table.commands, in: directory)
        }
        guard environment["TAPEDECK_RECORD_CORPUS"] == nil else {
            try table.record(outputs)
            Issue.record("recorded \(outputs.count) outputs; look at the differences")
            return
        }
        // What was deflated has the same bytes with the same zlib only.
        let isSameZlib = try await CorpusRun.zlibVersion() == table.zlibVersion
        for (line, output) in zip(table.lines, outputs) {
            if CorpusTable.isDeflated(line.command), !isSameZlib { continue }
            let found = CorpusTable.Line(command: line.command, output: output)
            #expect(found == line, "expected \(line.digest), \(line.length) bytes")
        }
    }

    /// What each of the commands gives, in order.
    private func outputs(of commands: [String]) async throws -> [[UInt8]] {
        try await withTemporaryDirectory { directory in
            let run = try await CorpusRun(in: directory)
            let outputs = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
                var outputs = [[UInt8]](repeating: [], count: commands.count)
                for (index, command) in commands.enumerated() {
                    // A few at once, whatever the number of cores.
                    if index >= 4, let (done, output) = try await group.next() {
                        outputs[done] = output
                    }
                    group.addTask { (index, try await run.output(of: command, number: index)) }
                }
                for try await (done, output) in group { outputs[done] = output }
                return outputs
            }
            await run.stop()
            return outputs
        }
    }

    private func keep(_ outputs: [[UInt8]], of commands: [String], in directory: String) throws {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        for (command, output) in zip(commands, outputs) {
            let name = String(command.map { $0.isLetter || $0.isNumber ? $0 : "_" }.prefix(200))
            try writeFile(Array((command + "\n").utf8) + output, to: "\(directory)/\(name)")
        }
    }
}

/// The recorded digests and the commands that they belong to.
struct CorpusTable {
    /// A command, and what came of it.
    struct Line: Equatable, CustomStringConvertible {
        let command: String
        let digest: String
        let length: String

        /// The line as it stands in the table, perhaps without a digest yet.
        init?(_ text: Substring) {
            let parts = text.split(separator: " ", maxSplits: 2)
            guard parts.count == 3 else { return nil }
            digest = String(parts[0])
            length = String(parts[1])
            command = String(parts[2])
        }

        /// The line of an output.
        init(command: String, output: [UInt8]) {
            self.command = command
            digest = SHA256.hash(data: output).map { String(format: "%02x", $0) }.joined()
            length = String(output.count)
        }

        var description: String { "\(digest) \(length) \(command)" }
    }

    static let directory = Program.repository + "/Tests/EndToEndTests/Corpus"
    private static let path = directory + "/outputs.txt"

    /// The zlib that deflated what is compared.
    let zlibVersion: String
    let lines: [Line]

    /// Reads the table: a line about zlib, then those of the commands.
    init() throws {
        let text = String(decoding: try readFile(Self.path), as: UTF8.self)
        let rows = text.split(separator: "\n")
        zlibVersion = String(try #require(rows.first).split(separator: " ").last ?? "")
        lines = try rows.dropFirst().map { try #require(Line($0), "\($0)") }
    }

    var commands: [String] { lines.map(\.command) }

    /// Whether what a command gives depends on the version of zlib.
    static func isDeflated(_ command: String) -> Bool {
        ["parquet", "repair"].contains { command.contains($0) }
    }

    /// Replaces the table.
    func record(_ outputs: [[UInt8]]) throws {
        let rows = zip(lines, outputs).map { Line(command: $0.command, output: $1).description }
        let text = (["deflated by zlib \(zlibVersion)"] + rows).joined(separator: "\n") + "\n"
        try writeFile(Array(text.utf8), to: Self.path)
    }
}
