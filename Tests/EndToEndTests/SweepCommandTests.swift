import Foundation
import JSONText
import TestSupport
import Testing

/// Many sets of parameters over a market, as a quant asks for them.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct SweepCommandTests {
    private let tapedeck = Program.product("tapedeck")
    private let replay = Program.product("tapedeck-replay")
    private let market = ["--tickers", "AAPL,MSFT,XOM,GE"]
    private let grid = ["--grid", "period=10..20:5", "--grid", "devfactor=1,1.5"]

    private func sweep(
        _ arguments: [String], in directory: String
    ) async throws -> Program.Outcome {
        try await tapedeck.run(["sweep", "bollinger_bands"] + arguments + ["--var", directory])
    }

    /// The path of the only tape; nil while there is none.
    private func tape(in directory: String) -> String? {
        let scans = directory + "/scans"
        let names = try? FileManager.default.contentsOfDirectory(atPath: scans)
        return names?.first { $0.hasPrefix("2") }.map { scans + "/" + $0 }
    }

    /// The types of the records of a tape, in their order.
    private func types(_ tape: String) async throws -> [String] {
        let lines = try await Program.system("zcat").run(["--force", tape]).output
        return lines.split(separator: 0x0a).map { line in
            let record = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            return record?["type"] as? String ?? ""
        }
    }

    @Test func aSweepTellsItsTrialsFirstAndIsJudgedAndItsTapeIsLikeAnyOther() async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await sweep(market + grid, in: directory)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains("6 sets × 4 stocks = 24 trials\n"))
            #expect(outcome.errors.contains("Complete! "), "\(outcome.errors)")
            #expect(outcome.text.contains("\nTape: \(directory)/scans/2"), "\(outcome.text)")
            let types = try await types(try #require(tape(in: directory)))
            #expect(types.first == "sweep_requested")
            #expect(
                Array(types.suffix(4))
                    == ["sets_valued", "sweep_judged", "sweep_completed", "log_sealed"])
            #expect(types.contains("sweep_prepared") && types.contains("trials_completed"))
            try await SchemaCheck.expectValidTapes(in: directory)
            let stream = try await replay.run(["stream", "latest", "--var", directory])
            try await SchemaCheck.expectValidStream(stream.output)
            let audit = try await replay.run(["audit", "--var", directory])
            #expect(audit.status == 0, "\(audit.text)\(audit.errors)")
            for (table, rows) in [("sets", 6), ("trials", 24)] {
                let file = directory + "/\(table).csv"
                let export = try await replay.run([
                    "export", "latest", "--var", directory, "--tables", table, "--format", "csv",
                    "--output", file,
                ])
                #expect(export.status == 0, "\(export.errors)")
                let lines = String(decoding: try readFile(file), as: UTF8.self)
                #expect(lines.split(separator: "\r\n").count == rows + 1, "\(lines)")
            }
            let watched = try await tapedeck.run(["watch", "latest", "--var", directory])
            #expect(watched.status == 0)
            #expect(watched.text == outcome.text)
        }
    }

    @Test func theResultAsJSONIsTheLastMessageOfItsStreamAndNothingElse() async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await sweep(market + grid + ["--json"], in: directory)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let stream = try await replay.run(["stream", "latest", "--var", directory])
            let last = try #require(blocks(stream.output).last)
            #expect(last.hasSuffix("data: " + outcome.text + "\n"))
        }
    }

    @Test func aSetEqualsTheScanWithItsParametersFromTheSweepsFirstDay() async throws {
        try await withTemporaryDirectory { directory in
            let one = ["--grid", "period=20", "--param", "devfactor=2", "--json"]
            let swept = try await sweep(market + one, in: directory + "/sweep")
            #expect(swept.status == 0, "\(swept.errors)")
            #expect(swept.errors.contains("1 set × 4 stocks = 4 trials\n"), "\(swept.errors)")
            let text = try await Program.system("zcat").run([
                "--force", try #require(tape(in: directory + "/sweep")),
            ]).text
            let prepared = try #require(text.firstRange(of: #""trade_from":""#, after: "prepared"))
            let day = String(text[prepared.upperBound...].prefix(10))
            let scan = try await tapedeck.run(
                ["scan", "bollinger_bands", "--param", "period=20", "--param", "devfactor=2"]
                    + market + ["--trade-from", day, "--json", "--var", directory + "/scan"])
            #expect(scan.status == 0, "\(scan.errors)")
            let result = try #require(
                try JSONSerialization.jsonObject(with: Data(scan.output)) as? [String: Any])
            let stocks = try #require(result["stock_results"] as? [[String: Any]])
            let export = try await replay.run([
                "export", "latest", "--var", directory + "/sweep", "--tables", "trials",
                "--format", "ndjson", "--output", directory + "/trials.ndjson",
            ])
            #expect(export.status == 0, "\(export.errors)")
            let rows = try readFile(directory + "/trials.ndjson").split(separator: 0x0a).map {
                try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] ?? [:]
            }
            #expect(rows.count == 4)
            for row in rows {
                let stock = try #require(
                    stocks.first { $0["ticker"] as? String == row["ticker"] as? String })
                #expect(row["pnl"] as? Double == stock["pnl"] as? Double)
                #expect(row["max_drawdown"] as? Double == stock["max_drawdown"] as? Double)
                #expect(row["sharpe_ratio"] as? Double == stock["sharpe_ratio"] as? Double)
                #expect(row["trades"] as? Int == stock["total_trades"] as? Int)
            }
        }
    }

    @Test func aConditionDropsSetsAndSaysHowMany() async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await sweep(
                market + grid + ["--where", "period < 20", "--where", "devfactor > 1"],
                in: directory)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(
                outcome.errors.contains(
                    "2 sets × 4 stocks = 8 trials; sets left out: 4 dropped\n"),
                "\(outcome.errors)")
        }
    }

    @Test(arguments: [
        (["--grid", "period=10..20:5", "--max-trials", "11"], ["3 sets × 4 stocks", "12", "11"]),
        (["--grid", "width=1,2"], ["width"]),
        (["--grid", "period=20..10"], ["goes from 20 to 10"]),
        (["--grid", "period=10,20", "--where", "close > 1"], ["/where/0: 1:1", "inputs"]),
        (["--grid", "period=10,20", "--where", "period > 30"], ["no set is left", "2"]),
        (["--grid", "period=10,20", "--objective", "luck"], ["luck", "sharpe_ratio"]),
        (["--grid", "period=10,20", "--walk-forward", "soon"], ["soon", "2y/6m"]),
        (
            ["--grid", "period=10,20", "--walk-forward", "2y/6m", "--objective", "trades"],
            ["trades", "return_pct"]
        ),
        (["--grid", "period=10,20", "--param", "period=10"], ["period"]),
        (["--grid", "period=10,20", "--seed", "3"], ["--random"]),
        (["--random", "0"], ["--random must be at least 1"]),
        (["--grid", "period=10,20", "--max-memory", "0"], ["--max-memory must be"]),
    ])
    func whatCannotBeSweptIsRefusedBeforeThereIsATape(
        arguments: [String], words: [String]
    ) async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await sweep(market + arguments, in: directory)
            #expect(outcome.status == 64 && outcome.output.isEmpty)
            for word in words {
                #expect(outcome.errors.contains(word), "\(word): \(outcome.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: directory + "/scans"))
        }
    }

    @Test func allStocksFailingEndsWithFiveAndATapeThatSaysWhy() async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await sweep(["--tickers", "NOPE,NADA"] + grid, in: directory)
            #expect(outcome.status == 5, "\(outcome.errors)")
            #expect(outcome.errors.contains("all 2 stocks failed"), "\(outcome.errors)")
            let audit = try await replay.run(["audit", "--var", directory])
            #expect(audit.status == 0, "\(audit.text)\(audit.errors)")
        }
    }

    @Test func aSignalAtOnceCancelsItAndTheTapeSaysSo() async throws {
        try await withTemporaryDirectory { directory in
            let sweep = try tapedeck.start(
                ["sweep", "bollinger_bands", "--source", "bundled?delay=60s"] + grid
                    + ["--var", directory])
            // The signals are listened to before there is a tape.
            while tape(in: directory) == nil {}
            sweep.signal(SIGINT)
            let outcome = await sweep.outcome()
            #expect(outcome.status == 130, "\(outcome.errors)")
            let types = try await types(try #require(tape(in: directory)))
            #expect(Array(types.suffix(2)) == ["scan_cancelled", "log_sealed"])
        }
    }
}

extension String {
    /// The first place of `words` behind that of `other`.
    fileprivate func firstRange(of words: String, after other: String) -> Range<Index>? {
        firstRange(of: other).flatMap { self[$0.upperBound...].firstRange(of: words) }
    }
}
