import EventLog
import Foundation
import TestSupport
import Testing

/// Where `export` and the other commands write to.
@Suite(.timeLimit(.minutes(3)))
struct ExportPlaceTests {
    private let replay = Program.product("tapedeck-replay")

    private func export(_ arguments: String...) async throws -> Program.Outcome {
        try await replay.run(["export", "--var", Tapes.directory] + arguments)
    }

    @Test func aFileOfTheUsersIsReplacedByForceOnly() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/own.sqlite"
            try writeFile(Array("my notes".utf8), to: path)
            let refused = try await export("--format", "sqlite", "--output", path)
            #expect(refused.status == 2)
            #expect(refused.errors.contains("\(path): it is no export"), "\(refused.errors)")
            #expect(refused.errors.contains("--force"))
            #expect(try readFile(path) == Array("my notes".utf8))
            let forced = try await export("--format", "sqlite", "--output", path, "--force")
            #expect(forced.status == 0, "\(forced.errors)")
            let again = try await export("--format", "sqlite", "--output", path)
            #expect(again.status == 0, "\(again.errors)")
        }
    }

    @Test(arguments: ["csv", "ndjson", "parquet", "sqlite"])
    func aSingleFileGoesToStandardOutput(_ format: String) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/x"
            let file = try await export(
                "--format", format, "--tables", "stocks", "--output", path)
            #expect(file.status == 0, "\(file.errors)")
            let output = try await export("--format", format, "--tables", "stocks", "--output", "-")
            #expect(output.status == 0, "\(output.errors)")
            #expect(output.errors.hasPrefix("5 scans verified and exported to standard output\n"))
            #expect(!FileManager.default.fileExists(atPath: "-"))
            if format == "sqlite" {
                #expect(output.output.starts(with: "SQLite format 3\0".utf8))
                #expect(output.output.count == (try readFile(path).count))
            } else {
                #expect(output.output == (try readFile(path)))
            }
        }
    }

    @Test(arguments: ["csv", "ndjson", "parquet"])
    func severalFilesDoNotGoToStandardOutput(_ format: String) async throws {
        let outcome = try await export("--format", format, "--output", "-")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("standard output takes one file"), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "-"))
    }

    @Test func aTapeThatDoesNotHoldGivesNothingOnStandardOutput() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished)
            try await forge.copy(Tapes.varied)
            try forge.damage(Tapes.varied) { $0[100] ^= 1 }
            let outcome = try await replay.run([
                "export", "--var", directory, "--format", "csv", "--tables", "stocks", "--output",
                "-",
            ])
            #expect(outcome.status == 1)
            #expect(outcome.output.isEmpty)
        }
    }

    @Test func aDashIsStandardOutputForAllCommandsButRepair() async throws {
        let plain = try await replay.run(["list", "--var", Tapes.directory])
        let dash = try await replay.run(["list", "--var", Tapes.directory, "--output", "-"])
        #expect(dash.output == plain.output && dash.status == 0)
        let repair = try await replay.run([
            "repair", Tapes.path(Tapes.finished), "--output", "-",
        ])
        #expect(repair.status == 64)
        #expect(repair.errors.contains("a tape needs a file of its own"))
        #expect(!FileManager.default.fileExists(atPath: "-"))
    }

    @Test func anOutputOnItsWayTakesNoOtherFilesName() async throws {
        try await withTemporaryDirectory { directory in
            let own = directory + "/list.new"
            try writeFile([1], to: own)
            let outcome = try await replay.run([
                "list", "--var", Tapes.directory, "--output", directory + "/list",
            ])
            #expect(outcome.status == 0)
            #expect(try readFile(own) == [1])
        }
    }
}
