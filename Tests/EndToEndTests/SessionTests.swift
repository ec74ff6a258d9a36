import Foundation
import TestSupport
import Testing

/// The cookies that browsers get for the token.
@Suite(.timeLimit(.minutes(2)))
struct SessionTests {
    private let token = "a-token-that-is-long-enough"

    @Test func deletingASessionEndsItForEveryCopyOfItsCookieAndNoOther() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await secured(directory)
            let (first, second) = (try await cookie(service), try await cookie(service))
            #expect(first != second)
            #expect(try await code(service, first) == "200")
            let closed = try await Service.request(
                service.url + "/session",
                ["--include", "--request", "DELETE", "--header", "Cookie: \(first)"])
            #expect(closed.code == "204")
            #expect(String(decoding: closed.body, as: UTF8.self).contains("Max-Age=0"))
            #expect(try await code(service, first) == "401")
            #expect(try await code(service, second) == "200")
            // What is no session ends none.
            for other in ["tapedeck_token=x", "tapedeck_token=", "other=\(second)"] {
                let answer = try await Service.request(
                    service.url + "/session",
                    ["--request", "DELETE", "--header", "Cookie: \(other)"])
                #expect(answer.code == "204")
            }
            #expect(try await code(service, second) == "200")
            _ = await service.stop()
        }
    }

    @Test func aPageOfAnotherSiteEndsNoSession() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await secured(directory)
            let session = try await cookie(service)
            let answer = try await Service.request(
                service.url + "/session",
                [
                    "--request", "DELETE", "--header", "Cookie: \(session)",
                    "--header", "Origin: http://evil.test",
                ])
            #expect(answer.code == "403")
            #expect(try await code(service, session) == "200")
            _ = await service.stop()
        }
    }

    @Test func sessionsEndWithTheServiceAndTheTokenOpensOthers() async throws {
        try await withTemporaryDirectory { directory in
            let before = try await secured(directory)
            let session = try await cookie(before)
            _ = await before.stop()
            let service = try await secured(directory)
            #expect(try await code(service, session) == "401")
            #expect(try await code(service, try await cookie(service)) == "200")
            _ = await service.stop()
        }
    }

    private func secured(_ directory: String) async throws -> Service {
        let path = directory + "/token"
        try writeFile(Array(token.utf8), to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return try await Service(in: directory, ["--token-file", path])
    }

    /// A new session's cookie, as a client sends it.
    private func cookie(_ service: Service) async throws -> String {
        let answer = try await Service.request(
            service.url + "/session", ["--include", "--data", #"{"token":"\#(token)"}"#])
        let head = String(decoding: answer.body, as: UTF8.self)
        let line = try #require(
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("set-cookie: ") })
        return String(try #require(line.dropFirst(12).split(separator: ";").first))
    }

    private func code(_ service: Service, _ cookie: String) async throws -> String {
        try await Service.request(
            service.url + "/strategies", ["--header", "Cookie: \(cookie)"]
        ).code
    }
}
