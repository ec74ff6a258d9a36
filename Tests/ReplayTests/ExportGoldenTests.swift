import Foundation
import TestSupport
import Testing

/// What `export` prints and writes, to the byte.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct ExportGoldenTests {
    /// A name and the command that it stands for; OUT is an empty directory.
    static let commands: [(String, [String])] = [
        ("export", ["--format", "csv", "--output", "OUT/all"]),
        ("export-job", [Tapes.finished, "--format", "ndjson", "--output", "OUT/one"]),
        (
            "export-table",
            [
                Tapes.withFailures, "--format", "csv", "--tables", "failures", "--output",
                "OUT/f.csv",
            ]
        ),
        (
            "export-since",
            [
                "--format", "csv", "--tables", "scans,stocks", "--output", "OUT/new", "--since",
                "2026-11-24T21:11",
            ]
        ),
        ("export-none", ["--format", "csv", "--strategy", "macd", "--output", "OUT/none"]),
        ("export-no-output", ["--format", "csv"]),
        ("export-no-format", ["--output", "OUT/x"]),
        ("export-bad-table", ["--format", "csv", "--tables", "scans,shares", "--output", "OUT/x"]),
        (
            "export-job-since",
            ["latest", "--format", "csv", "--since", "2026-11-24", "--output", "OUT/x"]
        ),
        ("export-among-tapes", ["--format", "csv", "--output", "TAPES/scans/x"]),
        ("export-over-tapes", ["--format", "csv", "--output", "TAPES/scans"]),
        ("export-over-others", ["--format", "csv", "--output", "TAPES"]),
        (
            "export-to-standard-output",
            [Tapes.finished, "--format", "csv", "--tables", "stocks", "--output", "-"]
        ),
        ("export-several-to-standard-output", ["--format", "csv", "--output", "-"]),
        ("export-nowhere", ["--format", "csv", "--output", "OUT/none/x"]),
        ("export-no-such-scan", ["2025", "--format", "csv", "--output", "OUT/x"]),
    ]

    @Test(arguments: commands)
    func whatExportPrintsIsTheGoldenText(_ name: String, _ arguments: [String]) async throws {
        try await withTemporaryDirectory { directory in
            let transcript = try await Replayed(
                arguments: ["export"] + arguments + ["--var", "TAPES"], places: ["OUT": directory]
            ).transcript()
            try expectGolden(transcript, name)
        }
    }

    @Test(arguments: ["csv", "ndjson"], ["scans", "stocks", "failures", "events"])
    func whatExportWritesIsTheGoldenText(_ format: String, _ table: String) async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await Program.product("tapedeck-replay").run([
                "export", Tapes.withFailures, "--var", Tapes.directory, "--format", format,
                "--tables", table, "--output", directory + "/x",
            ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let text = String(decoding: try readFile(directory + "/x"), as: UTF8.self)
            try expectGolden(text, "export-\(table)-\(format)")
        }
    }

    @Test func aDamagedTapeIsToldWithItsPlace() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished)
            try forge.damage(Tapes.finished) { $0[100] ^= 1 }
            let transcript = try await Replayed(
                arguments: [
                    "export", Tapes.finished, "--format", "parquet", "--output", "TAPES/x", "--var",
                    "TAPES",
                ], directory: directory
            ).transcript()
            #expect(transcript.contains("member 0, byte 0, seq 0: expected"))
            #expect(transcript.hasSuffix("--- exit 1\n"))
        }
    }

    @Test func whatIsNoExportIsToldAsSuch() async throws {
        try await withTemporaryDirectory { directory in
            try writeFile(Array("mine".utf8), to: directory + "/own.sqlite")
            let transcript = try await Replayed(
                arguments: [
                    "export", "--format", "sqlite", "--output", "OUT/own.sqlite", "--var", "TAPES",
                ], places: ["OUT": directory]
            ).transcript()
            try expectGolden(transcript, "export-over-own-file")
        }
    }

    @Test func aTapeThatIsNotSealedIsMarked() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished, isSealed: false) { $0.removeLast(2) }
            let transcript = try await Replayed(
                arguments: [
                    "export", "--format", "csv", "--output", "TAPES/x", "--var", "TAPES",
                ], directory: directory
            ).transcript()
            try expectGolden(transcript, "export-not-sealed")
        }
    }
}
