import EventLog
import Foundation
import TestSupport
import Testing

/// A proof holds for the record, the root and nothing else.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct ProofTests {
    private let replay = Program.product("tapedeck-replay")

    private func proof(of ticker: String, on job: String) async throws -> String {
        let outcome = try await replay.run(["prove", job, ticker, "--var", Tapes.directory])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return outcome.text
    }

    private func root(of job: String) throws -> String {
        try #require(try LogReader.open(Tapes.path(job)).seal()).root.hex
    }

    private func verify(_ proof: String, _ arguments: [String]) async throws -> Program.Outcome {
        try await replay.run(["verify-proof", "-"] + arguments, input: Array(proof.utf8))
    }

    @Test func everyOutcomeOfEveryTapeIsProvenByItsRoot() async throws {
        let stocks = [
            Tapes.finished: ["AAPL", "MSFT", "AMZN", "XOM", "JNJ", "KO"],
            Tapes.cancelled: ["AAPL", "MSFT"], Tapes.withFailures: ["NOPE", "APTV", "GE", "F"],
        ]
        for (job, tickers) in stocks {
            let root = try root(of: job)
            for ticker in tickers {
                let outcome = try await verify(
                    try await proof(of: ticker, on: job), ["--root", root])
                #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
                #expect(outcome.text.contains("\n\(ticker): "))
            }
        }
    }

    @Test func aSignedCheckpointStandsForTheRoot() async throws {
        let proof = try await proof(of: "KO", on: Tapes.finished)
        func verify(_ checkpoint: String, _ key: String) async throws -> Int32 {
            let path = Tapes.path(checkpoint) + ".checkpoint"
            return try await self.verify(proof, ["--checkpoint", path, "--key", key]).status
        }
        #expect(try await verify(Tapes.finished, Tapes.key) == 0)
        #expect(try await verify(Tapes.varied, Tapes.key) == 1)
        let other = try CheckpointSigner(
            name: "tapedeck.example", privateKey: Array(repeating: 9, count: 32))
        #expect(try await verify(Tapes.finished, other.verifier.key) == 1)
    }

    @Test(arguments: [
        #""pnl\":"#, #""seq":"#, #""count":"#, #""path":[""#, #""ticker":""#, #"\"ticker\":\""#,
    ])
    func anAlteredProofDoesNotHold(_ place: String) async throws {
        var proof = try await proof(of: "KO", on: Tapes.finished)
        let index = try #require(proof.range(of: place)).upperBound
        proof.replaceSubrange(index...index, with: proof[index] == "1" ? "2" : "1")
        let outcome = try await verify(proof, ["--root", try root(of: Tapes.finished)])
        #expect(outcome.status == 1, "\(outcome.text)\(outcome.errors)")
        #expect(outcome.text.hasPrefix("The proof does not hold: "))
    }

    @Test func anotherRootOrNoProofIsRefused() async throws {
        let proof = try await proof(of: "KO", on: Tapes.finished)
        let other = try await verify(proof, ["--root", try root(of: Tapes.varied)])
        #expect(other.status == 1)
        #expect(try await verify("{}", ["--root", try root(of: Tapes.varied)]).status == 2)
        #expect(try await verify(proof, []).status == 64)
        #expect(try await verify(proof, ["--root", "abc"]).status == 64)
    }
}
