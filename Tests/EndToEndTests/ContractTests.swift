import Foundation
import TestSupport
import Testing

/// The service against its own contract.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct ContractTests {
    private let contract = Program.repository + "/Schemas/openapi.yaml"

    @Test func theContractIsValidAndTheServiceServesIt() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let served = try await Service.request(service.url + "/openapi.yaml")
            #expect(served.body == Array(try Data(contentsOf: URL(fileURLWithPath: contract))))
            let outcome = try await tool("openapi-spec-validator").run([contract])
            #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
            _ = await service.stop()
        }
    }

    /// Requests made from the contract, those that it allows and those that it does not.
    ///
    /// Left out is the check that whatever the contract's schemas allow is accepted: that a
    /// strategy, a stock or a date exists, no schema tells.
    @Test func noRequestMadeFromTheContractBreaksIt() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory, ["--requests-per-second", "0", "--max-waiting", "10000"])
            let seed = "20261124"
            let outcome = try await tool("schemathesis").run([
                "run", contract, "--url", service.url, "--seed", seed, "--max-examples", "10",
                "--exclude-checks", "positive_data_acceptance", "--request-timeout", "60",
                "--generation-database", "none",
            ])
            #expect(outcome.status == 0, "seed \(seed)\n\(outcome.text)\(outcome.errors)")
            #expect(outcome.text.contains("passed"))
            #expect(try await Service.request(service.url + "/health").code == "200")
            _ = await service.stop()
        }
    }

    private func tool(_ name: String) -> Program {
        Program(path: Program.repository + "/.build/python/bin/" + name)
    }
}
