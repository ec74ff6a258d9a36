import Foundation
import TestSupport
import Testing

/// No word of a tape or a file reaches a terminal as it is; a pipe gets the bytes.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct TerminalWordsTests {
    private let words = HostileWords.text
    private let job = "20261124-120000-0000000e"
    private let other = "20261124-120000-0000000f"
    private let broken = "20261124-120000-00000010"

    /// Makes a directory of tapes: two that hold hostile words, one that is not even JSON.
    private func withTapes(_ body: (String) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.write(HostileWords.bodies(job: job), job: job)
            try await forge.write(HostileWords.bodies(job: other, cash: 5), job: other)
            try await forge.write(
                [#""type":"scan_\#(words)","a":"\#(words)"#], job: broken, isSealed: false)
            try await body(directory)
        }
    }

    private func tapes(_ directory: String, _ arguments: [String]) -> [String] {
        arguments + ["--var", directory]
    }

    @Test func commandsOfTheToolAreHarmless() async throws {
        try await withTapes { directory in
            let proof = directory + "/proof.json"
            let proving = try await Program.product("tapedeck-replay").run(
                tapes(directory, ["prove", job, "A" + words, "--output", proof]))
            #expect(proving.status == 0, "\(proving.errors)")
            let odd = "\(directory)/\(words).ndjson.gz"
            for arguments in [
                ["list"], ["list", "--json"], ["list", "--strategy", words], ["status", job],
                ["status", job, "--json"], ["status", broken], ["status", words],
                ["status", odd], ["status", job, "--at", words], ["stream", job, "--every", "1"],
                ["stream", job, "--view", "events"], ["stream", job, "--format", "lines"],
                ["stream", job, "--speed", "1000000"], ["stream", broken], ["diff", job, other],
                ["diff", job, other, "--json"], ["diff", job, broken], ["cat", job],
                ["cat", job, "--pretty"], ["cat", broken], ["cat", broken, "--pretty"],
                ["cat", job, "--since", words], ["audit"], ["audit", "--json"],
                ["audit", job, "--recompute"], ["audit", job, "--key", words],
                ["prove", job, "B" + words], ["prove", job, words],
                ["verify-proof", proof, "--root", String(repeating: "0", count: 64)],
                ["verify-proof", odd, "--root", String(repeating: "0", count: 64)],
                ["export", "--format", "csv", "--output", directory + "/export" + words],
                ["export", broken, "--format", "csv", "--output", directory + "/other" + words],
                ["repair", broken, "--output", "\(directory)/copy\(words).ndjson.gz"],
                ["key", words], [words], ["list", "--" + words],
            ] {
                let output = try await HostileWords.inTerminal(
                    "tapedeck-replay", tapes(directory, arguments))
                #expect(HostileWords.harmful(output).isEmpty, "\(arguments)")
                #expect(!output.isEmpty, "\(arguments)")
            }
        }
    }

    @Test func whatATerminalGetsAsJSONSaysTheSameAndAPipeGetsTheBytes() async throws {
        try await withTapes { directory in
            let arguments = tapes(directory, ["status", job, "--json"])
            let shown = try await HostileWords.inTerminal("tapedeck-replay", arguments)
            let piped = try await Program.product("tapedeck-replay").run(arguments).output
            #expect(shown != piped)
            #expect(HostileWords.harmful(piped).contains("\u{9b}"))
            // A terminal gets notes, too, which come before.
            let values = try [Array(shown.drop { $0 != UInt8(ascii: "{") }), piped].map {
                try JSONSerialization.jsonObject(with: Data($0)) as? NSDictionary
            }
            #expect(values[0] != nil && values[0] == values[1])
            let cat = try await Program.product("tapedeck-replay").run(
                tapes(directory, ["cat", broken]))
            #expect(cat.text.contains(words))
        }
    }

    @Test func commandsOfTheProgramAreHarmless() async throws {
        try await withTapes { directory in
            let prices = directory + "/prices \(words)"
            try FileManager.default.createDirectory(
                atPath: prices, withIntermediateDirectories: true)
            let rows = (1...28).map { "2024-02-\($0 < 10 ? "0" : "")\($0),1,2,1,2,10\n" }.joined()
            let files = [
                "GOOD.csv": "Date,Open,High,Low,Close,Volume\n" + rows,
                "BAD\(words).csv": "Date,Open,High,Low,Close,Volume\n2024-01-01,\(words),2,1,2,3\n",
                "HEAD.csv": "Date,Open,\(words),Low,Close,Volume\n" + rows,
            ]
            for (name, text) in files { try writeFile(Array(text.utf8), to: "\(prices)/\(name)") }
            let several = directory + "/several.csv"
            try writeFile(
                Array(
                    ("Date,Ticker,Open,High,Low,Close,Volume\n"
                        + "2024-01-01,A\(words),1,x,1,2,3\n2024-01-02,B,1,2,1,2,3\n").utf8),
                to: several)
            let csv = ["--source", "csv:" + prices]
            for arguments in [
                ["scan", "rsi"] + csv, ["scan", "rsi", "--json"] + csv,
                ["scan", "rsi", "--source", "csv:" + several], ["scan", words] + csv,
                ["scan", "rsi", "--universe", "file:" + prices + "/HEAD.csv"] + csv,
                ["scan", "rsi", "--source", words], ["scan", "rsi", "--param", "x\(words)=1"],
                ["scan", "rsi", "--start", words], ["backtest", "rsi", "GOOD"] + csv,
                ["backtest", "rsi", "GOOD", "--json"] + csv, ["backtest", "rsi", "HEAD"] + csv,
                ["backtest", "rsi", "BAD" + words] + csv, ["backtest", "rsi", words],
                ["watch", job], ["watch", job, "--json"], ["watch", broken], ["watch", words],
                ["watch", "http://127.0.0.1:1/" + words], ["resume"], [words],
                ["serve", "--config", several], ["serve", "--token-file", odd(directory)],
                ["serve", "--port", words],
            ] {
                let output = try await HostileWords.inTerminal(
                    "tapedeck", tapes(directory, arguments))
                #expect(HostileWords.harmful(output).isEmpty, "\(arguments)")
                #expect(!output.isEmpty, "\(arguments)")
            }
            for arguments in [["strategies"], ["universes"], ["universes", words]] {
                let output = try await HostileWords.inTerminal("tapedeck", arguments)
                #expect(HostileWords.harmful(output).isEmpty, "\(arguments)")
            }
        }
    }

    private func odd(_ directory: String) -> String { directory + "/" + words }

    /// The bar has sequences of its own, and no others.
    @Test func theBarHasItsOwnSequencesAlone() async throws {
        try await withTapes { directory in
            let command =
                "'\(Program.productPath("tapedeck"))' watch \(job) --var '\(directory)'"
            let output = try await Program.system("env").run([
                "-u", "NO_COLOR", "TERM=xterm", "script", "-qec", command, "/dev/null",
            ]).output
            var text = String(decoding: output, as: UTF8.self)
            #expect(text.contains("EV\u{fffd}]0;X"), "\(text)")
            text = text.replacing(#/\u{1b}\[[0-9;?]*[A-Za-z]/#, with: "")
                .replacingOccurrences(of: "\r", with: "")
            #expect(HostileWords.harmful(Array(text.utf8)).isEmpty)
            #expect(!text.contains("\u{1b}"))
        }
    }
}
