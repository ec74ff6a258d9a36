import Foundation
import TestSupport
import Testing

/// Peers that do not behave: they are parted from, and nobody else notices.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct PeerTests {
    private let waiting = #"{"strategy":"bollinger_bands","source":"bundled?delay=60s"}"#

    @Test(arguments: ["stops-reading", "reads-a-byte-a-second"])
    func aClientThatDoesNotReadWhatThereIsIsClosedAndMayComeBack(_ mode: String) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--stream-write-timeout", "2"])
            let job = try await service.start(#"{"strategy":"bollinger_bands"}"#)
            let url = service.url + "/market-scan/stream/\(job)?every=1"
            let whole = transcript(try await Service.request(url).body)
            #expect(try await peer(mode, url, service) == "closed")
            #expect(transcript(try await Service.request(url).body) == whole)
            #expect(try await metric("tapedeck_stream_followers", service) == "0")
            _ = await service.stop()
        }
    }

    @Test(arguments: ["half-closes", "leaves"])
    func aClientThatGoesIsNoticedThoughTheStreamIsIdle(_ mode: String) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(waiting)
            let url = service.url + "/market-scan/stream/\(job)"
            #expect(try await peer(mode, url, service) == "noticed")
            #expect(try await metric("tapedeck_stream_followers", service) == "0")
            _ = await service.stop()
        }
    }

    @Test func aRequestThatDribblesInIsClosed() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--request-timeout", "1"])
            #expect(try await peer("dribbles-headers", service.url, service) == "closed")
            #expect(try await Service.request(service.url + "/health").code == "200")
            _ = await service.stop()
        }
    }

    @Test(arguments: ["/market-scan/start", "/nowhere"])
    func aBodyThatDribblesInIsClosed(_ path: String) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--request-timeout", "1"])
            #expect(try await peer("dribbles-body", service.url + path, service) == "closed")
            #expect(try await Service.request(service.url + "/health").code == "200")
            _ = await service.stop()
        }
    }

    @Test func aLongBodyThatComesSteadilyIsServed() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--request-timeout", "3"])
            // It takes twice the time of a request, and a busy machine may hold it up for as long.
            let body =
                #"{"strategy":"rsi","tickers":["A"]}"# + String(repeating: " ", count: 196_608)
            let path = directory + "/body"
            try writeFile(Array(body.utf8), to: path)
            let answer = try await Service.request(
                service.url + "/market-scan/start",
                ["--header", "Expect:", "--limit-rate", "32k", "--data-binary", "@" + path])
            #expect(answer.code == "202")
            _ = await service.stop()
        }
    }

    @Test func clientsThatWaitForAResultAndLeaveAreNoticed() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            #expect(
                try await peer("posts-and-leaves", service.url + "/market-scan", service)
                    == "noticed")
            _ = await service.stop()
        }
    }

    @Test func oneWaitingClientTooManyIsToldToComeBack() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--max-waiting-clients", "1"])
            let url = service.url + "/market-scan"
            let client = try Program.system("curl").start(["--silent", "--data", waiting, url])
            while try await metric("tapedeck_scans_running", service) != "1" {}
            let answer = try await Service.request(url, ["--data", waiting])
            #expect(answer.code == "429")
            #expect(String(decoding: answer.body, as: UTF8.self).contains("/market-scan/start"))
            #expect(try await metric("tapedeck_scans_waiting", service) == "0")
            client.signal(SIGKILL)
            _ = await client.outcome()
            _ = await service.stop()
        }
    }

    @Test func oneStreamTooManyIsClosedAndStatusAndCancelAreServed() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--max-streams", "1"])
            let job = try await service.start(waiting)
            let url = service.url + "/market-scan/stream/\(job)"
            let client = try Program.system("curl").start(["--silent", "--no-buffer", url])
            _ = await client.output { blocks($0).count >= 1 }
            #expect(try await Service.request(url).code == "000")
            let refused =
                #"tapedeck_http_requests_closed_total{route="/market-scan/stream/{job_id}"}"#
            #expect(try await metric(refused, service) == "1")
            let status = try await Service.request(service.url + "/market-scan/status/\(job)")
            #expect(status.code == "200")
            let cancel = try await Service.request(
                service.url + "/market-scan/cancel/\(job)", ["--request", "POST"])
            #expect(cancel.code == "200")
            let last = blocks(await client.outcome().output).last
            #expect(last?.contains(#""type":"cancelled""#) == true)
            #expect(try await Service.request(url).code == "200")
            _ = await service.stop()
        }
    }

    @Test func idleStreamsCarryHeartbeatsAndEndAtShutdown() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--heartbeat", "1"])
            let job = try await service.start(waiting)
            let client = try Program.system("curl").start([
                "--silent", "--no-buffer", service.url + "/market-scan/stream/\(job)",
            ])
            _ = await client.output { $0.suffix(2).elementsEqual(":\n".utf8) }
            #expect(await service.stop().status == 0)
            #expect(await client.outcome().status == 0)
        }
    }

    private func peer(_ mode: String, _ url: String, _ service: Service) async throws -> String {
        let outcome = try await Program.system("python3").run([
            "\(Program.repository)/Tests/EndToEndTests/Clients/peers.py", mode, url,
            "\(service.processIdentifier)", "90",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func metric(_ name: String, _ service: Service) async throws -> String? {
        let text = try await Service.request(service.url + "/metrics").body
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) }
    }
}
