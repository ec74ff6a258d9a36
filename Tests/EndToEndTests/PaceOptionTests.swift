import Foundation
import TestSupport
import Testing

/// How scans work is said in the same words to all commands that do them.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct PaceOptionTests {
    private let tapedeck = Program.product("tapedeck")

    private static let commands = [["scan", "rsi"], ["resume"], ["serve", "--port", "0"]]

    @Test(
        arguments: commands,
        ["workers", "max-fetches", "slow-after", "stock-timeout", "source-pause"])
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
}
