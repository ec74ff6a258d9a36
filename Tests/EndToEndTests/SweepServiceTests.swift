import Foundation
import TestSupport
import Testing

/// Sweeps of clients of the service, by the endpoints that tell of scans.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct SweepServiceTests {
    private let small = """
        {"strategy":"bollinger_bands","tickers":["AAPL","MSFT","NOPE"],\
        "grid":["period=10..20:5","devfactor=1,2"]}
        """

    private func start(
        _ request: String, _ options: [String] = [], at service: Service
    ) async throws -> (code: String, json: [String: Any]) {
        let (code, body) = try await Service.request(
            service.url + "/sweep/start", options + ["--data", request])
        let json = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        return (code, try #require(json))
    }

    private func job(_ request: String, at service: Service) async throws -> String {
        let (code, json) = try await start(request, at: service)
        #expect(code == "202", "\(json)")
        return try #require(json["job_id"] as? String)
    }

    @Test func itsStreamStatusResultTablesAndTapeComeFromTheEndpointsOfScans() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let name = try await job(small, at: service)
            let scan = service.url + "/market-scan"
            let stream = try await Service.request("\(scan)/stream/\(name)").body
            try await SchemaCheck.expectValidStream(stream)
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", name, "--var", directory,
            ])
            #expect(transcript(stream) == replay.output)
            let events = try await Service.request("\(scan)/stream/\(name)?view=events").body
            #expect(blocks(events).first?.contains(#""type":"sweep_requested""#) == true)
            let later = try await Service.request(
                "\(scan)/stream/\(name)", ["--header", "Last-Event-ID: 3"])
            #expect(blocks(later.body) == blocks(stream).filter { place($0) > 3 })
            let result = try await Service.request("\(scan)/results/\(name)").body
            #expect(
                blocks(stream).last?.hasSuffix(
                    "data: " + String(decoding: result, as: UTF8.self) + "\n\n") == true)
            for (table, rows) in [("sets", 6), ("trials", 12)] {
                let rest = "\(scan)/results/\(name)?format=ndjson&table=\(table)"
                let (code, body) = try await Service.request(rest)
                #expect(code == "200")
                #expect(body.count { $0 == 0x0a } == rows, "\(table)")
            }
            let status = try await Service.request("\(scan)/status/\(name)").body
            try await SchemaCheck.expectValidStatus(status)
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(status)) as? [String: Any])
            #expect(json["state"] as? String == "completed")
            #expect(json["total"] as? Int == 18 && json["current"] as? Int == 18)
            let early = try await Service.request("\(scan)/status/\(name)?at=0").body
            try await SchemaCheck.expectValidStatus(early)
            let tape = try await Service.request("\(scan)/log/\(name)").body
            #expect(tape == (try readFile("\(directory)/scans/\(name).ndjson.gz")))
            let list = try await Service.request("\(scan)/jobs").body
            #expect(String(decoding: list, as: UTF8.self).contains(#""kind":"sweep""#))
            #expect(await service.stop().status == 0)
        }
    }

    /// The record that a message stands for.
    private func place(_ block: String) -> Int {
        id(block).flatMap { Int($0.prefix { $0 != "." }) } ?? 0
    }

    @Test func aRequestThatIsRepeatedByItsNameIsOneSweepAndAnotherIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let key = ["--header", "Idempotency-Key: once"]
            let first = try await start(small, key, at: service)
            let again = try await start(small, key, at: service)
            #expect(first.code == "202" && again.code == "202")
            #expect(first.json["job_id"] as? String == again.json["job_id"] as? String)
            let other = small.replacing("10..20:5", with: "10..20:2")
            #expect(try await start(other, key, at: service).code == "422")
            // The scan of the same strategy and stocks is another request, too.
            let scan = try await Service.request(
                service.url + "/market-scan/start",
                key + ["--data", #"{"strategy":"bollinger_bands","tickers":["AAPL"]}"#])
            #expect(scan.code == "422")
            #expect(await service.stop().status == 0)
        }
    }

    @Test func moreTrialsThanTheOperatorAllowsAreRefusedWithTheNumbers() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--max-trials", "17"])
            for request in [small, small.dropLast() + #","max_trials":100}"#] {
                let (code, json) = try await start(String(request), at: service)
                #expect(code == "422")
                let detail = json["detail"] as? String ?? ""
                #expect(detail.contains("6 sets × 3 stocks") && detail.contains("18"), "\(detail)")
                #expect(detail.contains("17"), "\(detail)")
            }
            #expect(await service.stop().status == 0)
        }
    }

    @Test func aSweepIsCancelledAtOnceAndOneThatWaitsAsWell() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--max-running", "1"])
            let slow = #"{"strategy":"rsi","grid":["period=5..20"],"source":"bundled?delay=60s"}"#
            let running = try await job(slow, at: service)
            let waiting = try await job(slow, at: service)
            for name in [running, waiting] {
                let (code, body) = try await Service.request(
                    "\(service.url)/market-scan/cancel/\(name)", ["--request", "POST"])
                #expect(code == "200")
                #expect(String(decoding: body, as: UTF8.self).contains(#""state":"cancelled""#))
            }
            #expect(await service.stop().status == 0)
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func aKilledServiceGoesOnWithItsSweepAtItsNextStart() async throws {
        try await withTemporaryDirectory { directory in
            let tickers = sweptTickers.map { "\"\($0)\"" }.joined(separator: ",")
            let request = """
                {"strategy":"bollinger_bands","tickers":[\(tickers)],\
                "grid":["period=10..100","devfactor=1..3:0.25"]}
                """
            let service = try await Service(in: directory, ["--workers", "1"])
            let name = try await job(request, at: service)
            let stream = "/market-scan/stream/\(name)"
            let client = try Program.system("curl").start([
                "--silent", "--no-buffer", service.url + stream,
            ])
            let seen = blocks(await client.output { blocks($0).count >= 3 })
            _ = await service.stop(SIGKILL)
            _ = await client.outcome()
            let next = try await Service(in: directory)
            let place = try #require(seen.last.flatMap(id))
            let rest = try await Service.request(
                next.url + stream, ["--header", "Last-Event-ID: \(place)"])
            #expect(rest.code == "200")
            #expect(blocks(rest.body).last?.contains(#""type":"complete""#) == true)
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", name, "--var", directory,
            ])
            #expect(blocks(replay.output) == seen + blocks(rest.body))
            #expect(await next.stop().status == 0)
        }
    }
}
