import Foundation
import TestSupport
import Testing

/// Exports as analysts read them: with their own tools, against the tapes.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct ExportTests {
    private static let forms = ["csv", "ndjson", "parquet", "sqlite"]

    /// Exports all tapes of `variable` in all formats and reads them back with Python's tools.
    private func expectReadBack(_ variable: String, jobs: [String]) async throws {
        try await withTemporaryDirectory { directory in
            let program = Program.product("tapedeck-replay")
            for form in Self.forms {
                let outcome = try await program.run([
                    "export", "--var", variable, "--format", form, "--output",
                    "\(directory)/\(form)",
                ])
                #expect(outcome.status == 0, "\(form): \(outcome.errors)")
            }
            let statuses = directory + "/status"
            try FileManager.default.createDirectory(
                atPath: statuses, withIntermediateDirectories: false)
            for job in jobs {
                let status = try await program.run(["status", job, "--json", "--var", variable])
                try writeFile(status.output, to: "\(statuses)/\(job).json")
            }
            let root = Program.repository
            let read = try await Program(path: root + "/.build/python/bin/python").run([
                root + "/Tests/ReplayTests/Readers/read_exports.py", variable + "/scans", statuses,
                directory,
            ])
            #expect(read.status == 0, "\(read.text)\(read.errors)")
            #expect(read.text.hasSuffix("values compared\n"))
        }
    }

    @Test func parquetNamesTheVersionOfTheProgram() async throws {
        try await withTemporaryDirectory { directory in
            let program = Program.product("tapedeck-replay")
            let version = try await program.run(["--version"])
            let target = directory + "/parquet"
            _ = try await program.run([
                "export", Tapes.finished, "--var", Tapes.directory, "--format", "parquet",
                "--output", target,
            ])
            let file = try Data(contentsOf: URL(fileURLWithPath: target + "/scans.parquet"))
            let name = version.text.trimmingCharacters(in: .newlines)
            #expect(file.range(of: Data("tapedeck version \(name) (build export)".utf8)) != nil)
        }
    }

    @Test func recordedTapesAreReadBackByTheToolsOfAnalysts() async throws {
        try await expectReadBack(Tapes.directory, jobs: Tapes.all)
    }

    @Test func extremeValuesAreReadBackByTheToolsOfAnalysts() async throws {
        try await withTemporaryDirectory { directory in
            try await Forge(directory: directory).write(
                ExtremeScan.bodies, job: ExtremeScan.job, isSealed: false)
            try await expectReadBack(directory, jobs: [ExtremeScan.job])
        }
    }

    @Test func aTapeOfSeveralRowGroupsIsReadBack() async throws {
        try await withTemporaryDirectory { directory in
            // 16 MiB fill a row group.
            let pad = String(repeating: "pad ", count: 12_500)
            let slow = (0..<700).map {
                #""type":"stock_slow","ticker":"S\#($0 % 300)","seconds":5.5,"elapsed":\#($0).5,"#
                    + #""pad":"\#(pad)""#
            }
            try await Forge(directory: directory).write(
                Array(LongScan.bodies(stocks: 3).prefix(2)) + slow, job: LongScan.job,
                isSealed: false, batch: 100)
            let path = directory + "/events.parquet"
            let outcome = try await Program.product("tapedeck-replay").run([
                "export", "--var", directory, "--format", "parquet", "--tables", "events",
                "--output", path,
            ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let root = Program.repository
            let read = try await Program(path: root + "/.build/python/bin/python").run([
                root + "/Tests/ReplayTests/Readers/read_events.py",
                "\(directory)/scans/\(LongScan.job).ndjson.gz", path,
            ])
            #expect(read.status == 0, "\(read.text)\(read.errors)")
            #expect(read.text == "702 records in 3 row groups\n")
        }
    }

    @Test(arguments: DamageTests.damages)
    func aDamagedTapeIsRefusedAndTheOlderExportStays(_ damage: DamageTests.Damage) async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.write(LongScan.bodies(stocks: 400), job: LongScan.job, batch: 100)
            let path = directory + "/stocks.csv"
            let arguments = [
                "export", LongScan.job, "--var", directory, "--format", "csv", "--tables",
                "stocks", "--output", path,
            ]
            let program = Program.product("tapedeck-replay")
            let sound = try await program.run(arguments)
            #expect(sound.status == 0, "\(sound.errors)")
            let before = try readFile(path)
            try forge.damage(LongScan.job) { bytes in
                damage.change(&bytes, LongScan.members(of: bytes))
            }
            let refused = try await program.run(arguments)
            // Without the member that ends it, all that the seal and the registry state still holds.
            if damage.name == "the end-of-file member gone" {
                #expect(refused.status == 0, "\(refused.errors)")
            } else {
                #expect(refused.status == 1, "\(damage.name): \(refused.text)\(refused.errors)")
                #expect(refused.errors.contains("audit"), "\(refused.errors)")
            }
            #expect(try readFile(path) == before)
            let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            #expect(
                names.filter { $0.hasPrefix("stocks") } == ["stocks.csv", "stocks.csv.export.json"])
        }
    }

    @Test func aForgedTapeIsRefusedByTheRegistry() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished)
            let other = directory + "/other"
            try await Forge(directory: other).copy(Tapes.finished) { bodies in
                bodies.replace("282.3253358056172", with: "982.3253358056172", in: 2)
            }
            let files = FileManager.default
            try files.removeItem(atPath: forge.path(Tapes.finished))
            try files.copyItem(
                atPath: Forge(directory: other).path(Tapes.finished),
                toPath: forge.path(Tapes.finished))
            let outcome = try await Program.product("tapedeck-replay").run([
                "export", "--var", directory, "--format", "csv", "--output", directory + "/x",
            ])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("registered"), "\(outcome.errors)")
            #expect(!files.fileExists(atPath: directory + "/x"))
        }
    }

    @Test func aSealedTapeThatNobodyRecordedThereIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished)
            try FileManager.default.copyItem(
                atPath: Tapes.path(Tapes.varied), toPath: forge.path(Tapes.varied))
            let outcome = try await Program.product("tapedeck-replay").run([
                "export", "--var", directory, "--format", "csv", "--output", directory + "/x",
            ])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("not in the registry"), "\(outcome.errors)")
            // The same tape on its own, as if mailed, has no registry to be in.
            let alone = try await Program.product("tapedeck-replay").run([
                "export", Tapes.formOne, "--format", "csv", "--output", directory + "/x",
            ])
            #expect(alone.status == 0, "\(alone.errors)")
        }
    }

    /// Runs a program until its output appears in a directory, then interrupts it: a process of
    /// its own, as the threads of the tests may be busy until the program is done, and one that goes
    /// before the program, as the processors may be busy, too.
    private static let interruptWhenAtWork = """
        import os, signal, subprocess, sys
        program = subprocess.Popen(["nice", "-n", "19"] + sys.argv[2:])
        while program.poll() is None and not any(
                name.startswith("out") for name in os.listdir(sys.argv[1])):
            pass
        program.send_signal(signal.SIGINT)
        sys.exit(program.wait())
        """

    @Test func ctrlCLeavesNothing() async throws {
        try await withTemporaryDirectory { directory in
            let slow = (0..<200_000).map {
                #""type":"stock_slow","ticker":"S\#($0)","seconds":5.5,"elapsed":\#($0).5"#
            }
            try await Forge(directory: directory).write(
                Array(LongScan.bodies(stocks: 3).prefix(2)) + slow, job: LongScan.job,
                isSealed: false, batch: 10_000)
            let path = directory + "/out"
            let outcome = try await Program.system("python3").run([
                "-c", Self.interruptWhenAtWork, directory, Program.productPath("tapedeck-replay"),
                "export", LongScan.job, "--var", directory, "--format", "sqlite", "--output", path,
            ])
            #expect(outcome.status == 130, "\(outcome.text)\(outcome.errors)")
            #expect(outcome.errors.contains("Interrupted; nothing was exported"))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: directory)
                    .allSatisfy { !$0.hasPrefix("out") })
        }
    }
}
