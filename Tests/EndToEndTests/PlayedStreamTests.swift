import Foundation
import TestSupport
import Testing

/// A recorded scan that the tool plays to a browser answers as the service does.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct PlayedStreamTests {
    private let small = #"{"strategy":"bollinger_bands","tickers":["AAPL","NOPE","MSFT","NADA"]}"#

    /// Runs `body` with the URL at which the tool plays a scan.
    private func playing(
        _ job: String, in directory: String, _ arguments: [String] = [],
        _ body: (_ url: String) async throws -> Void
    ) async throws {
        let program = try Program.product("tapedeck-replay").start(
            ["stream", job, "--serve", "0", "--speed", "1000000", "--var", directory] + arguments)
        let errors = await program.errors { $0.contains(UInt8(ascii: "\n")) }
        defer { program.signal(SIGTERM) }
        let words = String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        try await body(String(try #require(words.last)))
    }

    /// What a client may send: a query and the header `Last-Event-ID`.
    private static func requests(ids: [String]) -> [(query: String, header: String?)] {
        let places = ids + ["", "0", "1000000", "17.0", "no place", "99999999999999999999"]
        let queries =
            [
                "", "?every=1", "?every=0", "?every=x", "?view=events", "?view=all",
                "?view=progress&every=3&from=4", "?from=", "?from=4.1", "?from=1000", "?evry=1",
                "?evs_preamble=2056", "?every=1&last%5Fevent_id=3", "?every=%31", "?every",
                "?view=events&view=progress", "?every=1&last_event_id=1&evs_last_event_id=4",
                "?every=1&last_event_id=3%2E1",
            ]
            + places.map { "?every=1&last_event_id=\($0.replacing(" ", with: "%20"))" }
            + ["lastEventId", "Last-Event-ID"].map { "?every=1&\($0)=\(ids[0])" }
        return queries.map { ($0, nil) } + places.map { ("?every=1", $0) }
            + places.map { ("?view=events&from=2", $0) }
    }

    @Test func everyRequestIsAnsweredAsByTheService() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(small)
            let url = service.url + "/market-scan/stream/\(job)"
            let whole = blocks(try await Service.request(url + "?every=1").body)
            let ids = whole.compactMap(id)
            #expect(ids.contains { $0.hasSuffix(".1") })
            try await playing(job, in: directory) { played in
                for (query, header) in Self.requests(ids: ids) {
                    let arguments = header.map { ["--header", "Last-Event-ID: \($0)"] } ?? []
                    let served = try await Service.request(url + query, arguments)
                    let answer = try await Service.request(played + query, arguments)
                    let name = "\(query) \(header ?? "-")"
                    #expect(answer.code == served.code, "\(name)")
                    guard served.code == "200" else { continue }
                    #expect(transcript(answer.body) == transcript(served.body), "\(name)")
                }
            }
            _ = await service.stop()
        }
    }

    @Test func aPlayThatEndsAtAMomentIsOverForWhoHasHadItsMessages() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(small)
            _ = try await Service.request(service.url + "/market-scan/stream/\(job)")
            _ = await service.stop()
            try await playing(job, in: directory, ["--at", "4"]) { url in
                let ids = blocks(try await Service.request(url + "?every=1").body).compactMap(id)
                let last = try #require(ids.last)
                for (place, code) in [("0", "200"), (last, "204"), ("5", "204")] {
                    let answer = try await Service.request(
                        url + "?every=1", ["--header", "Last-Event-ID: \(place)"])
                    #expect(answer.code == code, "\(place)")
                }
            }
        }
    }
}
