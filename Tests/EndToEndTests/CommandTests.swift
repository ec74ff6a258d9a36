import Foundation
import TestSupport
import Testing

// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct CommandTests {
    private let tapedeck = Program.product("tapedeck")
    private let replay = Program.product("tapedeck-replay")

    @Test func jsonPrintsTheCompletePayloadAndNothingElse() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await tapedeck.run([
                "scan", "bollinger_bands", "--tickers", "AAPL,NOPE,MSFT", "--json", "--var",
                directory,
            ])
            #expect(scan.status == 0, "\(scan.errors)")
            let stream = try await replay.run(["stream", "latest", "--var", directory])
            let last = try #require(blocks(stream.output).last)
            let data = try #require(last.split(separator: "\n").last { $0.hasPrefix("data: ") })
            #expect(data.contains(#""type":"complete""#))
            #expect(scan.text == data.dropFirst("data: ".count) + "\n")
        }
    }

    @Test func progressGoesToStandardErrorAsLines() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await tapedeck.run([
                "scan", "bollinger_bands", "--tickers", "AAPL,NOPE,MSFT,ABT", "--every", "2",
                "--var", directory,
            ])
            let lines = scan.errors.split(separator: "\n")
            let progress = lines.filter { $0.hasPrefix("Progress: ") }
            #expect(progress.count == 2)
            let form =
                #/Progress: (50|100)\.0% \([24]/4\) - Current: [A-Z]+ - ETA: \d\.\ds - PnL: -?\$[\d,]+/#
            for line in progress { #expect(line.wholeMatch(of: form) != nil, "\(line)") }
            #expect(lines.contains { $0.hasPrefix("Failed: NOPE - ") })
            #expect(lines.last?.hasPrefix("Complete! Total time: ") == true)
            #expect(scan.text.contains("3 of 4 stocks with bollinger_bands"))
        }
    }

    @Test func aTerminalGetsABarThatIsRedrawn() async throws {
        try await withTemporaryDirectory { directory in
            let command =
                "stty cols 100; '\(Program.productPath("tapedeck"))' scan bollinger_bands "
                + "--tickers AAPL,MSFT,ABT --source 'bundled?delay=150ms' --json --var '\(directory)'"
            let terminal = try await Program.system("script").run([
                "--quiet", "--return", "--command", command, "/dev/null",
            ])
            #expect(terminal.status == 0)
            #expect(terminal.text.contains("\r\u{1b}[J\u{1b}[?7l["))
            #expect(terminal.text.contains("█"))
            #expect(terminal.text.contains("3/3 (100.0%)"))
            #expect(!terminal.text.contains("Progress: "))
        }
    }

    @Test func ordinaryToolsReadATape() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await tapedeck.run([
                "scan", "bollinger_bands", "--tickers", "AAPL,MSFT", "--var", directory,
            ])
            let tape = try #require(
                scan.text.split(separator: "\n").last?.split(separator: " ").last.map(String.init))
            #expect(try await Program.system("bgzip").run(["-t", tape]).status == 0)
            let text = try await Program.system("zcat").run([tape])
            let types = try await Program.system("jq").run(["-r", ".type"], input: text.output)
            #expect(
                types.text.split(separator: "\n") == [
                    "scan_requested", "strategy_recorded", "scan_started", "stock_traded",
                    "stock_completed", "stock_traded", "stock_completed", "rules_counted",
                    "signals_given", "portfolio_valued", "portfolio_valued",
                    "scan_completed", "log_sealed",
                ])
        }
    }

    @Test(arguments: [
        (["scan", "crystal_ball"], "there are bollinger_bands"),
        (["scan", "bollinger_bands", "--source", "csv:/nowhere"], "/nowhere"),
        (["scan", "bollinger_bands", "--interval", "5m"], "daily"),
        (["scan", "bollinger_bands", "--workers", "0"], "1 to 256"),
        (["backtest", "bollinger_bands", "AAPL", "--universe", "sp500"], "one stock"),
        (["scan", "bollinger_bands", "--param", "period=1"], "must be from 2 to 500"),
        (["scan", "bollinger_bands", "--param", "period"], "period"),
        (["scan", "bollinger_bands", "--start", "2024-01-01"], "2013-02-08 to 2018-02-07"),
        (["scan", "bollinger_bands", "--every", "0"], "at least 1"),
        (["serve", "--host", "0.0.0.0"], "--token-file"),
        (["serve", "--port", "70000"], "65535"),
    ])
    func aWrongCommandSaysWhatIsWrongAndExits64(
        _ arguments: [String], _ words: String
    ) async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await tapedeck.run(arguments + ["--var", directory])
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
    }

    /// Of stocks among which one is ruined.
    @Test func aScanWithEveryCostIsComputedAgain() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await tapedeck.run([
                "scan", "williams_r", "--var", directory, "--tickers", "AAPL,AMD,MSFT,NFLX",
                "--commission", "0.001", "--slippage", "0.001", "--slippage-per-share", "0.01",
                "--fixed-fee", "1", "--fee-per-share", "0.01", "--min-fee", "5", "--borrow-rate",
                "0.05", "--cash-rate", "0.02", "--stop-at-ruin",
            ])
            #expect(scan.status == 0, "\(scan.errors)")
            #expect(scan.text.contains("Ruined: accounts of AMD, worth nothing or less"))
            let audit = try await replay.run(["audit", "--recompute", "--var", directory])
            #expect(audit.status == 0, "\(audit.text)\(audit.errors)")
            #expect(audit.text.contains("4 stocks computed again"), "\(audit.text)")
        }
    }

    @Test func aScanThatIsInterruptedByItsUserIsRecordedAsCancelled() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try tapedeck.start([
                "scan", "bollinger_bands", "--source", "bundled?delay=50ms", "--var", directory,
            ])
            let tape = Program.system("sh")
            // The tape, unlike the registry, is named by its time.
            while try await tape.run(["-c", "ls '\(directory)'/scans/2*.gz"]).status != 0 {}
            scan.signal(SIGINT)
            let outcome = await scan.outcome()
            #expect(outcome.status == 130)
            let stream = try await replay.run(["stream", "latest", "--var", directory])
            #expect(blocks(stream.output).last?.contains(#""type":"cancelled""#) == true)
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func twoScansCannotWriteToOneDirectory() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let scan = try await tapedeck.run(["scan", "bollinger_bands", "--var", directory])
            #expect(scan.status == 1)
            #expect(scan.errors.contains("another tapedeck writes to"))
            _ = await service.stop()
        }
    }

    @Test func aReplayOfWhatIsNoTapeSaysSoAndExits2() async throws {
        try await withTemporaryDirectory { directory in
            try writeFile(Array("hello".utf8), to: directory + "/x.gz")
            let outcome = try await replay.run(["stream", directory + "/x.gz"])
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("starts with 68 65 6c 6c"), "\(outcome.errors)")
            let missing = try await replay.run(["stream", "latest", "--var", directory])
            #expect(missing.status == 2)
            #expect(missing.errors.contains("there are no scans"))
        }
    }
}
