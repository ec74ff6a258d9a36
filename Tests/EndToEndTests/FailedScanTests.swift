import Foundation
import TestSupport
import Testing

/// Scans of which stocks failed, as those who run them unwatched notice.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct FailedScanTests {
    private let tapedeck = Program.product("tapedeck")

    private func scan(
        _ tickers: String, _ arguments: [String] = [], in directory: String
    ) async throws -> Program.Outcome {
        try await tapedeck.run(
            ["scan", "sma_cross", "--tickers", tickers, "--var", directory] + arguments)
    }

    @Test func aScanWithoutAResultHasACodeOfItsOwnAndIsNotCalledComplete() async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await scan("NOPE,ZZZZ", in: directory)
            #expect(outcome.status == 5)
            #expect(outcome.errors.contains("No result: all 2 stocks failed. "))
            #expect(outcome.errors.hasSuffix("Error: all 2 stocks failed\n"), "\(outcome.errors)")
            #expect(!(outcome.errors + outcome.text).contains("Complete"))
            #expect(outcome.text.contains("Failed: 2 by unknown_ticker: NOPE, ZZZZ\n  2 × "))
            let json = try await scan("NOPE", ["--json"], in: directory)
            #expect(json.status == 5)
            #expect(json.text.contains(#""type":"complete""#), "its tape says so as ever")
        }
    }

    @Test(arguments: [
        ("AAPL,NOPE", [] as [String], 0), ("AAPL,NOPE", ["--max-failed", "0"], 5),
        ("AAPL,NOPE", ["--max-failed", "1"], 0), ("AAPL,NOPE", ["--max-failed", "49%"], 5),
        ("AAPL,NOPE", ["--max-failed", "50%"], 0), ("NOPE", ["--max-failed", "100%"], 0),
        ("AAPL", ["--max-failed", "0"], 0), ("AAPL", ["--max-failed", "x"], 64),
    ])
    func theLimitOfFailuresDecidesOnTheCode(
        tickers: String, arguments: [String], status: Int
    ) async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await scan(tickers, arguments, in: directory)
            #expect(Int(outcome.status) == status, "\(outcome.errors)")
            guard status != 64 else { return }
            let watch = try await tapedeck.run(["watch", "latest", "--var", directory] + arguments)
            #expect(Int(watch.status) == status, "\(watch.errors)")
            #expect(watch.errors == outcome.errors)
        }
    }

    @Test func whoWaitsForTheResultGetsAProblemInstead() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let url = service.url + "/market-scan"
            let request = #"{"strategy":"sma_cross","tickers":["NOPE","ZZZZ"]}"#
            let answer = try await Program.system("curl").run([
                "--silent", "--include", "--data", request, url,
            ])
            #expect(answer.text.hasPrefix("HTTP/1.1 424 "), "\(answer.text)")
            #expect(answer.text.contains("application/problem+json"))
            #expect(answer.text.contains("all 2 stocks failed: 2 by unknown_ticker"))
            let line = answer.text.split(whereSeparator: \.isNewline)
                .first { $0.lowercased().hasPrefix("location: ") }
            let place = try #require(line?.split(separator: " ").last)
            let result = try await Service.request(service.url + place)
            #expect(result.code == "200")
            #expect(String(decoding: result.body, as: UTF8.self).contains(#""failed":2"#))
            // As cron and CI ask.
            let failing = try await Program.system("curl").run([
                "--silent", "--fail", "--data", request, url,
            ])
            #expect(failing.status == 22)
            _ = await service.stop()
        }
    }
}
