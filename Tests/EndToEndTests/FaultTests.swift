import Foundation
import TestSupport
import Testing

/// A disk that is full or fails for a while: the service goes on, and says the same to all.
// Pauses before the service tries again are part of it.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct FaultTests {
    /// Some 60 stocks, one every 200 ms, so that the disk fails while it is at work.
    private let request = """
        {"strategy":"bollinger_bands","source":"bundled?delay=200ms","tickers":[\(
            ["AAPL", "ABT", "XOM", "KO", "GE", "PG", "NOPE", "T", "VZ", "IBM"]
                .flatMap { ticker in [ticker] + (1...5).map { "\(ticker)\($0)" } }
                .map { "\"\($0)\"" }.joined(separator: ","))]}
        """
    private let options = ["--workers", "1", "--requests-per-second", "0", "--heartbeat", "1"]

    /// A disk that a test makes fail and heals again.
    private struct Disk {
        let launcher: [String]
        /// What it needs to know of the service.
        let fail: (Service) async throws -> Void
        let heal: (Service) throws -> Void
    }

    /// A small disk of the service alone, which is filled to the last byte.
    private func smallDisk(_ directory: String) throws -> Disk {
        let place = directory + "/small"
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: true)
        let script = #"mount -t tmpfs -o size=512k none "$0" && exec "$@""#
        func filler(_ service: Service) -> String {
            "/proc/\(service.processIdentifier)/root\(place)/filler"
        }
        return Disk(
            launcher: ["unshare", "-m", "bash", "-c", script, place],
            fail: { service in
                let outcome = try await Program.system("dd").run([
                    "if=/dev/zero", "of=" + filler(service), "bs=4096",
                ])
                #expect(outcome.errors.contains("No space left"))
            },
            heal: { try FileManager.default.removeItem(atPath: filler($0)) })
    }

    /// A disk whose writes and syncs fail while a file is there.
    private func failingDisk(_ directory: String) async throws -> Disk {
        let (library, flag) = (directory + "/failing_disk.so", directory + "/fault")
        let source = Program.repository + "/Tests/EndToEndTests/Clients/failing_disk.c"
        let outcome = try await Program.system("gcc").run([
            "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl",
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return Disk(
            launcher: ["env", "LD_PRELOAD=" + library, "FAILING_DISK=" + flag],
            fail: { _ in try writeFile([], to: flag) },
            heal: { _ in try FileManager.default.removeItem(atPath: flag) })
    }

    @Test func aScanOnAFullDiskGoesOnOnceThereIsRoom() async throws {
        try await withTemporaryDirectory { directory in
            try await check(
                try smallDisk(directory), directory + "/small/var", "free some space")
        }
    }

    @Test func aScanOnAFailingDiskGoesOnOnceThatIsOver() async throws {
        try await withTemporaryDirectory { directory in
            try await check(
                try await failingDisk(directory), directory + "/var", "Input/output error")
        }
    }

    private func check(_ disk: Disk, _ variable: String, _ reason: String) async throws {
        let service = try await Service(in: variable, options, by: disk.launcher)
        let job = try await service.start(request)
        let stream = service.url + "/market-scan/stream/\(job)?every=1"
        let follower = try Program.system("curl").start(["--silent", "--no-buffer", stream])
        _ = await follower.output { blocks($0).count >= 5 }
        try await disk.fail(service)
        let start = ContinuousClock.now
        try await waitUntil(service, "tapedeck_scans_stopped 1")
        try await expectOneState(of: job, service)
        try await expectThatNoOtherScanStarts(service)
        try await expectThatStreamsWait(stream, follower)
        try disk.heal(service)
        let body = await follower.output { text in
            blocks(text).last?.contains(#""type":"complete""#) == true
        }
        let took = start.duration(to: .now) / .seconds(1)
        // Nothing is lost, nothing comes twice, and it is what a replay gives.
        let replay = try await Service.request(stream)
        #expect(blocks(body) == blocks(replay.body))
        let ids = blocks(body).compactMap(id)
        #expect(Set(ids).count == ids.count)
        #expect(try await status(job, service)["state"] as? String == "completed")
        #expect(blocks(body).contains { $0.contains(#""type":"resumed""#) })
        try await waitUntil(service, "tapedeck_scans_stopped 0")
        try await expectThatItCanBeCancelled(disk, service)
        let errors = await service.stop().errors
        #expect(errors.contains("scan stopped, to be tried again"))
        #expect(errors.contains(reason))
        print(
            "\(reason): stopped and whole again after \(took) s, \(ids.count) messages, once each")
    }

    /// Status, list, metrics and the tape's own endpoint, ten times each.
    private func expectOneState(of job: String, _ service: Service) async throws {
        for _ in 0..<10 {
            #expect(try await status(job, service)["state"] as? String == "running")
            let page = try await json(service.url + "/market-scan/jobs")
            let entries = page["jobs"] as? [[String: Any]] ?? []
            #expect(entries.map { $0["state"] as? String } == ["running"])
            let metrics = try await metrics(service)
            #expect(metrics.contains("tapedeck_scans_running 1\n"))
            #expect(metrics.contains("tapedeck_scans_stopped 1\n"))
            #expect(!metrics.contains(#"tapedeck_scans_total{outcome="failed"}"#))
            let results = try await Service.request(
                service.url + "/market-scan/results/\(job)")
            #expect(results.code == "409")
        }
    }

    private func expectThatNoOtherScanStarts(_ service: Service) async throws {
        let answer = try await Service.request(
            service.url + "/market-scan/start", ["--include", "--data", request])
        #expect(answer.code == "503")
        #expect(String(decoding: answer.body, as: UTF8.self).contains("Retry-After: "))
    }

    /// One that was there and one that comes: each gets what there is, then signs of life.
    private func expectThatStreamsWait(_ url: String, _ follower: RunningProgram) async throws {
        let late = try Program.system("curl").start(["--silent", "--no-buffer", url])
        for client in [follower, late] {
            let before = await client.output { !blocks($0).isEmpty }
            let text = await client.output { output in
                output.count > before.count
                    && output[before.count...].filter { $0 == UInt8(ascii: "\n") }.count >= 2
                    && String(decoding: output[before.count...], as: UTF8.self).contains(":\n:\n")
            }
            #expect(!blocks(text).contains { $0.contains("complete") })
        }
        // What is started from here has other signals blocked.
        late.signal(SIGKILL)
        #expect(await late.outcome().status != 0, "its stream has ended by itself")
    }

    private func expectThatItCanBeCancelled(_ disk: Disk, _ service: Service) async throws {
        let job = try await service.start(request)
        try await disk.fail(service)
        try await waitUntil(service, "tapedeck_scans_stopped 1")
        let cancel = service.url + "/market-scan/cancel/\(job)"
        #expect(try await Service.request(cancel, ["--request", "POST"]).code == "202")
        #expect(try await status(job, service)["state"] as? String == "running")
        try disk.heal(service)
        // It says so on its tape as soon as it can.
        while try await status(job, service)["state"] as? String == "running" {}
        #expect(try await status(job, service)["state"] as? String == "cancelled")
        #expect(try await Service.request(cancel, ["--request", "POST"]).code == "200")
        try await waitUntil(service, "tapedeck_scans_stopped 0")
    }

    private func waitUntil(_ service: Service, _ line: String) async throws {
        while try await !metrics(service).contains(line + "\n") {}
    }

    private func metrics(_ service: Service) async throws -> String {
        String(decoding: try await Service.request(service.url + "/metrics").body, as: UTF8.self)
    }

    private func status(_ job: String, _ service: Service) async throws -> [String: Any] {
        try await json(service.url + "/market-scan/status/\(job)")
    }

    private func json(_ url: String) async throws -> [String: Any] {
        let body = try await Service.request(url).body
        return try #require(
            try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
    }
}
