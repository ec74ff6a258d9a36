import Foundation
import TestSupport
import Testing

/// Clients of HTTP/1.0, which know neither chunks nor connections that stay open.
struct OldClientTests {
    @Test(.timeLimit(.minutes(2)))
    func aClientOfHTTP10GetsWholeAnswersThatEndWithTheConnection() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(
                #"{"strategy":"bollinger_bands","tickers":["AAPL","MSFT","NOPE"]}"#)
            let stream = service.url + "/market-scan/stream/\(job)?every=1"
            let whole = transcript(try await Service.request(stream).body)
            for path in ["/health", "/", "/market-scan/log/\(job)", "/nowhere"] {
                let url = service.url + path
                let new = try await Service.request(url)
                let old = try await Service.request(url, ["--http1.0"])
                #expect(old == new, "\(path)")
                // As the simplest of health checks ask.
                let nameless = try await Service.request(
                    url, ["--http1.0", "--header", "Host:"])
                #expect(nameless == new, "\(path)")
            }
            let old = try await Service.request(stream, ["--http1.0"])
            #expect(transcript(old.body) == whole)
            for arguments in [["--http1.0"], ["--http1.0", "--head"]] {
                let answer = try await Service.request(stream, arguments + ["--include"])
                let head = String(decoding: answer.body, as: UTF8.self).lowercased()
                #expect(head.hasPrefix("http/1.0 200 ok\r\n"))
                #expect(head.contains("connection: close\r\n"))
                #expect(!head.contains("transfer-encoding"))
            }
            _ = await service.stop()
        }
    }

    /// It waits for the end of each connection, and for ever where there is none.
    @Test(.timeLimit(.minutes(1)), arguments: [[], ["-k"]])
    func apacheBenchComesToItsEnd(_ options: [String]) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let outcome = try await Program.system("ab").run(
                options + ["-q", "-n", "40", "-c", "4", service.url + "/health"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.text.contains("Complete requests:      40"), "\(outcome.text)")
            #expect(outcome.text.contains("Failed requests:        0"), "\(outcome.text)")
            _ = await service.stop()
        }
    }
}
