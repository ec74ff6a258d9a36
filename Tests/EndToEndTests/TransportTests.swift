import Foundation
import TestSupport
import Testing

/// TLS, and HTTP/2 over it.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct TransportTests {
    private let small = #"{"strategy":"bollinger_bands","tickers":["AAPL","MSFT","NOPE"]}"#
    private let waiting = #"{"strategy":"bollinger_bands","source":"bundled?delay=60s"}"#

    @Test func aStreamIsTheSameOverHTTP1AndHTTP2() async throws {
        try await withTLS { directory, arguments in
            let service = try await Service(in: directory, arguments)
            #expect(service.url.hasPrefix("https://"))
            let trust = ["--cacert", directory + "/certificate.pem"]
            let (code, body) = try await Service.request(
                service.url + "/market-scan", trust + ["--data", small])
            #expect(code == "200")
            let json = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
            let job = try #require(json?["job_id"] as? String)
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", job, "--var", directory, "--every", "1",
            ])
            for (version, name) in [("--http1.1", "1.1"), ("--http2", "2")] {
                let url = service.url + "/market-scan/stream/\(job)?every=1"
                let answer = try await Program.system("curl").run(
                    ["--silent", version, "--write-out", "%{stderr}%{http_version}", url] + trust)
                #expect(transcript(answer.output) == replay.output, "\(version)")
                #expect(answer.errors == name)
            }
            _ = await service.stop()
        }
    }

    @Test func clientsThatMayNotHaveHTTP2GetHTTP1() async throws {
        try await withTLS { directory, arguments in
            let service = try await Service(in: directory, arguments + ["--http2", "false"])
            let answer = try await Program.system("curl").run([
                "--silent", "--http2", "--write-out", "%{http_version}", "--output", "/dev/null",
                "--cacert", directory + "/certificate.pem", service.url + "/health",
            ])
            #expect(answer.text == "1.1")
            _ = await service.stop()
        }
    }

    @Test func aFollowerOverHTTP2IsServedNoticedWhenItLeavesAndEndedAtShutdown() async throws {
        try await withTLS { directory, arguments in
            let service = try await Service(in: directory, arguments)
            let trust = ["--silent", "--http2", "--cacert", directory + "/certificate.pem"]
            let started = try await Service.request(
                service.url + "/market-scan/start", trust + ["--data", waiting])
            let json =
                try JSONSerialization.jsonObject(with: Data(started.body)) as? [String: Any]
            let job = try #require(json?["job_id"] as? String)
            let url = service.url + "/market-scan/stream/\(job)"
            let leaver = try Program.system("curl").start(trust + ["--no-buffer", url])
            let stayer = try Program.system("curl").start(trust + ["--no-buffer", url])
            for client in [leaver, stayer] {
                let seen = blocks(await client.output { blocks($0).count >= 1 })
                #expect(seen.first?.contains(#""type":"start""#) == true)
            }
            leaver.signal(SIGKILL)
            _ = await leaver.outcome()
            let outcome = try await python([
                "tls_peers.py", "followers", service.url, directory + "/certificate.pem", "1",
            ])
            #expect(outcome.text == "1\n", "\(outcome.errors)")
            #expect(await service.stop().status == 0)
            // It has had the end of the stream before that of the connection.
            #expect(await stayer.outcome().status == 0)
        }
    }

    @Test func aClientOfHTTP2ThatTakesLittleAtATimeGetsTheEndAlsoAtShutdown() async throws {
        try await withTLS { directory, arguments in
            let service = try await Service(in: directory, arguments)
            let trust = ["--silent", "--http2", "--cacert", directory + "/certificate.pem"]
            let (code, _) = try await Service.request(
                service.url + "/market-scan", trust + ["--data", #"{"strategy":"rsi"}"#])
            #expect(code == "200")
            let stream = try await newestStream(service, trust)
            let results = stream.replacingOccurrences(of: "/stream/", with: "/results/")
            for path in [results, stream + "?view=events"] {
                let whole = try await Service.request(service.url + path, trust).body.count
                let taken = try await python([
                    "tls_peers.py", "takes-slowly", service.url + path,
                    directory + "/certificate.pem", "0",
                ])
                #expect(taken.text == "whole \(whole)\n", "\(path) \(taken.errors)")
            }
            // Now it takes the rest of what is underway only when the service has said good-bye.
            let taken = try await python([
                "tls_peers.py", "takes-slowly", service.url + stream + "?view=events",
                directory + "/certificate.pem", "\(service.processIdentifier)",
            ])
            #expect(taken.text.hasPrefix("whole "), "\(taken.text) \(taken.errors)")
            #expect(await service.stop().status == 0)
        }
    }

    /// The path of the stream of the scan that was started last.
    private func newestStream(_ service: Service, _ trust: [String]) async throws -> String {
        let jobs = try await Service.request(service.url + "/market-scan/jobs?limit=1", trust)
        let json = try JSONSerialization.jsonObject(with: Data(jobs.body)) as? [String: Any]
        let newest = try #require((json?["jobs"] as? [[String: Any]])?.first)
        return "/market-scan/stream/\(try #require(newest["job_id"] as? String))"
    }

    @Test(arguments: ["dribbles-body", "answers-nothing"])
    func aClientOfHTTP2ThatHoldsAPlaceForNothingIsClosed(_ mode: String) async throws {
        try await withTLS { directory, arguments in
            let service = try await Service(
                in: directory,
                arguments + ["--request-timeout", "1", "--shutdown-timeout", "2"])
            let outcome = try await python([
                "tls_peers.py", mode, service.url, directory + "/certificate.pem", "30",
            ])
            #expect(outcome.text == "closed\n", "\(outcome.errors)")
            #expect(await service.stop().status == 0)
        }
    }

    @Test func methodsThatClientsMakeUpAreCountedAsOne() async throws {
        try await withTLS { directory, arguments in
            let service = try await Service(in: directory, arguments)
            let trust = ["--http2", "--cacert", directory + "/certificate.pem"]
            for method in ["BREW", "WHEN", "STEEP"] {
                let answer = try await Service.request(
                    service.url + "/health", trust + ["--request", method])
                #expect(answer.code == "404" || answer.code == "405", "\(answer.code)")
            }
            let metrics = try await Service.request(service.url + "/metrics", trust)
            let lines = String(decoding: metrics.body, as: UTF8.self).split(separator: "\n")
                .filter { $0.hasPrefix("tapedeck_http_requests_total{") }
            let others = lines.filter { $0.contains(#"method="other""#) }
            #expect(others.count == 1 && others.first?.hasSuffix("} 3") == true, "\(lines)")
            #expect(!lines.contains { $0.contains("BREW") })
            let log = await service.stop().errors
            #expect(!log.contains("BREW"))
        }
    }

    @Test func aHandshakeThatIsNeverFinishedIsClosed() async throws {
        try await withTLS { directory, arguments in
            for http2 in ["true", "false"] {
                let service = try await Service(
                    in: directory, arguments + ["--request-timeout", "1", "--http2", http2])
                for mode in ["says-nothing", "says-half-a-hello"] {
                    let outcome = try await python([
                        "tls_peers.py", mode, service.url, directory + "/certificate.pem", "30",
                    ])
                    #expect(outcome.text == "closed\n", "\(mode) \(outcome.errors)")
                }
                _ = await service.stop()
            }
        }
    }

    @Test func aBrowserHoldsSixStreamsOverHTTP1AndManyOverHTTP2() async throws {
        try await withTLS { directory, arguments in
            for (http2, open) in [("false", "6\n"), ("true", "12\n")] {
                let service = try await Service(in: directory, arguments + ["--http2", http2])
                let started = try await Service.request(
                    service.url + "/market-scan/start",
                    ["--cacert", directory + "/certificate.pem", "--data", waiting])
                let json =
                    try JSONSerialization.jsonObject(with: Data(started.body)) as? [String: Any]
                let job = try #require(json?["job_id"] as? String)
                let outcome = try await python([
                    "tls_peers.py", "browser", service.url + "/market-scan/stream/\(job)",
                    directory + "/certificate.pem", "12",
                ])
                #expect(outcome.text == open, "\(outcome.errors)")
                _ = await service.stop()
            }
        }
    }

    @Test func theCookieGoesOverTLSAlone() async throws {
        try await withTLS { directory, arguments in
            let token = directory + "/token"
            try writeFile(Array("0123456789abcdef0123".utf8), to: token)
            try protect(token)
            let service = try await Service(in: directory, arguments + ["--token-file", token])
            let answer = try await Service.request(
                service.url + "/session",
                [
                    "--include", "--cacert", directory + "/certificate.pem",
                    "--data", #"{"token":"0123456789abcdef0123"}"#,
                ])
            #expect(answer.code == "204")
            #expect(String(decoding: answer.body, as: UTF8.self).contains("; Secure"))
            _ = await service.stop()
        }
    }

    @Test func aCertificateOrKeyThatWillNotDoIsToldByName() async throws {
        try await withTLS { directory, _ in
            try await withTLS { other, _ in
                let (certificate, key) = (directory + "/certificate.pem", directory + "/key.pem")
                let (open, noKey) = (directory + "/open.pem", directory + "/no-key.pem")
                try FileManager.default.copyItem(atPath: key, toPath: open)
                try writeFile([], to: noKey)
                try protect(noKey)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o644], ofItemAtPath: open)
                for (arguments, words) in [
                    (["--tls-certificate", certificate], "name both"),
                    (
                        ["--tls-certificate", "/nowhere", "--tls-key", key],
                        "/nowhere does not exist"
                    ),
                    (["--tls-certificate", key, "--tls-key", key], "no certificate"),
                    (["--tls-certificate", certificate, "--tls-key", noKey], "no private"),
                    (["--tls-certificate", certificate, "--tls-key", open], "chmod 600"),
                    (
                        ["--tls-certificate", certificate, "--tls-key", other + "/key.pem"],
                        "not that of the certificate"
                    ),
                ] {
                    let outcome = try await Program.product("tapedeck").run(
                        ["serve", "--var", directory] + arguments)
                    #expect(outcome.status == 64)
                    #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
                }
            }
        }
    }

    /// Runs `body` with a directory that holds a certificate for this machine, and the options
    /// that name it.
    private func protect(_ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    private func python(_ arguments: [String]) async throws -> Program.Outcome {
        let root = Program.repository
        return try await Program(path: root + "/.build/python/bin/python").run(
            ["\(root)/Tests/EndToEndTests/Clients/\(arguments[0])"] + arguments.dropFirst())
    }
}
