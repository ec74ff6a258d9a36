import TestSupport
import Testing

/// How the service serves the dashboard.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct DashboardFileTests {
    @Test func filesAreOpenToAllWithAStrictPolicyAndTheRestIsNot() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await secured(directory)
            for path in ["/", "/market-scan.js", "/dashboard/main.js"] {
                let head = try await head(service.url + path)
                #expect(head.hasPrefix("HTTP/1.1 200"), "\(head)")
                #expect(
                    head.contains("Content-Security-Policy: default-src 'none'; script-src 'self'"))
                #expect(head.contains("X-Content-Type-Options: nosniff"))
                #expect(!head.contains("unsafe"))
            }
            for path in ["/strategies", "/market-scan/jobs", "/metrics"] {
                #expect(try await head(service.url + path).hasPrefix("HTTP/1.1 401"), "\(path)")
            }
            _ = await service.stop()
        }
    }

    @Test func aFileThatIsKnownIsNotSentAgain() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await secured(directory)
            let url = service.url + "/market-scan.js"
            let lines = try await head(url).split(separator: "\r\n")
            let tag = try #require(lines.first { $0.hasPrefix("ETag: ") }).dropFirst(6)
            for known in ["\(tag)", "W/\(tag)", "\"other\", \(tag)", "*"] {
                let again = try await head(url, ["--header", "If-None-Match: \(known)"])
                #expect(again.hasPrefix("HTTP/1.1 304"), "\(known)")
                #expect(again.contains("ETag: \(tag)"))
            }
            let other = try await head(url, ["--header", "If-None-Match: \"other\""])
            #expect(other.hasPrefix("HTTP/1.1 200"))
            _ = await service.stop()
        }
    }

    /// A service that wants a token, its tapes checked.
    private func secured(_ directory: String) async throws -> Service {
        let token = directory + "/token"
        try writeFile(Array("a-token-that-is-long-enough".utf8), to: token)
        _ = try await Program.system("chmod").run(["600", token])
        return try await Service(in: directory + "/var", ["--token-file", token])
    }

    /// The head of the answer to a request.
    private func head(_ url: String, _ arguments: [String] = []) async throws -> String {
        let outcome = try await Program.system("curl").run(
            ["--silent", "--dump-header", "-", "--output", "/dev/null"] + arguments + [url])
        return outcome.text
    }
}
