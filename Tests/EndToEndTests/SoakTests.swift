import Foundation
import TestSupport
import Testing

/// Many clients, good and bad, after whom the service is as it was before.
// A minute of traffic, or all of it with --all.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct SoakTests {
    /// Whether there is time for what takes minutes.
    private static let isLong = ProcessInfo.processInfo.environment["TAPEDECK_TEST_ALL"] != nil

    @Test func tenThousandHostileRequestsLeaveTheServiceAnsweringAndItsMemoryFlat() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory,
                ["--requests-per-second", "0", "--request-timeout", "5", "--log-level", "critical"])
            let count = Self.isLong ? 10_000 : 2_000
            let outcome = try await python(
                "hostile.py", service, ["\(count)", "20261124"])
            #expect(outcome.text == "unharmed\n", "seed 20261124\n\(outcome.errors)")
            #expect(await service.stop().status == 0)
        }
    }

    @Test func nothingIsLeftOfFiveThousandFollowersAndOfScansThatComeAndGo() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory, ["--requests-per-second", "0", "--log-level", "critical"])
            let outcome = try await python(
                "soak.py", service,
                [Self.isLong ? "120" : "10", "20261124", Self.isLong ? "5000" : "500"])
            #expect(outcome.text == "as before\n", "seed 20261124\n\(outcome.errors)")
            #expect(await service.stop().status == 0)
        }
    }

    /// How long hostile clients are at it; `TAPEDECK_SOAK_SECONDS=600` takes ten minutes.
    private static let siegeSeconds =
        ProcessInfo.processInfo.environment["TAPEDECK_SOAK_SECONDS"] ?? "60"

    @Test func ordinaryClientsNoticeNothingOfHostileOnesFailingDisksAndKills() async throws {
        #if DEBUG
            let slowness = 20.0
        #else
            let slowness = 1.0
        #endif
        try await withTemporaryDirectory { directory in
            let outcome = try await Program.system("python3").run([
                "\(Program.repository)/Tests/EndToEndTests/Clients/siege.py",
                Program.productPath("tapedeck"), directory,
                Self.siegeSeconds, "20261129",
            ])
            print("siege: \(outcome.text)\(outcome.errors)")
            let found = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
            #expect(found["wrong"] as? [String] == [], "seed 20261129")
            #expect(try #require(found["faults"] as? Int) > 0)
            let late = try #require(found["late"] as? [String: [String: Any]])
            // What others take of the machine is no matter of the service, where a request waits
            // for its turn some eight times, and the yardstick once.
            for (kind, machine) in [
                ("health", "machine"), ("health, connection kept", "machine"),
                ("status", "machine"), ("start", "machine's disk"),
            ] {
                let own = try #require(late[machine]?["p99"] as? Double)
                let p99 = try #require(late[kind]?["p99"] as? Double)
                #expect(p99 < 100 * slowness + 8 * own, "\(kind)")
            }
            let memory = try #require(found["memory"] as? [Double])
            #expect(memory[1] < memory[0] * 1.2)
            #expect(try #require(found["ending"] as? Double) < 10.5)
        }
    }

    private func python(
        _ script: String, _ service: Service, _ arguments: [String]
    ) async throws -> Program.Outcome {
        let outcome = try await Program.system("python3").run(
            [
                "\(Program.repository)/Tests/EndToEndTests/Clients/\(script)", service.url,
                "\(service.processIdentifier)",
            ] + arguments)
        print(outcome.errors)
        return outcome
    }
}
