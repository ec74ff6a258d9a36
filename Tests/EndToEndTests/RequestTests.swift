import Foundation
import TestSupport
import Testing

// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct RequestTests {
    @Test func everyBadRequestGetsAProblemWithDetailAndPointer() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let start = service.url + "/market-scan/start"
            for (body, code, pointer) in [
                (#"{"strategy":"#, "400", nil),
                ("[]", "422", ""),
                (#"{"strategy":"crystal_ball"}"#, "404", "/strategy"),
                (#"{"strategy":"bollinger_bands","sped":1}"#, "422", "/sped"),
                (#"{"strategy":"bollinger_bands","cash":"much"}"#, "422", "/cash"),
                (
                    #"{"strategy":"bollinger_bands","start_date":"2024-01-01"}"#, "422",
                    "/start_date"
                ),
                (
                    #"{"strategy":"bollinger_bands","parameters":{"period":0}}"#, "422",
                    "/parameters/period"
                ),
            ] as [(String, String, String?)] {
                let answer = try await Service.request(start, ["--data", body])
                let json =
                    try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
                #expect(answer.code == code, "\(body)")
                #expect((json?["detail"] as? String)?.isEmpty == false, "\(body)")
                let errors = json?["errors"] as? [[String: String]]
                #expect(errors?.first?["pointer"] == pointer, "\(body)")
            }
            let large = directory + "/large"
            try writeFile(Array(repeating: UInt8(ascii: "["), count: 2_000_000), to: large)
            #expect(try await Service.request(start, ["--data", "@\(large)"]).code == "413")
            for path in ["status/nope", "stream/nope", "status/..%2f..%2fetc", "stream/%00"] {
                let answer = try await Service.request(service.url + "/market-scan/" + path)
                #expect(answer.code == "404", "\(path)")
            }
            _ = await service.stop()
        }
    }

    @Test func theStatusTellsTheStateNowAndAtAnyRecord() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(
                #"{"strategy":"bollinger_bands","tickers":["AAPL","MSFT","ABT"]}"#)
            _ = try await Service.request(service.url + "/market-scan/stream/\(job)")
            let url = service.url + "/market-scan/status/\(job)"
            let now = try await Service.request(url)
            let json = try JSONSerialization.jsonObject(with: Data(now.body)) as? [String: Any]
            #expect(json?["complete"] as? Bool == true)
            #expect((json?["results"] as? [String: Any])?["successful"] as? Int == 3)
            try await SchemaCheck.expectValidStatus(now.body)
            let then = try await Service.request(url + "?at=2")
            let past = try JSONSerialization.jsonObject(with: Data(then.body)) as? [String: Any]
            #expect(past?["current"] as? Int == 1)
            #expect(past?["complete"] as? Bool == false)
            try await SchemaCheck.expectValidStatus(then.body)
            #expect(try await Service.request(url + "?at=99").code == "422")
            _ = await service.stop()
        }
    }
}
