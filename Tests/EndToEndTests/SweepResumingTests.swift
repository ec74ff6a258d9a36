import Foundation
import TestSupport
import Testing

/// Sweeps that are cut off anywhere end as if nobody had interrupted them.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct SweepResumingTests {
    private let tapedeck = Program.product("tapedeck")
    private let replay = Program.product("tapedeck-replay")
    private let small = [
        "bollinger_bands", "--tickers", "AAPL,MSFT,XOM,GE,KO,T", "--walk-forward", "2y/6m",
        "--grid", "period=10..20", "--grid", "devfactor=1..2:0.25",
    ]

    private func result(_ json: some StringProtocol) throws -> NSDictionary {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
        let result = try #require(object as? [String: Any])
        let left = ["type", "job_id", "total_time", "trials_per_second"]
        var told = result.filter { !left.contains($0.key) }
        var judgement = told["judgement"] as? [String: Any]
        judgement?["elapsed"] = nil
        told["judgement"] = judgement
        return told as NSDictionary
    }

    /// What the tape in `directory` has ended with.
    private func lastData(in directory: String) async throws -> Substring {
        let stream = try await replay.run(["stream", "latest", "--var", directory]).output
        let last = try #require(blocks(stream).last)
        let data = last.split(separator: "\n").last { $0.hasPrefix("data: ") }
        return try #require(data).dropFirst(6)
    }

    private func tape(in directory: String) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/scans")
        return "\(directory)/scans/" + (try #require(names.first { $0.hasPrefix("2") }))
    }

    @Test func aKilledSweepGoesOnAndEndsWithTheSameResult() async throws {
        let many = [
            "bollinger_bands", "--grid", "period=10..200", "--grid", "devfactor=1..3:0.5",
            "--workers", "1", "--max-memory", "4", "--tickers", sweptTickers.joined(separator: ","),
        ]
        try await withTemporaryDirectory { directory in
            let whole = try await tapedeck.run(
                ["sweep"] + many + ["--json", "--var", directory + "/whole"])
            #expect(whole.status == 0, "\(whole.errors)")
            let cut = try tapedeck.start(["sweep"] + many + ["--var", directory + "/cut"])
            _ = await cut.errors { String(decoding: $0, as: UTF8.self).contains("Progress: ") }
            cut.signal(SIGKILL)
            _ = await cut.outcome()
            let resumed = try await tapedeck.run([
                "resume", "--workers", "2", "--var", directory + "/cut",
            ])
            #expect(resumed.status == 0, "\(resumed.errors)")
            #expect(!resumed.text.contains("No scan was cut off"))
            #expect(try result(await lastData(in: directory + "/cut")) == result(whole.text))
            let audit = try await replay.run(["audit", "--var", directory + "/cut"])
            #expect(audit.status == 0, "\(audit.text)")
        }
    }

    /// A tape is cut where a process was killed: its next record is the first of that type, or some
    /// behind.
    @Test func aSweepThatIsKilledAtAnyPointEndsWithTheSameResult() async throws {
        try await withTemporaryDirectory { directory in
            let whole = try await tapedeck.run(
                ["sweep"] + small + ["--json", "--var", directory + "/whole"])
            #expect(whole.status == 0, "\(whole.errors)")
            let source = try tape(in: directory + "/whole")
            let name = try #require(source.split(separator: "/").last)
            for (index, (type, behind)) in [
                ("sets_listed", 0), ("sweep_started", 0), ("sweep_prepared", 0),
                ("trials_completed", 0), ("trials_completed", 3), ("sets_valued", 0),
                ("sets_valued", 1), ("sweep_judged", 0), ("sweep_completed", 0), ("log_sealed", 0),
            ].enumerated() {
                let place = directory + "/cut\(index)"
                let copy = try await Program.system("python3").run([
                    Program.repository + "/Tests/EndToEndTests/Clients/cut_tape.py", source,
                    "\(place)/scans/\(name)", type, "\(behind)",
                ])
                try #require(copy.status == 0, "\(copy.errors)")
                let resumed = try await tapedeck.run(["resume", "--var", place])
                #expect(resumed.status == 0, "before \(type) + \(behind): \(resumed.errors)")
                #expect(
                    try result(await lastData(in: place)) == result(whole.text),
                    "before \(type) + \(behind)")
                let audit = try await replay.run(["audit", "--var", place])
                #expect(audit.status == 0, "before \(type) + \(behind): \(audit.text)")
            }
        }
    }

    @Test func anyNumberOfWorkersAndAnyBlocksGiveTheSameResult() async throws {
        try await withTemporaryDirectory { directory in
            var results: [NSDictionary] = []
            for (index, pace) in [
                ["--workers", "1"], ["--workers", "3"], ["--workers", "2", "--max-memory", "1"],
            ].enumerated() {
                let outcome = try await tapedeck.run(
                    ["sweep"] + small + pace + ["--json", "--var", directory + "/\(index)"])
                #expect(outcome.status == 0, "\(outcome.errors)")
                results.append(try result(outcome.text))
            }
            #expect(results[1] == results[0] && results[2] == results[0])
        }
    }
}

/// Enough stocks that a sweep of some hundred sets can be met in the middle.
let sweptTickers = [
    "AAPL", "ABT", "XOM", "KO", "GE", "PG", "T", "VZ", "IBM", "MSFT",
    "CVX", "MRK", "PFE", "WMT", "HD", "DIS", "CSCO", "INTC", "ORCL", "MCD",
    "MMM", "CAT", "BA", "UNH", "JNJ", "JPM", "BAC", "C", "WFC", "GS",
    "AXP", "V", "MA", "NKE", "UPS", "FDX", "COST", "TGT", "LOW", "SBUX",
]
