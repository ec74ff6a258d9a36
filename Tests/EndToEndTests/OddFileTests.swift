import Foundation
import TestSupport
import Testing

/// What bears a file's name and is none, leads elsewhere, or is missing: nobody waits for it, and
/// nothing of it is told.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct OddFileTests {
    private static let pipe = "29990101-000000-00000000"

    /// Runs a program that must end by itself within so many seconds.
    private func run(_ name: String, _ arguments: [String]) async throws -> Program.Outcome {
        let outcome = try await Program.system("timeout").run(
            ["--signal", "KILL", "30", Program.productPath(name)] + arguments)
        #expect(outcome.status != 137 && outcome.status != SIGKILL, "\(name) \(arguments) hangs")
        return outcome
    }

    /// Records a scan and returns its name.
    private func scan(in directory: String) async throws -> String {
        let outcome = try await run(
            "tapedeck", ["scan", "rsi", "--tickers", "AAPL", "--var", directory])
        try #require(outcome.status == 0, "\(outcome.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/scans")
        return try #require(names.first { $0.first?.isNumber == true }).components(
            separatedBy: ".")[0]
    }

    @Test func pipesAmongTheTapesStopNeitherTheServiceNorTheTool() async throws {
        try await withTemporaryDirectory { directory in
            let job = try await scan(in: directory)
            let scans = directory + "/scans"
            let registry = scans + "/registry.ndjson.gz"
            try FileManager.default.moveItem(atPath: registry, toPath: directory + "/registry")
            try await OddFiles.makePipe(registry)
            try await OddFiles.makePipe("\(scans)/\(Self.pipe).ndjson.gz")
            try await OddFiles.makePipe("\(scans)/\(job).ndjson.gz.checkpoint")
            for command in [
                ["list"], ["audit"], ["audit", job], ["status", Self.pipe], ["cat", Self.pipe],
                ["stream", Self.pipe], ["diff", job, Self.pipe], ["prove", Self.pipe, "AAPL"],
                ["repair", Self.pipe, "--output", directory + "/repaired"],
                ["export", "--format", "csv", "--output", directory + "/export"],
            ] {
                let outcome = try await run("tapedeck-replay", command + ["--var", directory])
                let text = outcome.text + outcome.errors
                #expect(command == ["list"] || text.contains("is a pipe"), "\(command): \(text)")
            }
            let service = try await Service(in: directory)
            #expect(try await Service.request(service.url + "/ready").code == "200")
            #expect(
                try await Service.request(service.url + "/market-scan/status/\(job)").code == "200")
            let outcome = await service.stop()
            #expect(outcome.errors.contains("registry.ndjson.gz is a pipe"), "\(outcome.errors)")
            #expect(outcome.errors.contains("\(Self.pipe).ndjson.gz is a pipe"))
        }
    }

    @Test func whatIsNamedToAProgramMustBeAFile() async throws {
        try await withTemporaryDirectory { directory in
            let pipe = directory + "/pipe"
            try await OddFiles.makePipe(pipe)
            for (program, arguments) in [
                ("tapedeck", ["serve", "--token-file", pipe]),
                ("tapedeck", ["serve", "--config", pipe]),
                ("tapedeck", ["serve", "--signing-key", pipe, "--var", directory]),
                ("tapedeck", ["serve", "--tls-certificate", pipe, "--tls-key", pipe]),
                ("tapedeck", ["watch", "http://127.0.0.1:1", "--token-file", pipe]),
                (
                    "tapedeck",
                    ["scan", "rsi", "--source", "csv:\(pipe)", "--var", directory]
                ),
                (
                    "tapedeck",
                    ["scan", "rsi", "--universe", "file:\(pipe)", "--var", directory]
                ),
                ("tapedeck-replay", ["key", pipe]),
                (
                    "tapedeck-replay",
                    ["verify-proof", pipe, "--root", String(repeating: "0", count: 64)]
                ),
            ] {
                let outcome = try await run(program, arguments)
                #expect(outcome.status != 0)
                #expect(
                    outcome.errors.contains("\(pipe) is not a regular file, but a pipe"),
                    "\(arguments): \(outcome.errors)")
            }
        }
    }

    @Test func whatPricesLeadToElsewhereIsNeitherReadNorTold() async throws {
        try await withTemporaryDirectory { directory in
            let (prices, secret) = (directory + "/prices", directory + "/elsewhere/secret")
            for place in [prices, directory + "/elsewhere"] {
                try FileManager.default.createDirectory(
                    atPath: place, withIntermediateDirectories: false)
            }
            let rows = (0..<57).map { "2024-0\($0 / 19 + 1)-\($0 % 19 + 10),1,1,1,1\n" }.joined()
            try writeFile(Array(("date,open,high,low,close\n" + rows).utf8), to: prices + "/A.csv")
            try writeFile(Array("root:hunter2:19000\n".utf8), to: secret)
            try writeFile(Array("root:hunter2:19000\n".utf8), to: prices + "/NOTES.csv")
            try FileManager.default.createSymbolicLink(
                atPath: prices + "/LINK.csv", withDestinationPath: secret)
            let service = try await Service(in: directory, ["--prices", prices])
            var answers: [(name: String, text: String)] = []
            let whole = try await Service.request(
                service.url + "/market-scan",
                ["--data", #"{"strategy":"rsi","source":"csv:\#(prices)"}"#])
            #expect(whole.code == "200")
            answers.append(("scan", String(decoding: whole.body, as: UTF8.self)))
            #expect(answers[0].text.contains("LINK.csv leads out of the directories"))
            for (name, fields) in [
                ("link", #""source":"csv:\#(prices)/LINK.csv""#),
                ("no prices", #""source":"csv:\#(prices)/NOTES.csv""#),
                ("linked list", #""universe":"file:\#(prices)/LINK.csv""#),
                ("no list", #""universe":"file:\#(prices)/NOTES.csv""#),
            ] {
                let (code, body) = try await Service.request(
                    service.url + "/market-scan/start",
                    ["--data", #"{"strategy":"rsi",\#(fields)}"#])
                #expect(code == "422", "\(name)")
                answers.append((name, String(decoding: body, as: UTF8.self)))
            }
            for (name, text) in answers {
                for word in ["root", "hunter2", "19000", "elsewhere"] {
                    #expect(!text.contains(word), "\(name): \(text)")
                }
            }
            _ = await service.stop()
        }
    }

    @Test func withoutItsOwnFilesTheProgramEndsWithWords() async throws {
        try await withTemporaryDirectory { directory in
            let program = Program.productPath("tapedeck")
            let alone = directory + "/tapedeck"
            let copy = try await Program.system("cp").run([program, alone])
            try #require(copy.status == 0, "\(copy.errors)")
            for (arguments, folder) in [
                (["universes"], "tapedeck_MarketData.resources"),
                (["scan", "rsi", "--var", directory + "/a"], "tapedeck_MarketData.resources"),
                (
                    ["serve", "--port", "0", "--var", directory + "/b"],
                    "tapedeck_Dashboard.resources"
                ),
            ] {
                let outcome = try await Program(path: alone).run(arguments)
                #expect(outcome.status == 1, "\(arguments)")
                let lines = outcome.errors.split(separator: "\n")
                #expect(lines.count == 1 && lines.first?.contains(folder) == true, "\(lines)")
            }
            let link = directory + "/link"
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: program)
            let linked = try await Program(path: link).run(["universes"])
            #expect(linked.status == 0 && linked.text.contains("bundled"), "\(linked.errors)")
        }
    }

    @Test func aRefusedStartTellsItsReasonBeforeWhatFollowsFromIt() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let refused = try await run("tapedeck", ["serve", "--port", "0", "--var", directory])
            #expect(refused.status == 1)
            let errors = refused.errors.split(separator: "\n").filter { !$0.contains(" info ") }
            #expect(
                errors.first?.contains("the tapes cannot be opened: another tapedeck writes")
                    == true, "\(refused.errors)")
            _ = await service.stop()
        }
    }

    @Test func tapesAreNoMoreReadableThanTheirMakerWants() async throws {
        try await withTemporaryDirectory { directory in
            for (mask, mode) in [("077", 0o400), ("027", 0o440), ("022", 0o444)] {
                let variable = "\(directory)/\(mask)"
                let outcome = try await Program.system("sh").run([
                    "-c", #"umask "$0"; exec "$@""#, mask, Program.productPath("tapedeck"),
                    "scan", "rsi", "--tickers", "AAPL", "--var", variable,
                ])
                #expect(outcome.status == 0, "\(outcome.errors)")
                let names = try FileManager.default.contentsOfDirectory(atPath: variable + "/scans")
                let tape = try #require(names.first { $0.first?.isNumber == true })
                let facts = try FileManager.default.attributesOfItem(
                    atPath: "\(variable)/scans/\(tape)")
                #expect(facts[.posixPermissions] as? Int == mode, "umask \(mask)")
            }
        }
    }

    @Test func aLostRegistryIsMadeAnewAndTheAuditTellsSo() async throws {
        try await withTemporaryDirectory { directory in
            let job = try await scan(in: directory)
            try FileManager.default.removeItem(atPath: directory + "/scans/registry.ndjson.gz")
            let outcome = await (try await Service(in: directory)).stop()
            #expect(
                outcome.errors.contains(
                    "registry.ndjson.gz is missing; scans entered as their tapes are now: 1;"),
                "\(outcome.errors)")
            let audit = try await run("tapedeck-replay", ["audit", "--var", directory])
            #expect(audit.status == 0)
            #expect(audit.text.contains("note: warning: at "), "\(audit.text)")
            #expect(audit.text.contains("1 scan was entered as its tape was then"))
            #expect(audit.text.contains(job))
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }
}
