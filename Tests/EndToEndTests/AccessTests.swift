import Foundation
import TestSupport
import Testing

struct AccessTests {
    private let token = "a-token-that-is-long-enough"

    @Test func withATokenOnlyThoseWhoShowItAreServed() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await secured(directory)
            let strategies = service.url + "/strategies"
            #expect(try await Service.request(strategies).code == "401")
            for (value, code) in [
                ("Bearer \(token)", "200"), ("bearer \(token)", "200"), ("Bearer x", "401"),
                ("Basic \(token)", "401"), ("Bearer \(token)x", "401"),
            ] {
                let answer = try await Service.request(
                    strategies, ["--header", "Authorization: \(value)"])
                #expect(answer.code == code, "\(value)")
            }
            for path in ["/health", "/ready"] {
                #expect(try await Service.request(service.url + path).code == "200")
            }
            let outcome = await service.stop()
            #expect(!outcome.errors.contains(token))
        }
    }

    @Test func aCookieServesReadsAndTheWritesOfTrustedPages() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await secured(directory)
            let jar = directory + "/jar"
            #expect(
                try await Service.request(
                    service.url + "/session", ["--data", #"{"token":"wrong"}"#]
                ).code == "401")
            #expect(
                try await Service.request(
                    service.url + "/session",
                    ["--cookie-jar", jar, "--data", #"{"token":"\#(token)"}"#]
                ).code == "204")
            #expect(try !String(contentsOfFile: jar, encoding: .utf8).contains(token))
            let start = service.url + "/market-scan/start"
            let scan = ["--cookie", jar, "--data", #"{"strategy":"rsi","tickers":["A"]}"#]
            for (url, arguments, code) in [
                (service.url + "/strategies", ["--cookie", jar], "200"),
                (start, scan, "401"),
                (start, scan + ["--header", "Origin: \(service.url)"], "202"),
                (start, scan + ["--header", "Origin: http://app.test"], "202"),
                (start, scan + ["--header", "Origin: http://evil.test"], "403"),
            ] {
                #expect(try await Service.request(url, arguments).code == code, "\(arguments)")
            }
            _ = await service.stop()
        }
    }

    @Test func onlyPagesOfAllowedOriginsMayReadAnswersAndErrors() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await secured(directory)
            for (origin, isAllowed) in [("http://app.test", true), ("http://evil.test", false)] {
                for path in ["/health", "/strategies"] {
                    let answer = try await Service.request(
                        service.url + path, ["--include", "--header", "Origin: \(origin)"])
                    let head = String(decoding: answer.body, as: UTF8.self).lowercased()
                    #expect(
                        head.contains("access-control-allow-origin: \(origin)") == isAllowed)
                }
                let preflight = try await Service.request(
                    service.url + "/market-scan/start",
                    [
                        "--include", "--request", "OPTIONS", "--header", "Origin: \(origin)",
                        "--header", "Access-Control-Request-Method: POST",
                    ])
                #expect(preflight.code == "204")
                let head = String(decoding: preflight.body, as: UTF8.self)
                #expect(head.contains("Last-Event-ID") == isAllowed)
            }
            _ = await service.stop()
        }
    }

    @Test func anAddressThatAsksTooOftenIsToldToSlowDown() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--requests-per-second", "1"])
            var codes: [String] = []
            for _ in 0..<4 { codes.append(try await Service.request(service.url + "/health").code) }
            #expect(codes.prefix(2) == ["200", "200"])
            #expect(codes.contains("429"))
            _ = await service.stop()
        }
    }

    @Test(arguments: [
        (#"{"prot": 1}"#, "prot"), (#"{"port": "x"}"#, "port"), (#"{"port": 70000}"#, "65535"),
        ("[]", "object"), (#"{"max_streams": 5, "max_connections": 5}"#, "max_streams"),
        (#"{"host": "0.0.0.0"}"#, "--token-file"),
    ])
    func settingsThatWillNotDoAreToldByName(_ file: String, _ words: String) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/settings.json"
            try writeFile(Array(file.utf8), to: path)
            let outcome = try await Program.product("tapedeck").run([
                "serve", "--var", directory, "--config", path,
            ])
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
    }

    @Test func aTokenFileThatOthersCanReadIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/token"
            try writeFile(Array(token.utf8), to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let outcome = try await Program.product("tapedeck").run([
                "serve", "--var", directory, "--token-file", path,
            ])
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains("chmod 600"))
        }
    }

    @Test func clientsAreToldToPollWhereStreamsAreOff() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/settings.json"
            try writeFile(Array(#"{"use_sse_progress": false}"#.utf8), to: path)
            let service = try await Service(in: directory, ["--config", path])
            let answer = try await Service.request(
                service.url + "/market-scan/start",
                ["--data", #"{"strategy":"rsi","tickers":["A"]}"#])
            let json =
                try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
            #expect(json?["use_sse"] as? Bool == false)
            #expect(json?["stream_url"] is NSNull)
            let job = try #require(json?["job_id"] as? String)
            #expect(
                try await Service.request(service.url + "/market-scan/stream/\(job)").code
                    == "404")
            _ = await service.stop()
        }
    }

    private func secured(_ directory: String) async throws -> Service {
        let path = directory + "/token"
        try writeFile(Array(token.utf8), to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return try await Service(
            in: directory, ["--token-file", path, "--allow-origin", "http://app.test"])
    }
}
