import Foundation
import TestSupport
import Testing

// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
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
            for (proto, isSecure) in [("http", false), ("https", true)] {
                let head = try await Service.request(
                    service.url + "/session",
                    [
                        "--include", "--header", "X-Forwarded-Proto: \(proto)", "--data",
                        #"{"token":"\#(token)"}"#,
                    ])
                #expect(
                    String(decoding: head.body, as: UTF8.self).contains("; Secure") == isSecure)
            }
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
            // On one connection, so that they are quicker than one a second on any machine.
            let requests = (0..<20).flatMap { _ in
                ["--output", "/dev/null", service.url + "/health"]
            }
            let answers = try await Program.system("curl").run(
                ["--silent", "--write-out", "%{http_code} "] + requests)
            let codes = answers.text.split(separator: " ")
            #expect(codes.prefix(2) == ["200", "200"])
            #expect(codes.contains("429"))
            _ = await service.stop()
        }
    }

    @Test(arguments: [
        (#"{"prot": 1}"#, "prot"), (#"{"port": "x"}"#, "port"), (#"{"port": 70000}"#, "65535"),
        ("[]", "object"), (#"{"max_streams": 5, "max_connections": 5}"#, "max_streams"),
        (#"{"host": "0.0.0.0"}"#, "--token-file"),
        (#"{"host": "127.evil.example"}"#, "--token-file"), (#"{"token_file": 5}"#, "token_file"),
        (#"{"token": "short"}"#, "16 characters"), (#"{"token": 5}"#, "token"),
        (#"{"token": "0123456789abcdef", "token_file": "token"}"#, "name one of them"),
        (#"{"log_level": "loud"}"#, "log_level"), (#"{"workers": 0}"#, "1 to 256"),
        (#"{"allow_origins": ["*"]}"#, "wildcards"),
        (#"{"allow_origins": ["app.test"]}"#, "https://"),
        (#"{"slow_after": 0}"#, "slow_after"), (#"{"signing_key": "none"}"#, "none"),
    ])
    func settingsThatWillNotDoAreToldByName(_ file: String, _ words: String) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/settings.json"
            try writeFile(Array(file.utf8), to: path)
            try protect(path)
            let outcome = try await Program.product("tapedeck").run([
                "serve", "--var", directory, "--config", path,
            ])
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
    }

    @Test func aTokenInTheSettingsIsAskedForAndIsItsOwnersAlone() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/settings.json"
            try writeFile(Array(#"{"token": "\#(token)"}"#.utf8), to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let refused = try await Program.product("tapedeck").run([
                "serve", "--var", directory, "--config", path,
            ])
            #expect(refused.status == 64)
            #expect(refused.errors.contains("chmod 600"))
            try protect(path)
            let service = try await Service(in: directory, ["--config", path])
            let url = service.url + "/strategies"
            #expect(try await Service.request(url).code == "401")
            #expect(
                try await Service.request(url, ["--header", "Authorization: Bearer \(token)"]).code
                    == "200")
            _ = await service.stop()
        }
    }

    /// A page of another site that names an address of this machine as its own.
    @Test func withoutATokenNoOtherSitesNameIsServed() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory, ["--allow-origin", "https://app.test:8443"])
            let port = try #require(service.url.split(separator: ":").last)
            let start = service.url + "/market-scan/start"
            for (host, code) in [
                ("evil.test:\(port)", "421"), ("evil.test", "421"), ("127.evil.test", "421"),
                ("localhost.evil.test", "421"), ("localhost:\(port)", "202"),
                ("[::1]:\(port)", "202"), ("127.0.0.1", "202"), ("APP.test", "202"),
                ("page.localhost:\(port)", "202"),
            ] {
                let answer = try await Service.request(
                    start,
                    [
                        "--header", "Host: \(host)", "--data",
                        #"{"strategy":"rsi","tickers":["A"]}"#,
                    ])
                #expect(answer.code == code, "\(host)")
            }
            let page = try await Service.request(
                start,
                [
                    "--header", "Host: evil.test:\(port)", "--header",
                    "Origin: http://evil.test:\(port)", "--data",
                    #"{"strategy":"rsi","tickers":["A"]}"#,
                ])
            #expect(page.code == "421")
            #expect(
                try await Service.request(
                    service.url + "/market-scan/jobs", ["--header", "Host: evil.test"]
                ).code == "421")
            _ = await service.stop()
        }
    }

    @Test func whoShowsTheTokenMayCallTheServiceByAnyName() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await secured(directory)
            let answer = try await Service.request(
                service.url + "/strategies",
                ["--header", "Host: public.test", "--header", "Authorization: Bearer \(token)"])
            #expect(answer.code == "200")
            _ = await service.stop()
        }
    }

    @Test func noSecretIsInTheLogHoweverMuchIsLogged() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await secured(directory, ["--log-level", "trace"])
            let jar = directory + "/jar"
            _ = try await Service.request(
                service.url + "/session",
                ["--cookie-jar", jar, "--data", #"{"token":"\#(token)"}"#])
            let text = try String(contentsOfFile: jar, encoding: .utf8)
            let cookie = try #require(
                text.split(whereSeparator: \.isWhitespace).last.map(String.init))
            #expect(cookie.count == 64)
            let secret = "another-secret-of-somebody"
            for arguments in [
                ["--cookie", jar], ["--header", "Authorization: Bearer \(token)"],
                ["--header", "Authorization: Bearer \(secret)"],
            ] {
                _ = try await Service.request(
                    service.url + "/strategies?token=\(secret)", arguments)
            }
            let errors = await service.stop().errors
            #expect(errors.contains("path=/strategies"))
            for word in [token, cookie, secret] { #expect(!errors.contains(word)) }
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

    private func secured(
        _ directory: String, _ arguments: [String] = []
    ) async throws -> Service {
        let path = directory + "/token"
        try writeFile(Array(token.utf8), to: path)
        try protect(path)
        return try await Service(
            in: directory,
            ["--token-file", path, "--allow-origin", "http://app.test"] + arguments)
    }

    private func protect(_ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
}
