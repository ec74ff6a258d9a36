import Foundation
import TestSupport
import Testing

/// Every endpoint, every method, each request twice, with and without each header.
// Some ten thousand requests, on two cores.
@Suite(.timeLimit(.minutes(10)))
struct EveryRequestTests {
    @Test func everyRequestSentTwiceLeavesTheServiceAsItWas() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory,
                [
                    "--requests-per-second", "0", "--max-waiting", "100000",
                    "--log-level", "critical",
                ])
            let (rounds, seed) = ("5600", "20261129")
            let python = Program(path: Program.repository + "/.build/python/bin/python")
            let outcome = try await python.run([
                "\(Program.repository)/Tests/EndToEndTests/Clients/every_request.py",
                service.url, "\(service.processIdentifier)", rounds, seed,
                "\(Program.repository)/Schemas/openapi.yaml",
            ])
            print(outcome.errors)
            #expect(outcome.text == "the same\n", "seed \(seed)\n\(outcome.errors)")
            #expect(await service.stop().status == 0)
        }
    }

    /// What aborted a release build of an earlier version, which Swift 6.3.1 had compiled wrongly.
    @Test(arguments: ["/market-scan", "/market-scan/stream", "/market-scan/start"])
    func aScanAskedForTwiceByOneNameIsAnsweredTwice(path: String) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let arguments = [
                "--max-time", "60", "--header", "Idempotency-Key: twice", "--data",
                #"{"strategy":"sma_cross","tickers":["AAPL"]}"#,
            ]
            let first = try await Service.request(service.url + path, arguments)
            let second = try await Service.request(service.url + path, arguments)
            #expect(first.code == (path == "/market-scan/start" ? "202" : "200"))
            #expect(second.code == first.code)
            // How long to wait before coming back differs from stream to stream.
            let bodies = [first.body, second.body]
            let same = path.hasSuffix("/stream") ? bodies.map { transcript($0) } : bodies
            #expect(same[0] == same[1] && !same[0].isEmpty)
            #expect(await service.stop().status == 0)
        }
    }
}
