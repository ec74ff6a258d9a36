import Foundation
import TestSupport
import Testing

/// How scans work, and where their tapes are, is said in the same words to all commands that do
/// them.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct PaceOptionTests {
    private let tapedeck = Program.product("tapedeck")

    private static let commands = [["scan", "rsi"], ["resume"], ["serve", "--port", "0"]]

    @Test(
        arguments: commands,
        [
            "workers", "max-fetches", "slow-after", "stock-timeout", "source-pause",
            "max-column-memory", "max-column-bars",
        ])
    func everyCommandTakesItFromAFlagAndFromTheEnvironment(
        command: [String], name: String
    ) async throws {
        try await withTemporaryDirectory { directory in
            let place = ["--var", directory]
            let flag = try await tapedeck.run(command + place + ["--\(name)=-1"])
            #expect(flag.status == 64)
            #expect(flag.errors.contains("--\(name) must be a "), "\(flag.errors)")
            let variable = "TAPEDECK_" + name.uppercased().replacing("-", with: "_")
            let arguments = ["\(variable)=-1", Program.productPath("tapedeck")] + command + place
            let environment = try await Program.system("env").run(arguments)
            #expect(environment.status == 64)
            #expect(environment.errors.contains("\(variable) must be a "), "\(environment.errors)")
            let help = try await tapedeck.run(["help", command[0]]).text
            #expect(help.contains("--\(name) <") && help.contains("[\(variable)]"))
        }
    }

    @Test(arguments: [["scan", "rsi", "--tickers", "AAPL"], ["resume"]])
    func whereTapesAreIsTakenFromTheEnvironmentAndFirstFromAFlag(command: [String]) async throws {
        try await withTemporaryDirectory { directory in
            for (flags, place) in [([], "/variable"), (["--var", directory + "/flag"], "/flag")] {
                let outcome = try await Program.system("env").run(
                    [
                        "TAPEDECK_VAR=\(directory)/variable", Program.productPath("tapedeck"),
                    ] + command + flags)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let registry = directory + place + "/scans/registry.ndjson.gz"
                #expect(FileManager.default.fileExists(atPath: registry))
                let unreadable = try await Program.system("env").run(
                    [
                        "TAPEDECK_SIGNING_KEY=\(directory)/none",
                        Program.productPath("tapedeck"),
                    ] + command + ["--var", directory + place])
                #expect(unreadable.status == 64)
                #expect(unreadable.errors.contains("--signing-key"), "\(unreadable.errors)")
            }
        }
    }
}
