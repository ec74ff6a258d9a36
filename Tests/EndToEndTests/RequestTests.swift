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

    @Test func anEmptyBodyIsToldAsSuchAndAByteOrderMarkDoesNoHarm() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            for path in ["/market-scan/start", "/market-scan", "/backtest", "/session"] {
                for body in ["", " \r\n\t"] {
                    let answer = try await Service.request(
                        service.url + path, ["--data-binary", body])
                    #expect(answer.code == "400", "\(path)")
                    let text = String(decoding: answer.body, as: UTF8.self)
                    #expect(text.contains("the body is empty; expected an object"), "\(text)")
                }
            }
            let mark: [UInt8] = [0xef, 0xbb, 0xbf]
            let body = Array(#"{"strategy":"rsi","tickers":["A"]}"#.utf8)
            for (bytes, code) in [(mark + body, "202"), (mark + mark + body, "400")] {
                try writeFile(bytes, to: directory + "/body")
                let answer = try await Service.request(
                    service.url + "/market-scan/start", ["--data-binary", "@\(directory)/body"])
                #expect(answer.code == code)
            }
            _ = await service.stop()
            try writeFile(mark + Array(#"{"port": 0}"#.utf8), to: directory + "/settings.json")
            let marked = try await Service(
                in: directory, ["--config", directory + "/settings.json"])
            _ = await marked.stop()
        }
    }

    @Test func timesOfTheListTakeOffsets() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(#"{"strategy":"rsi","tickers":["A"]}"#)
            let list = service.url + "/market-scan/jobs"
            let all =
                try JSONSerialization.jsonObject(
                    with: Data(try await Service.request(list).body)) as? [String: Any]
            let entry = try #require((all?["jobs"] as? [[String: Any]])?.first)
            let asked = try #require(entry["requested_at"] as? String)
            let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            let time = try Date(String(asked.prefix(23)) + "Z", strategy: format)
            for (seconds, hours, isThere) in [(-1.0, 5.5, true), (1, 5.5, false), (-1, -3, true)] {
                let zone = try #require(TimeZone(secondsFromGMT: Int(hours * 3600)))
                let written = time.addingTimeInterval(seconds).formatted(
                    Date.ISO8601FormatStyle(timeZoneSeparator: .colon, timeZone: zone))
                #expect(written.hasSuffix(hours < 0 ? "-03:00" : "+05:30"))
                for text in [written, written.replacing("+", with: "%2B")] {
                    let answer = try await Service.request(list + "?since=" + text)
                    #expect(answer.code == "200", "\(text)")
                    let found = String(decoding: answer.body, as: UTF8.self)
                    #expect(found.contains(job) == isThere, "\(text) \(found)")
                }
            }
            for text in ["2026-13-01", "2026-11-28T08:00:00%2B25:00", "yesterday"] {
                #expect(try await Service.request(list + "?until=" + text).code == "422", "\(text)")
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
            let then = try await Service.request(url + "?at=4")
            let past = try JSONSerialization.jsonObject(with: Data(then.body)) as? [String: Any]
            #expect(past?["current"] as? Int == 1)
            #expect(past?["complete"] as? Bool == false)
            try await SchemaCheck.expectValidStatus(then.body)
            #expect(try await Service.request(url + "?at=99").code == "422")
            _ = await service.stop()
        }
    }
}
