import Foundation
import TestSupport
import Testing

// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct LiveStreamTests {
    @Test(arguments: [("progress", 1), ("progress", 5), ("events", 5)])
    func aLiveStreamWithDropsIsTheReplayToTheByte(view: String, every: Int) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory, ["--scan", "bollinger_bands", "--source", "bundled?delay=20ms"])
            let url = try await service.streamURL() + "?view=\(view)&every=\(every)"
            // Cut off after so many bytes, wherever that is; then once to the end.
            var received: [String] = []
            for limit in [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 100_000_000] {
                let place = received.last.flatMap(id).map { "-H 'Last-Event-ID: \($0)'" } ?? ""
                let client = try await Program.system("sh").run([
                    "-c", "curl --silent --no-buffer \(place) '\(url)' | head -c \(limit)",
                ])
                #expect(client.output.count <= limit)
                received += blocks(client.output)
            }
            let live = received.joined()
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", "latest", "--var", directory, "--view", view, "--every", "\(every)",
            ])
            #expect(replay.status == 0, "\(replay.errors)")
            #expect(live == replay.text)
            let again = try await Service.request(url)
            #expect(transcript(again.body) == replay.output)
            let stopped = await service.stop()
            #expect(stopped.status == 0)
            if view == "progress" { try await SchemaCheck.expectValidStream(Array(live.utf8)) }
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func aClientIsServedWhileTheFirstScanIsAtWork() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory, ["--scan", "bollinger_bands", "--source", "bundled?delay=10s"])
            let url = try await service.streamURL()
            let status = try await Service.request(
                url.replacingOccurrences(of: "/stream/", with: "/status/"))
            #expect(String(decoding: status.body, as: UTF8.self).contains(#""state":"running""#))
            let client = try Program.system("curl").start(["--silent", "--no-buffer", url])
            let seen = blocks(await client.output { blocks($0).count >= 1 })
            #expect(seen.count == 1)
            #expect(seen.first?.contains(#""type":"start""#) == true)
            #expect(await service.stop().status == 0)
            _ = await client.outcome()
        }
    }

    @Test func aBlockThatWasCutBehindItsIDIsNoBlock() {
        #expect(blocks(Array("id: 1\ndata: {}\n\nid: 2\n".utf8)) == ["id: 1\ndata: {}\n\n"])
    }

    @Test func aClientThatComesBackAfterTheEndGets204() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(
                #"{"strategy":"bollinger_bands","tickers":["AAPL","MSFT"]}"#)
            for view in ["progress", "events"] {
                let url = service.url + "/market-scan/stream/\(job)?view=\(view)"
                let (code, body) = try await Service.request(url)
                #expect(code == "200")
                let last = try #require(blocks(body).last.flatMap(id))
                let again = try await Service.request(
                    url, ["--header", "Last-Event-ID: \(last)"])
                #expect(again.code == "204")
                #expect(again.body.isEmpty)
            }
            _ = await service.stop()
        }
    }

    @Test(arguments: ["abc", "-1", "99999", "999999999999999999999999", "1.5", "%00"])
    func anUnknownIdGetsAResetAndTheStreamFromItsStart(_ place: String) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(
                #"{"strategy":"bollinger_bands","tickers":["AAPL","MSFT"]}"#)
            let url = service.url + "/market-scan/stream/\(job)"
            let whole = blocks(try await Service.request(url).body)
            let (code, body) = try await Service.request(
                url, ["--header", "Last-Event-ID: \(place)"])
            #expect(code == "200")
            let found = blocks(body)
            #expect(found.first?.hasPrefix(#"data: {"type":"reset","#) == true)
            #expect(Array(found.dropFirst()) == whole)
            try await SchemaCheck.expectValidStream(body)
            _ = await service.stop()
        }
    }

    @Test func theHeaderWinsOverFrom() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(
                #"{"strategy":"bollinger_bands","tickers":["AAPL","MSFT"]}"#)
            let url = service.url + "/market-scan/stream/\(job)?view=events"
            _ = try await Service.request(url)
            let (_, body) = try await Service.request(
                url + "&from=0", ["--header", "Last-Event-ID: 2"])
            #expect(blocks(body).first.flatMap(id) == "3")
            let (_, from) = try await Service.request(url + "&from=2")
            #expect(blocks(from).first.flatMap(id) == "2")
            _ = await service.stop()
        }
    }
}
