import Foundation
import JSONText
import TestSupport
import Testing

/// What a strategy holds and orders now, as a quant asks for it.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct SignalCommandTests {
    private let tapedeck = Program.product("tapedeck")

    private func run(_ arguments: [String], in directory: String) async throws -> Program.Outcome {
        try await tapedeck.run(["signals"] + arguments + ["--var", directory])
    }

    @Test func aStrategyIsScannedAndItsTapeToldAgainInEachForm() async throws {
        try await withTemporaryDirectory { directory in
            let market = ["bollinger_bands", "--tickers", "AAPL,MSFT,XOM,GE,VRTX,FCX,T,KO"]
            let scanned = try await run(market, in: directory)
            #expect(scanned.status == 0, "\(scanned.errors)")
            #expect(
                scanned.text.hasPrefix("bollinger_bands, at the next open after 2018-02-07 (8 "))
            let told = try await run(["latest"], in: directory)
            #expect(told.status == 0 && told.output == scanned.output)

            let json = try await run(["latest", "--json"], in: directory)
            let document = try JSONValue.parse(json.output.dropLast())
            guard case .object(let members) = document,
                case .array(let rows)? = members.first(where: { $0.name == "signals" })?.value
            else {
                Issue.record("\(json.text)")
                return
            }
            #expect(!rows.isEmpty)
            let csv = try await run(["latest", "--csv"], in: directory)
            #expect(csv.text.split(separator: "\r\n").count == rows.count + 1)
            let export = try await Program.product("tapedeck-replay").run([
                "export", "latest", "--var", directory, "--tables", "signals", "--format", "csv",
                "--output", directory + "/signals.csv",
            ])
            #expect(export.status == 0, "\(export.errors)")
            #expect(try readFile(directory + "/signals.csv") == csv.output)

            let same = try await run(["latest", "--diff", "latest"], in: directory)
            #expect(same.text.contains("\nNothing has changed since "))
            // Looked up before the second scan: names of one second are in no order.
            let jobs = try FileManager.default.contentsOfDirectory(atPath: directory + "/scans")
                .filter { $0.hasPrefix("2") }
            let first = try #require(jobs.first?.prefix { $0 != "." })
            let other = try await run(market + ["--end", "2018-02-02"], in: directory)
            #expect(other.status == 0)
            let diff = try await run(["latest", "--diff", String(first)], in: directory)
            #expect(diff.text.contains("\nChanged since \(first) (2018-02-07)\n"), "\(diff.text)")
        }
    }

    @Test(arguments: [
        (["latest", "--cash", "5"], "what it asks for cannot be changed"),
        (["latest", "--json", "--csv"], "two forms"),
        (["latest", "--csv", "--diff", "latest"], "--json has the diff"),
        (["20260101-000000-00000000"], "20260101-000000-00000000"),
        (["no_such_strategy"], "no_such_strategy"),
    ])
    func whatCannotBeToldIsRefused(arguments: [String], words: String) async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await run(arguments, in: directory)
            #expect(outcome.status != 0 && outcome.output.isEmpty)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
    }

    @Test func theServiceTellsSignalsAndWhyThereAreNone() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(
                #"{"strategy": "sma_cross", "tickers": ["AAPL", "MSFT", "XOM"]}"#)
            _ = try await Service.request("\(service.url)/market-scan/stream/\(job)")
            let url = "\(service.url)/market-scan/signals/"
            let (code, body) = try await Service.request(url + job)
            #expect(code == "200")
            let program = try await run([job, "--json"], in: directory)
            #expect(program.output == body + [0x0a])
            let diff = try await Service.request(url + job + "?diff=" + job).body
            #expect(String(decoding: diff, as: UTF8.self).contains(#""changes":[]"#))
            let unknown = "20260101-000000-00000000"
            for (target, status) in [
                (unknown, "404"), (job + "?diff=" + unknown, "404"), (job + "?diff=x", "422"),
                (job + "?since=x", "422"),
            ] {
                #expect(try await Service.request(url + target).code == status, "\(target)")
            }
            _ = await service.stop()
        }
    }
}
