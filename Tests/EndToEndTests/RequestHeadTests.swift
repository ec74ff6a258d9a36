import Foundation
import TestSupport
import Testing

/// What the head of a request says: whom it calls, where it comes from, what it waits for.
@Suite(.timeLimit(.minutes(2)))
struct RequestHeadTests {
    private let scan = #"{"strategy":"rsi","tickers":["A"]}"#
    private let token = "a-token-that-is-long-enough"

    @Test func aRequestNamesTheServiceOnce() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let name = "Host: 127.0.0.1"
            for (hosts, code) in [
                ([name], "200"), (["host: LOCALHOST:8000"], "200"), (["HOST: [::1]:1"], "200"),
                ([], "400"), (["Host:"], "400"), ([name, name], "400"),
                ([name, "Host: evil.test"], "400"), (["Host: evil.test", name], "400"),
                ([name, "host: 127.0.0.1"], "400"), (["Host: 127.0.0.1, evil.test"], "400"),
                (["Host: 127.0.0.1/"], "400"), (["Host: a@127.0.0.1"], "400"),
                (["Host: \(String(repeating: "1", count: 262))"], "400"),
                (["Host: evil.test"], "421"),
            ] {
                for path in ["/health", "/strategies", "/"] {
                    let lines = ["GET \(path) HTTP/1.1"] + hosts + ["Connection: close"]
                    let answer = try await service.raw(lines.joined(separator: "\n"))
                    #expect(answer.hasPrefix("HTTP/1.1 \(code) "), "\(hosts) \(path)")
                }
            }
            let preflight = try await service.raw(
                """
                OPTIONS /market-scan/start HTTP/1.1
                Origin: http://evil.test
                Access-Control-Request-Method: POST
                Connection: close
                """)
            #expect(preflight.hasPrefix("HTTP/1.1 400 "))
            _ = await service.stop()
        }
    }

    @Test func overHTTP2TheAuthorityNamesIt() async throws {
        try await withTLS { directory, arguments in
            let service = try await Service(in: directory, arguments)
            let trust = ["--http2", "--cacert", directory + "/certificate.pem"]
            let url = service.url + "/health"
            #expect(try await Service.request(url, trust).code == "200")
            let other = try await Service.request(url, trust + ["--header", "Host: evil.test"])
            #expect(other.code == "421")
            _ = await service.stop()
        }
    }

    @Test func anOriginIsTheServicesOwnWithItsSchemeOnly() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let port = try #require(service.url.split(separator: ":").last)
            let tls = ["--header", "X-Forwarded-Proto: https"]
            for (host, origin, more, code) in [
                ("127.0.0.1:\(port)", "http://127.0.0.1:\(port)", [], "202"),
                ("127.0.0.1:\(port)", "https://127.0.0.1:\(port)", [], "403"),
                ("127.0.0.1:\(port)", "ftp://127.0.0.1:\(port)", [], "403"),
                ("127.0.0.1:\(port)", "http://127.0.0.1", [], "403"),
                ("127.0.0.1:\(port)", "http://localhost:\(port)", [], "403"),
                ("127.0.0.1:\(port)", "null", [], "403"),
                ("127.0.0.1:\(port)", "127.0.0.1:\(port)", [], "403"),
                ("127.0.0.1:80", "http://127.0.0.1", [], "202"),
                ("localhost", "http://localhost", [], "202"),
                ("localhost", "https://localhost", [], "403"),
                ("localhost", "https://localhost", tls, "202"),
                ("localhost:443", "https://localhost", tls, "202"),
                ("localhost", "http://localhost", tls, "403"),
            ] {
                let answer = try await Service.request(
                    service.url + "/market-scan/start",
                    ["--header", "Host: \(host)", "--header", "Origin: \(origin)", "--data", scan]
                        + more)
                #expect(answer.code == code, "\(host) \(origin) \(more)")
            }
            _ = await service.stop()
        }
    }

    @Test func aPageThatCameWithoutTLSIsNotThatOfAServiceThatSpeaksIt() async throws {
        try await withTLS { directory, arguments in
            let service = try await Service(in: directory, arguments)
            let trust = ["--cacert", directory + "/certificate.pem"]
            let plain = "http" + service.url.dropFirst("https".count)
            for version in ["--http1.1", "--http2"] {
                for (origin, code) in [(service.url, "202"), (plain, "403")] {
                    let answer = try await Service.request(
                        service.url + "/market-scan/start",
                        trust + [version, "--header", "Origin: \(origin)", "--data", scan])
                    #expect(answer.code == code, "\(version) \(origin)")
                }
            }
            _ = await service.stop()
        }
    }

    @Test func aClientThatWaitsForLeaveToSendItsBodyGetsIt() async throws {
        try await withTLS { directory, arguments in
            let (plain, secure) = (
                try await Service(in: directory + "/plain"),
                try await Service(in: directory + "/secure", arguments)
            )
            // It would wait for longer than it may take in all.
            let patience = [
                "--header", "Expect: 100-continue", "--expect100-timeout", "60", "--max-time", "20",
                "--cacert", directory + "/certificate.pem", "--data", scan,
            ]
            for (service, version) in [
                (plain, "--http1.1"), (secure, "--http1.1"), (secure, "--http2"),
            ] {
                let answer = try await Service.request(
                    service.url + "/market-scan", [version] + patience)
                #expect(answer.code == "200", "\(version)")
            }
            let head = """
                POST /market-scan/start HTTP/1.1
                Host: 127.0.0.1
                Expect: 100-Continue
                Content-Length: \(scan.utf8.count)
                Connection: close
                """
            let answer = try await plain.raw(head, body: scan)
            #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n"))
            #expect(answer.contains("HTTP/1.1 202 "))
            let other = try await plain.raw(head.replacing("100-Continue", with: "200-ok"))
            #expect(other.hasPrefix("HTTP/1.1 417 "))
            for service in [plain, secure] { _ = await service.stop() }
        }
    }

    @Test func aRequestThatIsRefusedKeepsItsBody() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/token"
            try writeFile(Array(token.utf8), to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            let service = try await Service(in: directory, ["--token-file", path])
            let answer = try await service.raw(
                """
                POST /market-scan/start HTTP/1.1
                Host: 127.0.0.1
                Expect: 100-continue
                Content-Length: \(scan.utf8.count)
                Connection: close
                """, body: scan)
            #expect(answer.hasPrefix("HTTP/1.1 401 "))
            #expect(!answer.contains(" 100 "))
            _ = await service.stop()
        }
    }

    @Test func everyAnswerIsWhatItSaysAndForPagesOfItsOwnOrigin() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(scan)
            for (path, arguments) in [
                ("/health", []), ("/strategies", []), ("/market-scan/jobs", []),
                ("/market-scan/status/\(job)", []), ("/market-scan/status/none", []),
                ("/market-scan/stream/\(job)", []), ("/market-scan/log/\(job)", []),
                ("/market-scan/start", ["--data", "{}"]), ("/nothing", []), ("/metrics", []),
                ("/market-scan/start", ["--request", "PUT"]), ("/", []), ("/market-scan.js", []),
                ("/health", ["--header", "Host: evil.test"]),
            ] {
                let answer = try await Service.request(
                    service.url + path, ["--include"] + arguments)
                let head = String(decoding: answer.body.prefix(2_000), as: UTF8.self).lowercased()
                for field in [
                    "x-content-type-options: nosniff", "cross-origin-resource-policy: same-origin",
                ] {
                    #expect(head.contains("\r\n\(field)\r\n"), "\(path) \(arguments)")
                }
            }
            _ = await service.stop()
        }
    }
}
