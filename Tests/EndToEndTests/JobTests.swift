import Foundation
import TestSupport
import Testing

@Suite(.serialized)
struct JobTests {
    private let small = #"{"strategy":"bollinger_bands","tickers":["AAPL","MSFT","NOPE"]}"#

    @Test func theStreamTheStatusTheResultsAndTheBlockingAnswerAreOneResult() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let scan = service.url + "/market-scan"
            let (code, head, blocking) = try await exchange(scan, ["--data", small])
            #expect(code == "200")
            let place = try #require(head["content-location"])
            let job = try #require(place.split(separator: "/").last.map(String.init))
            let results = try await Service.request(service.url + place).body
            #expect(results == blocking)
            let stream = try await Service.request(scan + "/stream/\(job)").body
            let last = try #require(blocks(stream).last)
            #expect(last.hasSuffix("data: " + String(decoding: blocking, as: UTF8.self) + "\n\n"))
            let status = try await Service.request(scan + "/status/\(job)").body
            #expect(
                String(decoding: status, as: UTF8.self)
                    .hasSuffix(#""results":"# + String(decoding: blocking, as: UTF8.self) + "}"))
            _ = await service.stop()
        }
    }

    @Test func aPostedStreamNamesTheURLWhereItGoesOn() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let (code, head, body) = try await exchange(
                service.url + "/market-scan/stream?every=1", ["--data", small])
            #expect(code == "200")
            let place = try #require(head["content-location"])
            let whole = blocks(body)
            #expect(whole.count == 6)
            let rest = try await Service.request(
                service.url + place, ["--header", "Last-Event-ID: 2"])
            #expect(blocks(rest.body) == Array(whole.drop { id($0) != "3" }))
            _ = await service.stop()
        }
    }

    @Test func aCompressedStreamHasTheSameEvents() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(#"{"strategy":"bollinger_bands"}"#)
            let url = service.url + "/market-scan/stream/\(job)"
            let plain = try await Service.request(url).body
            for start in [0, 1, 100] {
                let (_, head, body) = try await exchange(
                    url + "?from=\(start)", ["--header", "Accept-Encoding: gzip"])
                #expect(head["content-encoding"] == "gzip")
                #expect(body.count < plain.count / 2)
                let gunzip = try await Program.system("gzip").run(["-dc"], input: body)
                #expect(gunzip.status == 0, "\(gunzip.errors)")
                #expect(
                    blocks(gunzip.output)
                        == blocks(plain).filter { (id($0).flatMap { Int($0) } ?? 0) >= start })
            }
            _ = await service.stop()
        }
    }

    @Test func aScanIsCancelledInTheMiddleOfAStockAndStaysSo() async throws {
        try await withTemporaryDirectory { directory in
            var service = try await Service(in: directory)
            let job = try await service.start(
                #"{"strategy":"bollinger_bands","source":"bundled?delay=60s"}"#)
            let cancel = "/market-scan/cancel/\(job)"
            let (code, body) = try await Service.request(
                service.url + cancel, ["--request", "POST"])
            #expect(code == "200")
            #expect(String(decoding: body, as: UTF8.self).contains(#""state":"cancelled""#))
            #expect(
                try await Service.request(service.url + cancel, ["--request", "POST"]).code
                    == "200")
            _ = await service.stop(SIGKILL)
            service = try await Service(in: directory)
            let status = try await Service.request(service.url + "/market-scan/status/\(job)")
            #expect(String(decoding: status.body, as: UTF8.self).contains(#""complete":true"#))
            _ = await service.stop()
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func aScanThatWaitsIsCancelledAtOnceAndOneTooManyIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory, ["--max-running", "1", "--max-waiting", "1"])
            let slow = #"{"strategy":"bollinger_bands","source":"bundled?delay=60s"}"#
            let running = try await service.start(slow)
            let waiting = try await service.start(slow)
            let start = service.url + "/market-scan/start"
            let (full, head, body) = try await exchange(start, ["--data", slow])
            #expect(full == "429")
            #expect(head["retry-after"] != nil)
            #expect(String(decoding: body, as: UTF8.self).contains("waiting"))
            let list = try await Service.request(
                service.url + "/market-scan/jobs?state=waiting")
            #expect(String(decoding: list.body, as: UTF8.self).contains(waiting))
            for job in [waiting, running] {
                let cancelled = try await Service.request(
                    service.url + "/market-scan/cancel/\(job)", ["--request", "POST"])
                #expect(cancelled.code == "200")
            }
            let stream = try await Service.request(
                service.url + "/market-scan/stream/\(waiting)")
            #expect(blocks(stream.body).count == 1)
            try await SchemaCheck.expectValidStream(stream.body)
            #expect(try await Service.request(start, ["--data", small]).code == "202")
            _ = await service.stop()
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func aScanThatHasEndedOrIsUnknownIsNotCancelled() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let (_, head, _) = try await exchange(
                service.url + "/market-scan", ["--data", small])
            let job = try #require(
                head["content-location"]?.split(separator: "/").last.map(String.init))
            for (name, code) in [(job, "409"), ("20200101-000000-00000000", "404")] {
                let answer = try await Service.request(
                    service.url + "/market-scan/cancel/\(name)", ["--request", "POST"])
                #expect(answer.code == code)
            }
            _ = await service.stop()
        }
    }

    @Test func aRepeatedRequestIsTheSameScanAlsoAfterACrash() async throws {
        try await withTemporaryDirectory { directory in
            var service = try await Service(in: directory)
            let key = ["--header", "Idempotency-Key: 8f14e45f-ea"]
            var jobs: Set<String> = []
            for attempt in 0..<3 {
                if attempt == 2 {
                    _ = await service.stop(SIGKILL)
                    service = try await Service(in: directory)
                }
                let (code, head, body) = try await exchange(
                    service.url + "/market-scan/start", key + ["--data", small])
                #expect(code == "202")
                #expect((head["idempotency-replayed"] == "true") == (attempt > 0))
                let json =
                    try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
                jobs.insert(try #require(json?["job_id"] as? String))
            }
            #expect(jobs.count == 1)
            let other = try await Service.request(
                service.url + "/market-scan/start", key + ["--data", #"{"strategy":"rsi"}"#])
            #expect(other.code == "422")
            _ = await service.stop()
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func theListTellsScansNewestFirstPageByPage() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            var started: [String] = []
            for _ in 0..<3 {
                let (_, head, _) = try await exchange(
                    service.url + "/market-scan", ["--data", small])
                started.append(
                    try #require(
                        head["content-location"]?.split(separator: "/").last.map(String.init)))
            }
            var found: [String] = []
            var next: String? = "/market-scan/jobs?limit=2&strategy=bollinger_bands"
            while let path = next {
                let answer = try await Service.request(service.url + path)
                #expect(answer.code == "200")
                let json = try #require(
                    try JSONSerialization.jsonObject(with: Data(answer.body))
                        as? [String: Any])
                let jobs = try #require(json["jobs"] as? [[String: Any]])
                #expect(jobs.allSatisfy { $0["failed"] as? Int == 1 })
                found += jobs.compactMap { $0["job_id"] as? String }
                next = json["next"] as? String
            }
            #expect(Set(found) == Set(started))
            #expect(found == found.sorted(by: >) || Set(started.map { $0.prefix(15) }).count < 3)
            for (query, code) in [("limit=0", "422"), ("state=odd", "422"), ("since=1", "422")] {
                let answer = try await Service.request(
                    service.url + "/market-scan/jobs?" + query)
                #expect(answer.code == code)
            }
            _ = await service.stop()
        }
    }

    @Test func theLogIsTheTapeItself() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let (_, head, _) = try await exchange(
                service.url + "/market-scan", ["--data", small])
            let job = try #require(
                head["content-location"]?.split(separator: "/").last.map(String.init))
            let log = try await Service.request(service.url + "/market-scan/log/\(job)")
            let zcat = try await Program.system("zcat").run([], input: log.body)
            #expect(zcat.status == 0)
            let tape = try await Program.system("zcat").run([
                "\(directory)/scans/\(job).ndjson.gz"
            ])
            #expect(zcat.text == tape.text)
            #expect(zcat.text.hasSuffix("}\n"))
            _ = await service.stop()
        }
    }

    /// The status code, the head with names in lower case, and the body of an exchange.
    private func exchange(
        _ url: String, _ arguments: [String]
    ) async throws -> (code: String, head: [String: String], body: [UInt8]) {
        try await withTemporaryDirectory { directory in
            let path = directory + "/head"
            let answer = try await Service.request(url, ["--dump-header", path] + arguments)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let fields = text.split(whereSeparator: \.isNewline).compactMap { line in
                line.firstIndex(of: ":").map {
                    (
                        line[..<$0].lowercased(),
                        line[line.index(after: $0)...].trimmingCharacters(in: .whitespaces)
                    )
                }
            }
            return (answer.code, Dictionary(fields) { $1 }, answer.body)
        }
    }
}
