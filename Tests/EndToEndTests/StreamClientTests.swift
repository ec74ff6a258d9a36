import Foundation
import TestSupport
import Testing

/// What authors of clients are told, and what their libraries send.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct StreamClientTests {
    private let small = #"{"strategy":"bollinger_bands","tickers":["AAPL","MSFT","NOPE"]}"#

    @Test func aStreamBeginsWithAPauseThatTheToolDoesNotPrint() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(small)
            let url = service.url + "/market-scan/stream/\(job)"
            for place in ["", "?from=3", "?last_event_id=none"] {
                let stream = try await Service.request(url + place).body
                let lines = String(decoding: stream, as: UTF8.self).split(
                    separator: "\n", omittingEmptySubsequences: false)
                let pause = lines[0].hasPrefix("retry: ") ? Int(lines[0].dropFirst(7)) : nil
                #expect(pause.map { (1000...2000).contains($0) } == true, "\(lines[0])")
                // Without a blank line, so that no parser takes it for a message.
                #expect(lines[1].hasPrefix("id: ") || lines[1].hasPrefix("data: "))
                #expect(lines.count { $0.hasPrefix("retry") } == 1)
            }
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", job, "--var", directory,
            ])
            #expect(!replay.text.contains("retry"))
            #expect(transcript(try await Service.request(url).body) == replay.output)
            _ = await service.stop()
        }
    }

    @Test(arguments: [
        "last_event_id", "lastEventId", "lastEventID", "Last-Event-ID", "last-event-id",
        "evs_last_event_id",
    ])
    func aLibrarysSpellingOfTheLastIDIsUnderstood(_ name: String) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(small)
            let url = service.url + "/market-scan/stream/\(job)?every=1"
            let whole = blocks(try await Service.request(url).body)
            let place = try #require(whole.compactMap(id).first { $0.hasSuffix(".1") })
            let rest = try await Service.request(url + "&evs_preamble=2056&\(name)=\(place)")
            #expect(blocks(rest.body) == Array(whole.drop { id($0) != place }.dropFirst()))
            // A library adds its own behind the one that the page began with.
            let later = try await Service.request(url + "&last_event_id=1&\(name)=\(place)")
            #expect(blocks(later.body) == blocks(rest.body))
            let last = try #require(whole.last.flatMap(id))
            #expect(try await Service.request(url + "&\(name)=\(last)").code == "204")
            _ = await service.stop()
        }
    }

    @Test func aParameterThatThereIsNotIsRefusedByName() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(small)
            let scans = service.url + "/market-scan"
            for (path, name) in [
                ("/stream/\(job)?lastEvent=3", "lastEvent"), ("/stream/\(job)?evry=1", "evry"),
                ("/stream/\(job)?every=1&at=3", "at"), ("/stream/\(job)?View=events", "View"),
                ("/status/\(job)?seq=3", "seq"), ("/results/\(job)?fmt=csv", "fmt"),
            ] {
                let answer = try await Service.request(scans + path)
                let text = String(decoding: answer.body, as: UTF8.self)
                #expect(answer.code == "422", "\(path)")
                #expect(text.contains(#""pointer":"/\#(name)""#), "\(text)")
            }
            let posted = try await Service.request(scans + "/stream?evry=1", ["--data", small])
            #expect(posted.code == "422")
            let jobs = try await Service.request(scans + "/jobs").body
            #expect(
                String(decoding: jobs, as: UTF8.self).components(separatedBy: "job_id").count == 2)
            _ = await service.stop()
        }
    }

    @Test func aPageOfAnAllowedOriginMaySendTheHeadersThatItsLibraryAddsOn() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory, ["--allow-origin", "HTTPS://App.Test:443/"])
            let wanted = "cache-control,last-event-id,x-requested-with"
            for (origin, isAllowed) in [
                ("https://app.test", true), ("null", false), ("https://evil.test", false),
                ("http://app.test", false),
            ] {
                let answer = try await Service.request(
                    service.url + "/market-scan/stream/x",
                    [
                        "--include", "--request", "OPTIONS", "--header", "Origin: \(origin)",
                        "--header", "Access-Control-Request-Method: GET",
                        "--header", "Access-Control-Request-Headers: \(wanted)",
                    ])
                let head = String(decoding: answer.body, as: UTF8.self).lowercased()
                #expect(head.contains("access-control-allow-headers: \(wanted)\r\n") == isAllowed)
                #expect(head.contains("access-control-allow-origin: \(origin)\r\n") == isAllowed)
            }
            _ = await service.stop()
        }
    }

    /// The examples of `Schemas/streams.md`, each through a kill of the service.
    @Test func theExamplesForAuthorsOfClientsMissNothing() async throws {
        try await withTemporaryDirectory { directory in
            let first = try await Service(in: directory + "/var")
            let job = try await first.start(
                """
                {"strategy":"bollinger_bands","source":"bundled?delay=2500ms","tickers":["AAPL",
                "MSFT","AMZN","NOPE","ABT","XOM","KO","GE","PG","T","VZ","IBM","CSCO","INTC","PFE",
                "MRK","WMT","HD","MCD","DIS","BA","MMM","CAT","JPM","AXP","GS","NKE","UNH","TRV"]}
                """)
            let url = first.url + "/market-scan/stream/\(job)?every=1"
            let running = try [
                ("python", "follow.py", "python3"), ("java", "Follow.java", "java"),
                ("bash", "follow.sh", "bash"),
            ].map { language, file, program in
                let text = try example(language)
                #expect(text.split(separator: "\n").count <= 15, "\(language)")
                try writeFile(Array(text.utf8), to: directory + "/" + file)
                return (language, try Program.system(program).start([directory + "/" + file, url]))
            }
            for (_, program) in running {
                _ = await program.output { $0.count { $0 == UInt8(ascii: "\n") } >= 2 }
            }
            _ = await first.stop(SIGKILL)
            let port = try #require(first.url.split(separator: ":").last.map(String.init))
            let second = try await Service(in: directory + "/var", port: port)
            var found: [(String, Program.Outcome)] = []
            for (language, program) in running { found.append((language, await program.outcome())) }
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", job, "--every", "1", "--var", directory + "/var",
            ])
            let expected = replay.text.split(separator: "\n").filter { $0.hasPrefix("data: ") }
                .map { $0.dropFirst(6) }
            #expect(expected.contains { $0.contains(#""type":"resumed""#) })
            for (language, outcome) in found {
                #expect(outcome.status == 0, "\(language): \(outcome.errors)")
                #expect(outcome.text.split(separator: "\n") == expected, "\(language)")
            }
            _ = await second.stop()
        }
    }

    /// The program in a language that the documentation holds.
    private func example(_ language: String) throws -> String {
        let text = try String(
            contentsOfFile: Program.repository + "/Schemas/streams.md", encoding: .utf8)
        let start = try #require(text.range(of: "```\(language)\n"))
        let end = try #require(text.range(of: "```", range: start.upperBound..<text.endIndex))
        return String(text[start.upperBound..<end.lowerBound])
    }
}
