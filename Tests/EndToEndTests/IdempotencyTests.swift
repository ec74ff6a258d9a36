import Foundation
import TestSupport
import Testing

/// One scan for one name of a request, however often and however close together it comes.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct IdempotencyTests {
    @Test func manyRequestsOfOneNameAtOnceAreOneScan() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let arguments = [
                "--max-time", "60", "--header", "Idempotency-Key: same", "--data",
                #"{"strategy":"bollinger_bands","tickers":["AAPL"]}"#,
            ]
            let url = service.url
            let answers = try await withThrowingTaskGroup(of: (String, String).self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let answer = try await Service.request(
                            url + "/market-scan/start", arguments)
                        let json =
                            try JSONSerialization.jsonObject(with: Data(answer.body))
                            as? [String: Any]
                        return (answer.code, json?["job_id"] as? String ?? "")
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.0) == Array(repeating: "202", count: 8))
            #expect(Set(answers.map(\.1)).count == 1)
            let health = try await Service.request(
                service.url + "/health", ["--max-time", "60"])
            #expect(health.code == "200")
            _ = await service.stop()
        }
    }
}
