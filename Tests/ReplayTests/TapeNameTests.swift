import Foundation
import Tapes
import TestSupport
import Testing

/// No command takes a tape for that of the scan whose name its file has.
@Suite(.timeLimit(.minutes(3)))
struct TapeNameTests {
    private let replay = Program.product("tapedeck-replay")
    private let other = "20300101-000000-00000000"

    /// Runs `body` with a directory in which the unfinished tape of a scan has another name.
    private func withMisnamedTape(
        _ body: (_ directory: String, _ path: String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished, isSealed: false) { $0.removeLast(2) }
            try FileManager.default.moveItem(
                atPath: forge.path(Tapes.finished), toPath: forge.path(other))
            try await body(directory, forge.path(other))
        }
    }

    @Test(arguments: [
        ["status"], ["stream"], ["cat"], ["prove", "KO"], ["diff", Tapes.path(Tapes.finished)],
        ["export", "--format", "csv", "--output", "OUT"],
    ])
    func aTapeUnderAnotherScansNameIsRefused(_ command: [String]) async throws {
        try await withMisnamedTape { directory, path in
            let rest = command.dropFirst().map { $0 == "OUT" ? directory + "/out" : $0 }
            for name in [other, "latest", path] {
                let outcome = try await replay.run(
                    [command[0], name] + rest + ["--var", directory])
                #expect(outcome.status == 1, "\(outcome.text)")
                #expect(
                    outcome.errors.contains("\(path) holds the tape of scan \(Tapes.finished)"),
                    "\(outcome.errors)")
                #expect(outcome.output.isEmpty)
            }
        }
    }

    @Test(arguments: [false, true])
    func anAuditFindsTheName(_ hasRegistry: Bool) async throws {
        try await withMisnamedTape { directory, path in
            if hasRegistry { try await Forge(directory: directory).copy(Tapes.varied) }
            let outcome = try await replay.run(["audit", "--var", directory])
            #expect(outcome.status == 1)
            #expect(outcome.text.contains("container: name at seq 0"), "\(outcome.text)")
            #expect(outcome.text.contains("found:    that of \(Tapes.finished)"))
            let list = try await replay.run(["list", "--var", directory])
            #expect(list.text.contains("\(other)  damaged "), "\(list.text)")
        }
    }

    @Test func whoeverWatchesANameDoesNotSeeAnotherScan() async throws {
        try await withMisnamedTape { directory, path in
            let outcome = try await Program.product("tapedeck").run([
                "watch", other, "--give-up-after", "0", "--var", directory,
            ])
            #expect(outcome.errors.contains("holds the tape of scan"), "\(outcome.errors)")
            #expect(outcome.status != 0)
        }
    }

    @Test func filesThatAreNoTapesAreNamed() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished)
            let scans = directory + "/scans"
            try writeFile(Array("mine".utf8), to: scans + "/notes.txt")
            try writeFile(Array("mine".utf8), to: scans + "/notes.ndjson.gz")
            try writeFile(
                try readFile(forge.path(Tapes.finished)), to: scans + "/copy.ndjson.gz")
            let audit = try await replay.run(["audit", "--var", directory])
            #expect(audit.status == 0, "\(audit.text)")
            #expect(audit.text.contains("\(scans)/notes.txt: no tape\n"))
            #expect(audit.text.contains("\(scans)/notes.ndjson.gz: no tape\n"))
            #expect(audit.text.contains("\(scans)/copy.ndjson.gz: sound\n"))
            #expect(audit.text.contains("3 files audited: 3 sound"))
            let json = try await replay.run(["audit", "--json", "--var", directory])
            #expect(json.text.contains(#""others":["\#(scans)/notes.ndjson.gz","#))
            let list = try await replay.run(["list", "--var", directory])
            #expect(list.errors.contains("Note: \(scans)/notes.txt is no tape\n"))
            #expect(list.errors.contains("Note: \(scans)/copy.ndjson.gz is no tape"))
            let listed = try await replay.run(["list", "--json", "--var", directory])
            #expect(listed.text.contains(#""others":["copy.ndjson.gz","notes.ndjson.gz","#))
        }
    }
}
