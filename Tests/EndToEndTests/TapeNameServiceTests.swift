import Foundation
import TestSupport
import Testing

/// A service leaves a tape alone that is not the one of the scan whose name its file has.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct TapeNameServiceTests {
    private let other = "20300101-000000-00000000"

    /// The path of the unfinished tape of a scan that was killed, and its name.
    private func killedScan(in directory: String) async throws -> String {
        let scan = try Program.product("tapedeck").start([
            "scan", "bollinger_bands", "--workers", "1", "--source", "bundled?delay=20ms",
            "--every", "1", "--var", directory,
        ])
        _ = await scan.errors { String(decoding: $0, as: UTF8.self).contains("Progress: ") }
        scan.signal(SIGKILL)
        _ = await scan.outcome()
        let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/scans")
        let name = try #require(names.first { $0.hasPrefix("20") })
        return String(name.dropLast(".ndjson.gz".count))
    }

    @Test func anUnfinishedTapeUnderAnotherScansNameIsNotGoneOnWith() async throws {
        try await withTemporaryDirectory { directory in
            let job = try await killedScan(in: directory)
            let scans = directory + "/scans/"
            try FileManager.default.moveItem(
                atPath: "\(scans)\(job).ndjson.gz", toPath: "\(scans)\(other).ndjson.gz")
            try writeFile(Array("mine".utf8), to: scans + "notes.txt")
            let before = try readFile("\(scans)\(other).ndjson.gz")
            let service = try await Service(in: directory)
            for path in ["status/\(other)", "stream/\(other)", "log/\(other)", "results/\(other)"] {
                let (code, body) = try await Service.request("\(service.url)/market-scan/\(path)")
                #expect(code == "500", "\(path): \(String(decoding: body, as: UTF8.self))")
            }
            let cancel = try await Service.request(
                "\(service.url)/market-scan/cancel/\(other)", ["--request", "POST"])
            #expect(cancel.code != "202" && cancel.code != "200", "\(cancel.code)")
            let jobs = try await Service.request("\(service.url)/market-scan/jobs")
            #expect(!String(decoding: jobs.body, as: UTF8.self).contains(other))
            let outcome = await service.stop()
            #expect(outcome.errors.contains("\(other).ndjson.gz holds the tape of scan \(job)"))
            #expect(outcome.errors.contains("a file that is no tape: notes.txt"))
            #expect(try readFile("\(scans)\(other).ndjson.gz") == before)
            let resume = try await Program.product("tapedeck").run(["resume", "--var", directory])
            #expect(resume.text == "No scan was cut off.\n")
            #expect(try readFile("\(scans)\(other).ndjson.gz") == before)
        }
    }
}
