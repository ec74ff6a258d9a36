import Foundation
import TestSupport
import Testing

/// What operators see of the service: its log, its measurements, how it ends.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct OperationsTests {
    private let small = #"{"strategy":"bollinger_bands","tickers":["AAPL","MSFT","NOPE"]}"#
    private let slow = #"{"strategy":"bollinger_bands","source":"bundled?delay=60s"}"#

    @Test func scansAndTheirStocksAreCounted() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--requests-per-second", "0"])
            _ = try await Service.request(service.url + "/market-scan", ["--data", small])
            let job = try await service.start(slow)
            _ = try await Service.request(
                service.url + "/market-scan/cancel/\(job)", ["--request", "POST"])
            let cancelled = #"tapedeck_scans_total{outcome="cancelled"} 1"#
            var lines: [Substring] = []
            while !lines.contains(Substring(cancelled)) { lines = try await metrics(service) }
            for line in [
                #"tapedeck_scans_total{outcome="completed"} 1"#, "tapedeck_scans_started_total 2",
                #"tapedeck_stocks_total{outcome="completed"} 2"#,
                #"tapedeck_stocks_total{outcome="failed"} 1"#,
            ] {
                #expect(lines.contains(Substring(line)), "\(line)")
            }
            _ = await service.stop()
        }
    }

    @Test func stocksOfAScanThatWentOnAreCountedOnce() async throws {
        try await withTemporaryDirectory { directory in
            var service = try await Service(in: directory)
            let job = try await service.start(
                #"""
                {"strategy":"bollinger_bands","tickers":["AAPL","MSFT","IBM","NOPE"],
                "source":"bundled?delay=2s"}
                """#)
            let url = "/market-scan/stream/\(job)?every=1"
            let client = try Program.system("curl").start([
                "--silent", "--no-buffer", service.url + url,
            ])
            let seen = blocks(await client.output { blocks($0).count >= 2 })
            _ = await service.stop(SIGKILL)
            _ = await client.outcome()
            service = try await Service(in: directory, ["--requests-per-second", "0"])
            let whole = blocks(try await Service.request(service.url + url).body)
            #expect(whole.last?.contains(#""successful":3"#) == true)
            let resumedAt = try #require(
                whole.firstIndex { $0.contains(#""type":"resumed""#) })
            #expect(resumedAt >= seen.count)
            let before = whole[..<resumedAt].count { $0.contains(#""type":"progress""#) }
            let ended = #"tapedeck_scans_total{outcome="completed"} 1"#
            var lines: [Substring] = []
            while !lines.contains(Substring(ended)) { lines = try await metrics(service) }
            let counts = lines.filter { $0.hasPrefix("tapedeck_stocks_total") }
                .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
            #expect(counts.reduce(0, +) == 4 - before)
            #expect(lines.contains("tapedeck_scans_resumed_total 1"))
            _ = await service.stop()
        }
    }

    @Test func theLogTellsOfScansAndRequestsWithTheirJob() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(small)
            _ = try await Service.request(service.url + "/market-scan/stream/\(job)")
            _ = try await Service.request(service.url + "/market-scan/status/\(job)")
            let outcome = await service.stop()
            let lines = outcome.errors.split(separator: "\n").filter {
                $0.contains("job_id=\(job)")
            }
            for words in [
                ["scan accepted", "strategy=bollinger_bands"],
                ["scan ended", "state=completed", "successful=2", "failed=1"],
                ["request", "path=/market-scan/start", "status=202"],
                ["request", "path=/market-scan/status/\(job)", "status=200"],
                ["request", "path=/market-scan/stream/\(job)", "status=200"],
            ] {
                #expect(
                    lines.contains { line in words.allSatisfy { line.contains($0) } },
                    "\(words): \(outcome.errors)")
            }
        }
    }

    @Test func anUnknownTapeFaultNamesNoFileToTheClient() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--requests-per-second", "0"])
            let job = try await service.start(small)
            // The stream ends with the last record; the tape is written anew after that, under
            // the same name, and until it is registered its old file is the one that is read.
            let sealed = #"tapedeck_scans_total{outcome="completed"} 1"#
            while try await !metrics(service).contains(Substring(sealed)) {}
            let tape = "\(directory)/scans/\(job).ndjson.gz"
            try FileManager.default.removeItem(atPath: tape)
            try writeFile(Array("no tape at all".utf8), to: tape)
            let (code, body) = try await Service.request(
                service.url + "/market-scan/status/\(job)")
            #expect(code == "500")
            #expect(!String(decoding: body, as: UTF8.self).contains(directory))
            let errors = await service.stop().errors
            #expect(errors.contains("request failed") && errors.contains(tape), "\(errors)")
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [SIGHUP, SIGTERM, SIGINT])
    func aSignalEndsTheServiceAndItsStreamsInGoodOrder(_ signal: Int32) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(
                #"{"strategy":"bollinger_bands","source":"bundled?delay=60s"}"#)
            let client = try Program.system("curl").start([
                "--silent", "--no-buffer", service.url + "/market-scan/stream/\(job)",
            ])
            _ = await client.output { blocks($0).count >= 1 }
            #expect(await service.stop(signal).status == 0)
            #expect(await client.outcome().status == 0)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aServiceThatIsToOutliveItsTerminalDoesSo() async throws {
        try await withTemporaryDirectory { directory in
            let program = try Program.system("nohup").start([
                Program.productPath("tapedeck"), "serve", "--port", "0", "--var", directory,
            ])
            let output = await program.output { $0.contains(UInt8(ascii: "\n")) }
            let url = try #require(
                String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace).last)
            for _ in 0..<3 {
                program.signal(SIGHUP)
                #expect(try await Service.request(url + "/health").code == "200")
            }
            program.signal(SIGTERM)
            #expect(await program.outcome().status == 0)
        }
    }

    @Test func aPortOrADirectoryThatIsTakenEndsTheServiceWith1() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory + "/a")
            let port = try #require(service.url.split(separator: ":").last.map(String.init))
            let tapedeck = Program.product("tapedeck")
            let second = try await tapedeck.run([
                "serve", "--port", port, "--var", directory + "/b",
            ])
            #expect(second.status == 1)
            #expect(second.errors.contains(port), "\(second.errors)")
            let third = try await tapedeck.run(["serve", "--port", "0", "--var", directory + "/a"])
            #expect(third.status == 1)
            #expect(third.errors.contains("another tapedeck"), "\(third.errors)")
            #expect(await service.stop().status == 0)
        }
    }

    @Test func aClientThatWaitsForAScanIsAnsweredAtShutdown() async throws {
        try await withTemporaryDirectory { directory in
            // Far more than the test may take: the end is not to wait for it.
            let service = try await Service(
                in: directory,
                [
                    "--max-running", "1", "--shutdown-timeout", "3600",
                    "--requests-per-second", "0",
                ])
            _ = try await service.start(slow)
            let url = service.url
            let answer = Task {
                try await Service.request(url + "/market-scan", ["--data", slow])
            }
            while try await !metrics(service).contains("tapedeck_scans_waiting 1") {}
            #expect(await service.stop().status == 0)
            let (code, body) = try await answer.value
            #expect(code == "503")
            #expect(String(decoding: body, as: UTF8.self).contains("/market-scan/results/"))
        }
    }

    @Test func settingsComeFromTheEnvironmentTheFileAndFlagsInThisOrder() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/settings.json"
            try writeFile(
                Array(
                    """
                    {"var": "\(directory)/file", "log_level": "error", "workers": 1,
                    "slow_after": 2.5, "stock_timeout": 30, "prices": ["\(directory)"]}
                    """.utf8), to: file)
            try writeFile(
                Array("Date,Open,High,Low,Close\n2020-01-02,1,1,1,1\n".utf8),
                to:
                    directory + "/x.csv")
            for (flags, variable, expected) in [
                ([], "", "file"), ([], "environment", "environment"),
                (["--var", directory + "/flag"], "environment", "flag"),
            ] {
                let environment =
                    ["TAPEDECK_LOG_LEVEL=info"]
                    + (variable.isEmpty ? [] : ["TAPEDECK_VAR=\(directory)/\(variable)"])
                let program = try Program.system("env").start(
                    environment + [
                        Program.productPath("tapedeck"), "serve", "--port", "0", "--config", file,
                    ] + flags)
                let output = await program.output { $0.contains(UInt8(ascii: "\n")) }
                let url =
                    String(decoding: output, as: UTF8.self)
                    .split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
                let answer = try await Service.request(
                    url + "/market-scan/start",
                    [
                        "--data",
                        #"{"strategy":"rsi","tickers":["X"],"source":"csv:\#(directory)/x.csv"}"#,
                    ])
                #expect(answer.code == "202", "\(String(decoding: answer.body, as: UTF8.self))")
                program.signal(SIGTERM)
                #expect(await program.outcome().errors.contains("scan accepted"))
                #expect(FileManager.default.fileExists(atPath: "\(directory)/\(expected)/scans"))
            }
        }
    }

    private func metrics(_ service: Service) async throws -> [Substring] {
        let body = try await Service.request(service.url + "/metrics").body
        return String(decoding: body, as: UTF8.self).split(separator: "\n")
    }
}
