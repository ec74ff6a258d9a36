import Foundation
import TestSupport
import Testing

// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
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
            #expect(blocks(rest.body) == Array(whole.drop { id($0) != "2" }.dropFirst()))
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
            // The answer comes with the last record; the tape's final form may take a moment more,
            // and is there when a service has started.
            _ = await service.stop()
            let later = try await Service(in: directory)
            let log = try await Service.request(later.url + "/market-scan/log/\(job)")
            let zcat = try await Program.system("zcat").run([], input: log.body)
            #expect(zcat.status == 0)
            let tape = try Data(
                contentsOf: URL(fileURLWithPath: "\(directory)/scans/\(job).ndjson.gz"))
            #expect(log.body == Array(tape))
            #expect(zcat.text.hasSuffix("}\n"))
            _ = await later.stop()
        }
    }

    @Test func theRegistryIsNoScan() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            _ = try await service.start(small)
            for path in ["log", "stream", "status", "results"] {
                let answer = try await Service.request(
                    service.url + "/market-scan/\(path)/registry")
                #expect(answer.code == "404", "\(path)")
            }
            _ = await service.stop()
        }
    }

    @Test func theHeadOfAStreamTellsNoLength() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(small)
            let url = service.url + "/market-scan/stream/\(job)"
            _ = try await Service.request(url)
            let answer = try await Service.request(url, ["--head"])
            #expect(answer.code == "200")
            let head = String(decoding: answer.body, as: UTF8.self).lowercased()
            #expect(head.contains("content-type: text/event-stream"))
            #expect(!head.contains("content-length"))
            let log = try await Service.request(
                service.url + "/market-scan/log/\(job)", ["--head"])
            #expect(
                String(decoding: log.body, as: UTF8.self).lowercased().contains("content-length"))
            _ = await service.stop()
        }
    }

    @Test func anEmptyPlaceIsTheBeginning() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(small)
            let url = service.url + "/market-scan/stream/\(job)"
            let whole = blocks(try await Service.request(url).body)
            let again = try await Service.request(url + "?last_event_id=").body
            #expect(blocks(again) == whole && whole.count > 2)
            _ = await service.stop()
        }
    }

    @Test func theListPagesThroughScansThatRunAndThoseThatWait() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--max-running", "1"])
            let slow = #"{"strategy":"bollinger_bands","source":"bundled?delay=60s"}"#
            var started: [String] = []
            for _ in 0..<4 { started.append(try await service.start(slow)) }
            for (query, expected) in [
                ("state=running&limit=1", started.prefix(1)),
                ("state=waiting&limit=1", started.dropFirst()),
                ("state=waiting&limit=2&strategy=bollinger%5Fbands", started.dropFirst()),
            ] {
                var found: [String] = []
                var next: String? = "/market-scan/jobs?" + query
                while let path = next {
                    let answer = try await Service.request(service.url + path)
                    #expect(answer.code == "200")
                    let json = try #require(
                        try JSONSerialization.jsonObject(with: Data(answer.body))
                            as? [String: Any])
                    let jobs = try #require(json["jobs"] as? [[String: Any]])
                    found += jobs.compactMap { $0["job_id"] as? String }
                    next = json["next"] as? String
                }
                #expect(found == expected.reversed(), "\(query)")
            }
            let unknown = try await Service.request(
                service.url + "/market-scan/jobs?before=20200101-000000-00000000")
            #expect(unknown.code == "422")
            _ = await service.stop()
        }
    }

    @Test func aScanIsCancelledWhileTheOneBeforeItIsPreparedAfterACrash() async throws {
        try await withTemporaryDirectory { directory in
            let prices = directory + "/prices.csv"
            let head = "Date,Open,High,Low,Close,Ticker\n"
            try writeFile(Array((head + "2020-01-02,1,1,1,1,A\n").utf8), to: prices)
            let arguments = ["--max-running", "1", "--prices", directory]
            var service = try await Service(in: directory, arguments)
            let slow = #"{"strategy":"bollinger_bands","source":"bundled?delay=60s"}"#
            let running = try await service.start(slow)
            _ = try await service.start(
                #"{"strategy":"rsi","tickers":["A"],"source":"csv:\#(prices)"}"#)
            let waiting = try await service.start(slow)
            _ = await service.stop(SIGKILL)
            // Now it takes long to read the prices of the second one.
            let rows = (0..<400).flatMap { stock in
                (1...1000).map { "2020-01-02,\($0),\($0),\($0),\($0),S\(stock)\n" }
            }
            try writeFile(Array((head + rows.joined()).utf8), to: prices)
            service = try await Service(in: directory, arguments)
            for job in [waiting, running] {
                let answer = try await Service.request(
                    service.url + "/market-scan/cancel/\(job)", ["--request", "POST"])
                #expect(["200", "202"].contains(answer.code), "\(answer.code)")
                let stream = try await Service.request(
                    service.url + "/market-scan/stream/\(job)")
                #expect(blocks(stream.body).last?.contains(#""type":"cancelled""#) == true)
            }
            _ = await service.stop()
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func theStatusOfEachMomentIsThatOfTheWholeTape() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--requests-per-second", "0"])
            let job = try await service.start(
                #"""
                {"strategy":"bollinger_bands","source":"bundled?delay=50ms",
                "tickers":["AAPL","MSFT","IBM","NOPE","KO"]}
                """#)
            let url = service.url + "/market-scan/status/\(job)"
            var seen: Set<Int> = []
            while true {
                let body = try await Service.request(url).body
                let json = try #require(
                    try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
                let last = try #require(json["last_event_id"] as? Int)
                if seen.insert(last).inserted {
                    // The one is folded on from the last question, the other from the start.
                    #expect(try await Service.request(url + "?at=\(last)").body == body)
                }
                if json["complete"] as? Bool == true { break }
            }
            #expect(seen.count >= 2)
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
