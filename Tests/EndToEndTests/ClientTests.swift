import Foundation
import TestSupport
import Testing

/// Clients that people use, each through drops: all end with the same events.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ClientTests {
    /// The clients, by the names that `Clients/follow.py` has for them.
    static let clients = [
        "httpx-sse", "sseclient-py", "requests-sse", "aiohttp-sse-client", "curl",
        "curl-compressed", "chromium",
    ]

    @Test func everyClientEndsWithTheEventsOfTheReplay() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--requests-per-second", "0"])
            let job = try await service.start(
                """
                {"strategy":"bollinger_bands","source":"bundled?delay=100ms",
                "tickers":["AAPL","MSFT","AMZN","ABT","XOM","KO","GE","PG","NOPE","T","VZ","IBM"]}
                """)
            let url = service.url + "/market-scan/stream/\(job)?every=1"
            // Right behind the head, within an event, and later on.
            let drops = ["400", "1000", "2500", "4000"]
            let running = try Self.clients.map { client in
                try follow(client, url, drops)
            }
            var found: [[[String]]] = []
            for program in running { found.append(try await events(of: program)) }
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", job, "--var", directory, "--every", "1",
            ])
            let expected = blocks(replay.output).map { [id($0) ?? "", data($0)] }
            #expect(expected.count >= 14)
            for (client, events) in zip(Self.clients, found) {
                #expect(events == expected, "\(client)")
            }
            _ = await service.stop()
        }
    }

    @Test func clientsOfAKilledServiceHaveEveryEventOnceWhenItIsBack() async throws {
        try await withTemporaryDirectory { directory in
            let first = try await Service(in: directory, ["--requests-per-second", "0"])
            let job = try await first.start(
                #"{"strategy":"bollinger_bands","source":"bundled?delay=80ms"}"#)
            let url = first.url + "/market-scan/stream/\(job)?every=5"
            let clients = Self.clients
            let running = try clients.map { try follow($0, url, []) }
            // Curl shows nothing before its connection ends; the others are in the middle of it.
            for (client, program) in zip(clients, running) where !client.hasPrefix("curl") {
                _ = await program.output { $0.count { $0 == UInt8(ascii: "\n") } >= 5 }
            }
            _ = await first.stop(SIGKILL)
            let port = try #require(first.url.split(separator: ":").last.map(String.init))
            let second = try await Service(
                in: directory, ["--requests-per-second", "0"], port: port)
            var found: [[[String]]] = []
            for program in running { found.append(try await events(of: program)) }
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", job, "--var", directory, "--every", "5",
            ])
            let expected = blocks(replay.output).map { [id($0) ?? "", data($0)] }
            #expect(expected.contains { $0[1].contains(#""type":"resumed""#) })
            #expect(expected.last?[1].contains(#""successful":505"#) == true)
            for (client, events) in zip(clients, found) {
                #expect(events == expected, "\(client)")
            }
            _ = await second.stop()
        }
    }

    @Test func theStreamResumedAtEveryRecordIsTheTailOfTheWhole() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--requests-per-second", "0"])
            let (_, body) = try await Service.request(
                service.url + "/market-scan",
                [
                    "--data",
                    """
                    {"strategy":"bollinger_bands","tickers":["AAPL","MSFT","AMZN","NO","ABT",
                    "XOM","KO","GE","PG","NOPE","T","VZ","IBM","CSCO","INTC","NOT","PFE","MRK",
                    "WMT","HD","MCD","DIS","BA","MMM","NONE","CAT","JPM","AXP","GS","NKE"]}
                    """,
                ])
            let json = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
            let job = try #require(json?["job_id"] as? String)
            let events = try await Service.request(
                service.url + "/market-scan/stream/\(job)?view=events")
            let last = try #require(blocks(events.body).last.flatMap(id))
            for view in ["view=events", "every=5", "every=1"] {
                let outcome = try await python([
                    "offsets.py", service.url + "/market-scan/stream/\(job)?\(view)", last,
                ]).outcome()
                #expect(outcome.status == 0, "\(view): \(outcome.errors)")
                #expect(outcome.text == "\(Int(last).map { $0 + 1 } ?? 0)\n")
            }
            _ = await service.stop()
        }
    }

    @Test func nginxWithItsBufferingOnPassesEachEventAtOnce() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory + "/var")
            let socket = directory + "/nginx.socket"
            // What operators are told to use, with its buffering on.
            let locations = try String(
                contentsOfFile: Program.repository + "/Tools/deploy/nginx.conf", encoding: .utf8
            ).replacingOccurrences(of: "http://127.0.0.1:8000", with: service.url)
            let configuration = """
                pid \(directory)/pid; error_log \(directory)/error; daemon off;
                events {}
                http {
                  access_log off; client_body_temp_path \(directory)/a;
                  proxy_temp_path \(directory)/b; fastcgi_temp_path \(directory)/c;
                  uwsgi_temp_path \(directory)/d; scgi_temp_path \(directory)/e;
                  server {
                    listen unix:\(socket);
                    \(locations)
                  }
                }
                """
            try writeFile(Array(configuration.utf8), to: directory + "/nginx.conf")
            let nginx = try Program(path: "/usr/sbin/nginx").start([
                "-c", directory + "/nginx.conf",
            ])
            let job = try await service.start(
                #"{"strategy":"bollinger_bands","source":"bundled?delay=60s"}"#)
            let path = "/market-scan/stream/\(job)"
            let client = try Program.system("curl").start([
                "--silent", "--no-buffer", "--retry", "20", "--retry-connrefused",
                "--retry-delay", "1", "--retry-all-errors", "--unix-socket", socket,
                "http://localhost" + path,
            ])
            // The scan waits for its first stock, and this event is seen all the same.
            let first = blocks(await client.output { blocks($0).count >= 1 })
            #expect(first.first?.contains(#""type":"start""#) == true)
            _ = try await Service.request(
                service.url + "/market-scan/cancel/\(job)", ["--request", "POST"])
            let whole = try await Service.request(service.url + path)
            #expect(blocks(await client.outcome().output) == blocks(whole.body))
            nginx.signal(SIGTERM)
            _ = await nginx.outcome()
            _ = await service.stop()
        }
    }

    private func follow(
        _ client: String, _ url: String, _ drops: [String]
    ) throws -> RunningProgram {
        try python(["follow.py", client, url] + drops)
    }

    private func python(_ arguments: [String]) throws -> RunningProgram {
        let root = Program.repository
        return try Program(path: root + "/.build/python/bin/python").start(
            ["\(root)/Tests/EndToEndTests/Clients/\(arguments[0])"] + arguments.dropFirst())
    }

    private func events(of program: RunningProgram) async throws -> [[String]] {
        let outcome = await program.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try outcome.text.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String])
        }
    }

    private func data(_ block: String) -> String {
        block.split(separator: "\n").first { $0.hasPrefix("data: ") }
            .map { String($0.dropFirst(6)) } ?? ""
    }
}
