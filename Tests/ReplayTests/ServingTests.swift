import Foundation
import TestSupport
import Testing

/// A recorded scan played to a browser is the stream that the service gave.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct ServingTests {
    /// A player at work.
    private func playing(
        _ job: String, _ arguments: [String] = [],
        _ body: (_ url: String) async throws -> Void
    ) async throws {
        let program = try Program.product("tapedeck-replay").start(
            ["stream", job, "--serve", "0", "--speed", "50", "--var", Tapes.directory]
                + arguments)
        let errors = await program.errors { $0.contains(UInt8(ascii: "\n")) }
        let words = String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        defer { program.signal(SIGTERM) }
        try await body(String(try #require(words.last)))
    }

    private func get(_ url: String, _ arguments: [String] = []) async throws -> Program.Outcome {
        try await Program.system("curl").run(
            ["--silent", "--no-buffer", "--write-out", "%{stderr}%{http_code}"] + arguments + [url])
    }

    @Test func theBodyIsTheStreamToTheByteAndGoesOnAfterAnId() async throws {
        try await playing(Tapes.resumed) { url in
            for query in ["", "?every=1", "?view=events", "?view=progress&every=3&from=4"] {
                var arguments = ["stream", Tapes.resumed, "--var", Tapes.directory]
                for field in query.dropFirst().split(separator: "&") {
                    let parts = field.split(separator: "=")
                    arguments += ["--\(parts[0])", String(parts[1])]
                }
                let printed = try await Program.product("tapedeck-replay").run(arguments)
                let served = try await get(url + query)
                #expect(served.errors == "200")
                #expect(served.output == printed.output, "\(query)")
            }
            let whole = try await get(url + "?every=1")
            let rest = try await get(url + "?every=1", ["--header", "Last-Event-ID: 5"])
            #expect(whole.text.hasSuffix(rest.text) && rest.text.hasPrefix("id: 6\n"))
        }
    }

    @Test func headersAndAnswersAreThoseOfTheService() async throws {
        let origin = ["--allow-origin", "https://desk.example"]
        try await playing(Tapes.finished, origin) { url in
            let head = try await get(
                url, ["--include", "--header", "Origin: https://desk.example"])
            for line in [
                "HTTP/1.1 200 OK", "Content-Type: text/event-stream",
                "Cache-Control: no-store, no-transform", "X-Accel-Buffering: no",
                "Access-Control-Allow-Origin: https://desk.example",
                "X-Content-Type-Options: nosniff", "Cross-Origin-Resource-Policy: same-origin",
            ] {
                #expect(head.text.contains(line + "\r\n"), "\(line)")
            }
            let stranger = try await get(
                url, ["--include", "--header", "Origin: https://other.example"])
            #expect(!stranger.text.contains("Allow-Origin"))
            #expect(try await get(url, ["--header", "Last-Event-ID: 9"]).errors == "204")
            #expect(
                try await get(url + "?view=events", ["--header", "Last-Event-ID: 10"]).errors
                    == "204")
            let lost = try await get(url, ["--header", "Last-Event-ID: x"])
            #expect(lost.text.hasPrefix(#"data: {"type":"reset""#))
            #expect(try await get(url + "?every=0").errors == "422")
            #expect(try await get(url + "?view=all").errors == "422")
            #expect(try await get(url + "x").errors == "404")
            #expect(try await get(url, ["--request", "POST"]).errors == "405")
            #expect(try await get(url, ["--header", "Host: rebound.example"]).errors == "421")
            #expect(try await get(url, ["--header", "Host:"]).errors == "400")
        }
    }

    @Test func severalClientsWatchAtOnceAndOneThatLeavesDisturbsNobody() async throws {
        try await playing(Tapes.cancelled) { url in
            let expected = try await get(url + "?every=1")
            async let left = get(url + "?every=1", ["--max-time", "0.001"])
            async let first = get(url + "?every=1")
            async let second = get(url + "?every=1")
            let outputs = try await [first.output, second.output]
            #expect(outputs == [expected.output, expected.output])
            _ = try await left
        }
    }
}
