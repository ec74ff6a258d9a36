import Foundation
import TestSupport
import Testing

// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ResumingTests {
    private let tapedeck = Program.product("tapedeck")
    private let request = ["bollinger_bands", "--start", "2016-01-04"]

    /// What a scan that nobody interrupts ends with, but for its name and its times.
    private func wholeResult() async throws -> NSDictionary {
        try await withTemporaryDirectory { directory in
            let scan = try await tapedeck.run(
                ["scan"] + request + ["--json", "--var", directory])
            return try result(scan.text)
        }
    }

    private func result(_ json: some StringProtocol) throws -> NSDictionary {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
        let result = try #require(object as? [String: Any])
        let left = ["type", "job_id", "total_time"]
        return result.filter { !left.contains($0.key) } as NSDictionary
    }

    /// The last message of a stream, without the words before it.
    private func lastData(_ stream: [UInt8]) throws -> Substring {
        let last = try #require(blocks(stream).last)
        return try #require(last.split(separator: "\n").last { $0.hasPrefix("data: ") }).dropFirst(
            6)
    }

    @Test func aKilledServiceGoesOnAtItsNextStartAndEndsWithTheSameResult() async throws {
        let whole = try await wholeResult()
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory, ["--scan"] + request + ["--source", "bundled?delay=40ms"])
            let url = try await service.streamURL()
            let client = try Program.system("curl").start(["--silent", "--no-buffer", url])
            let seen = blocks(await client.output { blocks($0).count >= 4 })
            _ = await service.stop(SIGKILL)
            _ = await client.outcome()
            let next = try await Service(in: directory)
            let job = try #require(url.split(separator: "/").last)
            let place = try #require(seen.last.flatMap(id))
            let rest = try await Service.request(
                next.url + "/market-scan/stream/\(job)",
                ["--header", "Last-Event-ID: \(place)"])
            #expect(rest.code == "200")
            #expect(try result(lastData(rest.body)) == whole)
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", "latest", "--var", directory,
            ])
            #expect(blocks(replay.output) == seen + blocks(rest.body))
            #expect(replay.text.contains(#""type":"resumed""#))
            _ = await next.stop()
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    /// The file has another text by the time that the scan goes on, and then none.
    @Test func aKilledScanOfAUsersFileGoesOnWithTheTextOfItsTape() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/dip.strategy"
            let text = """
                strategy "Dip" language 1
                enter long when close crosses below sma(close, 20)
                exit long when close crosses above sma(close, 5)

                """
            try writeFile(Array(text.utf8), to: file)
            let scan = { (variable: String, options: [String]) in
                ["scan", file, "--start", "2016-01-04", "--var", directory + variable] + options
            }
            let whole = try await tapedeck.run(scan("/whole", ["--json"]))
            let cut = try tapedeck.start(
                scan("/cut", ["--source", "bundled?delay=40ms", "--every", "1"]))
            _ = await cut.errors { String(decoding: $0, as: UTF8.self).contains("Progress: ") }
            cut.signal(SIGKILL)
            _ = await cut.outcome()
            try FileManager.default.createDirectory(
                atPath: directory + "/cut/strategies", withIntermediateDirectories: true)
            try writeFile(
                Array(text.replacing("20", with: "50").utf8),
                to: directory + "/cut/strategies/dip.strategy")
            try FileManager.default.removeItem(atPath: file)
            let resumed = try await tapedeck.run(["resume", "--var", directory + "/cut"])
            #expect(resumed.status == 0, "\(resumed.errors)")
            #expect(resumed.errors.contains("the strategy \"dip\" has changed since the scan"))
            let replay = Program.product("tapedeck-replay")
            let ended = try await replay.run(["stream", "latest", "--var", directory + "/cut"])
            #expect(try result(lastData(ended.output)) == result(whole.text))
            let audit = try await replay.run([
                "audit", "latest", "--recompute", "--var", directory + "/cut",
            ])
            #expect(audit.status == 0, "\(audit.text)")
            #expect(audit.text.contains("505 stocks computed again"))
        }
    }

    @Test func aSignalCancelsTheSecondScanThatIsResumedLikeTheFirst() async throws {
        try await withTemporaryDirectory { directory in
            for delay in ["20ms", "100ms"] {
                let scan = try tapedeck.start([
                    "scan", "bollinger_bands", "--workers", "1", "--source",
                    "bundled?delay=\(delay)", "--every", "1", "--var", directory,
                ])
                _ = await scan.errors { String(decoding: $0, as: UTF8.self).contains("Progress: ") }
                scan.signal(SIGKILL)
                _ = await scan.outcome()
            }
            let resume = try tapedeck.start([
                "resume", "--every", "1", "--workers", "16", "--var", directory,
            ])
            _ = await resume.errors { errors in
                let text = String(decoding: errors, as: UTF8.self)
                let second = text.firstRange(of: "Complete! ").map { text[$0.upperBound...] }
                return second?.contains("Resumed: ") == true
            }
            resume.signal(SIGINT)
            let outcome = await resume.outcome()
            #expect(outcome.status == 130)
            #expect(outcome.errors.contains("Cancelled after "), "\(outcome.errors)")
            #expect(outcome.text.contains("505 of 505 stocks"))
            let again = try await tapedeck.run(["resume", "--var", directory])
            #expect(again.text == "No scan was cut off.\n")
        }
    }

    @Test func aKilledScanGoesOnByCommandAndEndsWithTheSameResult() async throws {
        let whole = try await wholeResult()
        try await withTemporaryDirectory { directory in
            let scan = try tapedeck.start(
                ["scan"] + request
                    + ["--source", "bundled?delay=40ms", "--every", "1", "--var", directory])
            _ = await scan.errors { text in text.count { $0 == UInt8(ascii: "\n") } >= 20 }
            scan.signal(SIGKILL)
            _ = await scan.outcome()
            let resumed = try await tapedeck.run(["resume", "--var", directory])
            #expect(resumed.status == 0, "\(resumed.errors)")
            #expect(resumed.text.contains("505 of 505 stocks"))
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", "latest", "--var", directory,
            ])
            #expect(try result(lastData(replay.output)) == whole)
            let again = try await tapedeck.run(["resume", "--var", directory])
            #expect(again.text == "No scan was cut off.\n")
        }
    }
}
