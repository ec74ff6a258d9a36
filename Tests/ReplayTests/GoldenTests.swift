import Foundation
import TestSupport
import Testing

/// What each command prints, to the byte.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct GoldenTests {
    private static let inTapes = ["--var", "TAPES"]

    @Test(arguments: [
        "list", "stream", "status", "diff", "cat", "audit", "export", "prove", "verify-proof",
        "repair", "key",
    ])
    func helpOfEachCommandIsTheGoldenOne(_ command: String) async throws {
        let transcript = try await Replayed(arguments: [command, "--help"]).transcript()
        try expectGolden(transcript, "help-\(command)")
    }

    @Test func helpNamesAllCommands() async throws {
        let text = try await Replayed(arguments: ["--help"]).transcript()
        for command in ["list", "stream", "diff", "cat", "audit", "export", "prove", "repair"] {
            #expect(text.contains("\n  \(command) "), "\(command)")
        }
    }

    @Test(arguments: Tapes.all)
    func theStreamOfARecordedTapeIsTheGoldenOne(_ job: String) async throws {
        let transcript = try await Replayed(arguments: ["stream", job] + Self.inTapes).transcript()
        try expectGolden(transcript, "stream-\(job)")
    }

    @Test(arguments: Tapes.all)
    func theLinesOfARecordedTapeAreTheGoldenOnes(_ job: String) async throws {
        let transcript = try await Replayed(
            arguments: ["stream", job, "--format", "lines"] + Self.inTapes
        ).transcript()
        try expectGolden(transcript, "lines-\(job)")
    }

    @Test(arguments: [
        ("stream", ["stream"]), ("events", ["stream", "--view", "events"]),
        ("status", ["status", "--json"]), ("audit", ["audit", "--json"]), ("cat", ["cat"]),
    ])
    func aTapeOfFormOneIsReadForEver(_ name: String, _ arguments: [String]) async throws {
        let path = Tapes.formOne.replacingOccurrences(of: Tapes.directory, with: "TAPES")
        let transcript = try await Replayed(
            arguments: [arguments[0], path] + arguments.dropFirst()
        ).transcript()
        try expectGolden(transcript, "form-1-\(name)")
    }

    /// A name and the command that it stands for.
    static let commands: [(String, [String])] = [
        ("list", ["list"]),
        ("list-json", ["list", "--json"]),
        ("list-strategy", ["list", "--strategy", "rsi"]),
        ("list-since", ["list", "--since", "2026-11-24T21:11", "--until", "2026-11-24T21:11:02"]),
        ("list-limit", ["list", "--limit", "1", "--state", "completed"]),
        ("stream-every-from", ["stream", Tapes.resumed, "--every", "1", "--from", "7"]),
        ("stream-events-at", ["stream", Tapes.finished, "--view", "events", "--at", "2"]),
        ("stream-at-second", ["stream", Tapes.resumed, "--every", "1", "--at", "21:10:58"]),
        ("stream-lines-at", ["stream", Tapes.cancelled, "--format", "lines", "--at", "6"]),
        ("status", ["status", "latest"]),
        ("status-at", ["status", Tapes.resumed, "--at", "5"]),
        ("status-at-json", ["status", Tapes.resumed, "--at", "5", "--json"]),
        ("status-at-time", ["status", Tapes.cancelled, "--at", "2026-11-24T21:10:57.9"]),
        ("status-at-slow", ["status", Tapes.cancelled, "--at", "4"]),
        ("status-too-early", ["status", Tapes.cancelled, "--at", "03:00"]),
        ("status-too-late", ["status", Tapes.cancelled, "--at", "99"]),
        ("status-no-moment", ["status", Tapes.cancelled, "--at", "soon"]),
        ("diff", ["diff", Tapes.finished, Tapes.varied]),
        ("diff-json", ["diff", Tapes.finished, Tapes.withFailures, "--json"]),
        ("diff-none", ["diff", Tapes.finished, Tapes.finished]),
        ("cat-seq", ["cat", Tapes.finished, "--seq", "1-2"]),
        ("cat-type", ["cat", Tapes.resumed, "--type", "scan_resumed", "--type", "log_sealed"]),
        ("cat-ticker", ["cat", Tapes.cancelled, "--ticker", "MSFT"]),
        ("cat-pretty", ["cat", Tapes.withFailures, "--ticker", "APTV", "--pretty"]),
        ("cat-time", ["cat", Tapes.cancelled, "--since", "21:10:57.9", "--until", "21:10:58.1"]),
        ("cat-bad-range", ["cat", Tapes.cancelled, "--seq", "7-3"]),
        ("audit", ["audit"]),
        ("audit-json", ["audit", Tapes.finished, "--json"]),
        ("audit-key", ["audit", Tapes.finished, Tapes.resumed, "--key", Tapes.key]),
        ("audit-recompute", ["audit", "--recompute"]),
        ("prove", ["prove", Tapes.finished, "KO"]),
        ("prove-failure", ["prove", Tapes.withFailures, "APTV"]),
        ("prove-nothing", ["prove", Tapes.finished, "GE"]),
        ("repair-sound", ["repair", Tapes.finished, "--output", "/nowhere/new.gz"]),
        ("repair-no-output", ["repair", Tapes.finished]),
        ("no-such-scan", ["stream", "2025"]),
        ("several-scans", ["stream", "20261124"]),
        ("no-tape", ["audit", "TAPES/scans/\(Tapes.finished).ndjson.gz.checkpoint"]),
        ("no-file", ["audit", "TAPES/none.gz"]),
        ("output-among-tapes", ["list", "--output", "TAPES/scans/x"]),
        ("bad-speed", ["stream", "latest", "--speed", "0"]),
        ("bad-port", ["stream", "latest", "--serve", "70000"]),
    ]

    @Test(arguments: commands)
    func whatACommandPrintsIsTheGoldenText(_ name: String, _ arguments: [String]) async throws {
        let transcript = try await Replayed(arguments: arguments + Self.inTapes).transcript()
        try expectGolden(transcript, name)
    }

    @Test func theOutputFileHoldsWhatTheTerminalWouldShow() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/stream.txt"
            let arguments = ["stream", Tapes.finished, "--var", Tapes.directory]
            let program = Program.product("tapedeck-replay")
            let shown = try await program.run(arguments)
            let written = try await program.run(arguments + ["--output", path])
            #expect(written.status == 0 && written.output.isEmpty, "\(written.errors)")
            #expect(try readFile(path) == shown.output)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 1)
        }
    }

    @Test func aPacedStreamIsTheSameBytes() async throws {
        let program = Program.product("tapedeck-replay")
        for view in ["progress", "events"] {
            let arguments = [
                "stream", Tapes.cancelled, "--view", view, "--var", Tapes.directory,
            ]
            let atOnce = try await program.run(arguments)
            let paced = try await program.run(arguments + ["--speed", "100"])
            #expect(paced.output == atOnce.output)
            #expect(paced.status == 0)
        }
    }
}
