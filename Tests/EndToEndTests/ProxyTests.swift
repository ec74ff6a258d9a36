import Foundation
import TestSupport
import Testing

/// Clients that reach the service through nginx, which buffers unless told otherwise.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ProxyTests {
    @Test func everyClientBehindNginxEndsWithTheEventsOfTheReplayInSpiteOfDrops() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory + "/var", ["--requests-per-second", "0"])
            let socket = directory + "/nginx.socket"
            let nginx = try await nginx(at: socket, in: directory, to: service.url)
            let job = try await service.start(
                """
                {"strategy":"bollinger_bands","source":"bundled?delay=100ms",
                "tickers":["AAPL","MSFT","AMZN","ABT","XOM","KO","GE","PG","NOPE","T","VZ","IBM"]}
                """)
            let url = service.url + "/market-scan/stream/\(job)?every=1"
            let root = Program.repository
            let python = Program(path: root + "/.build/python/bin/python")
            let running = try ClientTests.clients.map { client in
                try python.start([
                    "\(root)/Tests/EndToEndTests/Clients/follow.py", client, url,
                    "unix:" + socket, "400", "1000", "2500", "4000",
                ])
            }
            var expected: [String] = []
            for (client, program) in zip(ClientTests.clients, running) {
                let outcome = await program.outcome()
                #expect(outcome.status == 0, "\(client): \(outcome.errors)")
                // The scan has ended by now, and with it what there is to replay.
                expected = blocks(try await Service.request(url).body)
                let events = try outcome.text.split(separator: "\n").map { line in
                    try #require(
                        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String])
                }
                #expect(events == expected.map { [id($0) ?? "", data($0)] }, "\(client)")
            }
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", job, "--var", directory + "/var", "--every", "1",
            ])
            #expect(blocks(replay.output) == expected)
            #expect(expected.count >= 14)
            nginx.signal(SIGTERM)
            _ = await nginx.outcome()
            _ = await service.stop()
        }
    }

    /// Chromium keeps its EventSource through a kill of the service behind each proxy that is
    /// configured as `Tools/deploy` says, misses nothing, and no live event is held back.
    @Test(arguments: ["nginx", "haproxy", "caddy", "apache"], ["off", "on"])
    func noEventIsLateOrLostBehindAProxy(_ proxy: String, compression: String) async throws {
        let root = Program.repository
        let outcome = try await Program(path: root + "/.build/python/bin/python").run([
            "-B", "\(root)/Tests/EndToEndTests/Clients/proxies.py", proxy, compression,
            Program.productPath("tapedeck"), Program.productPath("tapedeck-replay"),
        ])
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
    }

    /// Starts nginx, whose socket is there on return.
    private func nginx(
        at socket: String, in directory: String, to url: String
    ) async throws -> RunningProgram {
        let configuration = """
            pid \(directory)/pid; error_log \(directory)/error; daemon off;
            events {}
            http {
              access_log off; client_body_temp_path \(directory)/a;
              proxy_temp_path \(directory)/b; fastcgi_temp_path \(directory)/c;
              uwsgi_temp_path \(directory)/d; scgi_temp_path \(directory)/e;
              server {
                listen unix:\(socket);
                location / {
                  proxy_pass \(url); proxy_http_version 1.1; proxy_buffering on;
                }
              }
            }
            """
        try writeFile(Array(configuration.utf8), to: directory + "/nginx.conf")
        let nginx = try Program(path: "/usr/sbin/nginx").start(["-c", directory + "/nginx.conf"])
        while !FileManager.default.fileExists(atPath: socket) { await Task.yield() }
        return nginx
    }

    private func data(_ block: String) -> String {
        block.split(separator: "\n").first { $0.hasPrefix("data: ") }
            .map { String($0.dropFirst(6)) } ?? ""
    }
}
