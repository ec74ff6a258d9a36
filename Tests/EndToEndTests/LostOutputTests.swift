import Foundation
import TestSupport
import Testing

/// Results that cannot be written: a full disk is an error in words, a closed pipe is none.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct LostOutputTests {
    private let tapedeck = Program.product("tapedeck")

    /// A directory with a scan of two stocks.
    private func withScan(_ body: (String) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await tapedeck.run([
                "scan", "sma_cross", "--tickers", "AAPL,MSFT", "--var", directory,
            ])
            #expect(scan.status == 0)
            try await body(directory)
        }
    }

    /// Runs a program by the shell, its output where `redirection` says.
    private func shell(
        _ product: String, _ arguments: [String], _ redirection: String
    ) async throws -> Program.Outcome {
        let words = [Program.productPath(product)] + arguments
        let command = words.map { "'\($0)'" }.joined(separator: " ")
        return try await Program.system("bash").run(["-c", "\(command) \(redirection)"])
    }

    @Test(arguments: [
        ("tapedeck", ["scan", "sma_cross", "--tickers", "AAPL"], 1),
        ("tapedeck", ["scan", "sma_cross", "--tickers", "AAPL", "--json"], 1),
        ("tapedeck", ["watch", "latest"], 1), ("tapedeck", ["watch", "latest", "--json"], 1),
        ("tapedeck", ["resume"], 1), ("tapedeck", ["backtest", "sma_cross", "AAPL"], 1),
        ("tapedeck", ["backtest", "sma_cross", "AAPL", "--json"], 1),
        ("tapedeck-replay", ["list"], 2), ("tapedeck-replay", ["list", "--json"], 2),
        ("tapedeck-replay", ["stream", "latest"], 2),
        ("tapedeck-replay", ["stream", "latest", "--format", "lines"], 2),
        ("tapedeck-replay", ["status", "latest"], 2), ("tapedeck-replay", ["cat", "latest"], 2),
        ("tapedeck-replay", ["audit"], 2), ("tapedeck-replay", ["diff", "latest", "latest"], 2),
        ("tapedeck-replay", ["prove", "latest", "AAPL"], 2),
    ])
    func aFullDiskIsAnErrorInWords(
        product: String, arguments: [String], status: Int
    ) async throws {
        try await withScan { directory in
            let outcome = try await shell(
                product, arguments + ["--var", directory], ">/dev/full")
            #expect(Int(outcome.status) == status, "\(outcome.errors)")
            #expect(
                outcome.errors.contains(
                    "Error: standard output: write failed: No space left on device"),
                "\(outcome.errors)")
            #expect(!outcome.errors.contains("Domain"), "\(outcome.errors)")
        }
    }

    @Test(arguments: [["strategies"], ["universes"], ["universes", "sp500"]])
    func aFullDiskIsAnErrorOfListsToo(arguments: [String]) async throws {
        let outcome = try await shell("tapedeck", arguments, ">/dev/full")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("Error: standard output: write failed"))
    }

    @Test func anOutputFileThatCannotBeWrittenIsToldByItsName() async throws {
        try await withScan { directory in
            let outcome = try await Program.product("tapedeck-replay").run([
                "cat", "latest", "--output", "/dev/full", "--var", directory,
            ])
            #expect(outcome.status == 2)
            #expect(outcome.errors.hasPrefix("Error: /dev/full: write failed: No space left"))
        }
    }

    /// More than a pipe holds, so that the program must meet its reader's end.
    @Test(arguments: [
        ("tapedeck", ["backtest", "sma_cross", "AAPL", "--json"]),
        ("tapedeck-replay", ["stream", "latest", "--every", "1"]),
    ])
    func aReaderThatHasHadEnoughIsNoError(product: String, arguments: [String]) async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await tapedeck.run([
                "scan", "sma_cross", "--var", directory,
            ])
            #expect(scan.status == 0)
            let words = [Program.productPath(product)] + arguments + ["--var", directory]
            let command = words.map { "'\($0)'" }.joined(separator: " ")
            for ignores in ["", "trap '' PIPE; "] {
                let outcome = try await Program.system("bash").run([
                    "-c", "\(ignores){ \(command); echo $? >&2; } | head -c 1 >/dev/null",
                ])
                #expect(outcome.errors == "141\n")
            }
        }
    }
}
