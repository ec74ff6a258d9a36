import Foundation
import TestSupport
import Testing

/// Proxies of the environment, and what becomes of a scan behind one that lets nobody through.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct SourceOutageTests {
    private static let tickers = (1...10).map { "T\($0)" }
    private let scan = [
        "scan", "sma_cross", "--source", "yahoo", "--start", "2024-01-01", "--end", "2024-06-30",
    ]

    /// A proxy on a free port that tunnels to `target`, or refuses.
    private func withProxy(
        to target: String? = nil, _ body: (RunningProgram, String) async throws -> Void
    ) async throws {
        let root = Program.repository
        let proxy = try Program(path: root + "/.build/python/bin/python").start(
            ["\(root)/Tests/EndToEndTests/Clients/connect_proxy.py"] + (target.map { [$0] } ?? []))
        let line = await proxy.output { $0.contains(UInt8(ascii: "\n")) }
        let port = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
        do {
            try await body(proxy, "127.0.0.1:\(port)")
        } catch {
            proxy.signal(SIGKILL)
            throw error
        }
        proxy.signal(SIGKILL)
        _ = await proxy.outcome()
    }

    private func tapedeck(
        _ environment: [String], _ arguments: [String]
    ) async throws -> Program.Outcome {
        try await Program.system("env").run(
            environment + [Program.productPath("tapedeck")] + arguments)
    }

    private func requests(of proxy: RunningProgram) async -> [String] {
        String(decoding: await proxy.output { _ in true }, as: UTF8.self)
            .split(separator: "\n").dropFirst().map(String.init)
    }

    @Test(arguments: ["HTTPS_PROXY", "https_proxy"])
    func theChartServiceIsAskedThroughTheProxyOfTheEnvironment(variable: String) async throws {
        try await withTemporaryDirectory { directory in
            try await withProxy { proxy, address in
                let outcome = try await tapedeck(
                    ["\(variable)=http://me:secret@\(address)"],
                    scan + ["--tickers", "AAPL", "--var", directory])
                #expect(outcome.status == 5)
                #expect(outcome.errors.contains("through the proxy \(address) failed"))
                #expect(outcome.errors.contains("the proxy refuses to connect"))
                #expect(!outcome.errors.contains("secret"))
                let requests = await requests(of: proxy)
                let line = "CONNECT query2.finance.yahoo.com:443 HTTP/1.1 Basic bWU6c2VjcmV0"
                #expect(requests == Array(repeating: line, count: 4))
            }
        }
    }

    @Test func aServiceIsWatchedThroughTheProxyOfTheEnvironment() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(
                #"{"strategy":"sma_cross","tickers":["AAPL","MSFT"]}"#)
            let port = try #require(URLComponents(string: service.url)?.port)
            try await withProxy(to: "127.0.0.1:\(port)") { proxy, address in
                // An address of documentation, which nobody has.
                let url = "http://192.0.2.7:\(port)/market-scan/stream/\(job)"
                let outcome = try await tapedeck(["http_proxy=\(address)"], ["watch", url])
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.text.contains("2 of 2 stocks with sma_cross"))
                #expect(
                    await requests(of: proxy).first == "CONNECT 192.0.2.7:\(port) HTTP/1.1 -")
            }
            _ = await service.stop()
        }
    }

    @Test(arguments: [
        (["scan", "sma_cross", "--source", "yahoo"], 64),
        (["watch", "https://scans.example/market-scan/stream/x"], 1),
    ])
    func aProxyThatCannotBeUsedIsToldAtOnce(arguments: [String], status: Int) async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await tapedeck(
                ["HTTPS_PROXY=socks5://me:secret@proxy:1080"], arguments + ["--var", directory])
            #expect(Int(outcome.status) == status)
            #expect(outcome.errors.contains("HTTPS_PROXY names a proxy of a kind"))
            #expect(!outcome.errors.contains("secret"))
        }
    }

    @Test func aSourceThatAnswersNobodyEndsTheScanForNowAndResumeGoesOn() async throws {
        try await withTemporaryDirectory { directory in
            try await withProxy { proxy, address in
                let environment = ["https_proxy=\(address)"]
                let quick = ["--source-pause", "0", "--var", directory]
                let outcome = try await tapedeck(
                    environment, scan + ["--tickers", Self.tickers.joined(separator: ",")] + quick)
                #expect(outcome.status == 6, "\(outcome.errors)")
                #expect(outcome.errors.contains("Paused for 0.0s: the price source refuses"))
                #expect(outcome.errors.contains("Interrupted after 0 of 10 stocks: "))
                #expect(outcome.errors.contains("the proxy refuses to connect"))
                #expect(!outcome.errors.contains("Failed: "))
                let watch = try await tapedeck([], ["watch", "latest", "--var", directory])
                #expect(watch.status == 6, "\(watch.errors)")
                #expect(watch.errors == outcome.errors)
                let resume = try await tapedeck(environment, ["resume"] + quick)
                #expect(resume.status == 6)
                #expect(resume.errors.contains("Resumed: 10 of 10 stocks are left"))
                try await SchemaCheck.expectValidTapes(in: directory)
            }
        }
    }

    @Test func aServiceTellsOfItAndGoesOnWhenAsked() async throws {
        try await withTemporaryDirectory { directory in
            try await withProxy { proxy, address in
                let service = try await Service(
                    in: directory, ["--source-pause", "0"],
                    environment: ["https_proxy=\(address)"])
                let request = """
                    {"strategy":"sma_cross","source":"yahoo","start_date":"2024-01-01",
                    "tickers":["\(Self.tickers.joined(separator: "\",\""))"]}
                    """
                let answer = try await Service.request(
                    service.url + "/market-scan", ["--data", request])
                #expect(answer.code == "503")
                let text = String(decoding: answer.body, as: UTF8.self)
                #expect(text.contains("the proxy refuses to connect"), "\(text)")
                let list = try await Service.request(
                    service.url + "/market-scan/jobs?state=interrupted")
                let jobs = try JSONSerialization.jsonObject(with: Data(list.body))
                let entries = (jobs as? [String: Any])?["jobs"] as? [[String: Any]]
                let job = try #require(entries?.first?["job_id"] as? String)
                let before = try await status(job, service)
                #expect(before["state"] as? String == "interrupted")
                #expect(before["complete"] as? Bool == false)
                let resume = service.url + "/market-scan/resume/"
                #expect(try await Service.request(resume + job, ["-X", "POST"]).code == "202")
                // It ends for now once more.
                var after = before
                while after["last_event_id"] as? Int == before["last_event_id"] as? Int
                    || after["state"] as? String != "interrupted"
                {
                    after = try await status(job, service)
                }
                let other = try await service.start(
                    #"{"strategy":"sma_cross","tickers":["AAPL"]}"#)
                _ = try await Service.request(service.url + "/market-scan/stream/\(other)")
                #expect(try await Service.request(resume + other, ["-X", "POST"]).code == "409")
                #expect(try await Service.request(resume + "none", ["-X", "POST"]).code == "404")
                #expect(await service.stop().status == 0)
            }
        }
    }

    private func status(_ job: String, _ service: Service) async throws -> [String: Any] {
        let (_, body) = try await Service.request(service.url + "/market-scan/status/\(job)")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
    }
}
