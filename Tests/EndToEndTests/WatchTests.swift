import Foundation
import TestSupport
import Testing

/// `tapedeck watch`: scans of other processes and of services.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct WatchTests {
    private let tapedeck = Program.product("tapedeck")
    private let slow = ["scan", "bollinger_bands", "--source", "bundled?delay=20ms"]

    /// Starts a scan and waits until it has done some stocks.
    private func startScan(in directory: String) async throws -> RunningProgram {
        let scan = try tapedeck.start(slow + ["--every", "1", "--json", "--var", directory])
        _ = await scan.errors { text in text.count { $0 == UInt8(ascii: "\n") } >= 10 }
        return scan
    }

    @Test func aScanOfAnotherProcessIsSeenFromItsStartToItsResult() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await startScan(in: directory)
            let watch = try tapedeck.start([
                "watch", "latest", "--every", "1", "--json", "--var", directory,
            ])
            let (whole, seen) = (await scan.outcome(), await watch.outcome())
            #expect(seen.status == 0, "\(seen.errors)")
            #expect(seen.text == whole.text)
            #expect(seen.errors == whole.errors)
            // And once more when it is past, by a prefix.
            let later = try await tapedeck.run(["watch", "2", "--var", directory])
            #expect(later.status == 0)
            #expect(later.text.contains("505 of 505 stocks with bollinger_bands"))
            #expect(later.errors.contains("Progress: 5.0% (25/505)"))
        }
    }

    @Test func anEndByItsOwnUserIsSeenAndHasItsOwnCode() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await startScan(in: directory)
            let watch = try tapedeck.start(["watch", "latest", "--var", directory])
            _ = await watch.errors { !$0.isEmpty }
            scan.signal(SIGINT)
            #expect(await scan.outcome().status == 130)
            let seen = await watch.outcome()
            #expect(seen.status == 3)
            #expect(seen.errors.contains("Cancelled after "), "\(seen.errors)")
        }
    }

    @Test func controlCEndsTheWatchingAlone() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await startScan(in: directory)
            let watch = try tapedeck.start(["watch", "latest", "--every", "1", "--var", directory])
            _ = await watch.errors { !$0.isEmpty }
            watch.signal(SIGINT)
            let seen = await watch.outcome()
            #expect(seen.status == 130)
            #expect(seen.errors.contains("; the scan is left alone."), "\(seen.errors)")
            #expect(seen.output.isEmpty)
            #expect(await scan.outcome().status == 0)
        }
    }

    @Test func aScanThatWasKilledIsGivenUpOrWaitedFor() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await startScan(in: directory)
            let patient = try tapedeck.start(["watch", "latest", "--json", "--var", directory])
            _ = await patient.errors { !$0.isEmpty }
            scan.signal(SIGKILL)
            _ = await scan.outcome()
            let hasty = try await tapedeck.run([
                "watch", "latest", "--give-up-after", "0", "--var", directory,
            ])
            #expect(hasty.status == 4)
            #expect(hasty.errors.contains("`tapedeck resume` goes on with it"), "\(hasty.errors)")
            _ = await patient.errors {
                String(decoding: $0, as: UTF8.self).contains("No process works on the scan")
            }
            let resumed = try await tapedeck.run(["resume", "--var", directory])
            #expect(resumed.status == 0, "\(resumed.errors)")
            let seen = await patient.outcome()
            #expect(seen.status == 0, "\(seen.errors)")
            #expect(seen.errors.contains("Resumed: "))
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", "latest", "--var", directory,
            ])
            #expect(replay.text.contains("data: " + seen.text))
        }
    }

    @Test func aScanOnAServiceWithoutStreamsIsSeenByReadingItsTape() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(
                in: directory, ["--use-sse-progress", "false", "--scan"] + slow.dropFirst())
            let seen = try await tapedeck.run([
                "watch", try await service.streamURL(), "--every", "1", "--json",
            ])
            #expect(seen.status == 0, "\(seen.errors)")
            let stocks = seen.errors.split(separator: "\n").filter { $0.hasPrefix("Progress: ") }
            #expect(stocks.count == 505 && Set(stocks).count == 505)
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", "latest", "--every", "1", "--var", directory,
            ])
            #expect(replay.text.contains("data: " + seen.text))
            let unknown = try await tapedeck.run([
                "watch", "\(service.url)/market-scan/stream/20200101-000000-00000000",
            ])
            #expect(unknown.status == 1)
            #expect(unknown.errors.contains("404"), "\(unknown.errors)")
            _ = await service.stop()
        }
    }

    @Test func aScanOnAServiceIsSeenThroughARestart() async throws {
        try await withTemporaryDirectory { directory in
            let token = directory + "/token"
            try writeFile(Array("a-token-of-some-length\n".utf8), to: token)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
            let tapes = directory + "/var"
            let first = try await Service(
                in: tapes, ["--token-file", token, "--scan"] + slow.dropFirst())
            let url = try await first.streamURL()
            let watch = try tapedeck.start([
                "watch", url, "--every", "1", "--json", "--token-file", token,
            ])
            _ = await watch.errors { text in text.count { $0 == UInt8(ascii: "\n") } >= 20 }
            _ = await first.stop(SIGKILL)
            _ = await watch.errors {
                String(decoding: $0, as: UTF8.self).contains("Connection lost: ")
            }
            let port = try #require(first.url.split(separator: ":").last.map(String.init))
            let second = try await Service(in: tapes, ["--token-file", token], port: port)
            let seen = await watch.outcome()
            #expect(seen.status == 0, "\(seen.errors)")
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", "latest", "--every", "1", "--var", tapes,
            ])
            #expect(replay.text.contains("data: " + seen.text))
            #expect(seen.errors.contains("Resumed: "))
            // Each stock once, whatever was cut off.
            let stocks = seen.errors.split(separator: "\n").filter { $0.hasPrefix("Progress: ") }
            #expect(stocks.count == 505)
            #expect(Set(stocks).count == 505)
            let stranger = try await tapedeck.run(["watch", url])
            #expect(stranger.status == 1)
            #expect(stranger.errors.contains("401"), "\(stranger.errors)")
            #expect(stranger.errors.contains("--token-file"), "\(stranger.errors)")
            let ofEnvironment = try await Program.system("env").run([
                "TAPEDECK_TOKEN=a-token-of-some-length", Program.productPath("tapedeck"), "watch",
                url.replacing("/stream/", with: "/status/"),
            ])
            #expect(ofEnvironment.status == 0, "\(ofEnvironment.errors)")
            #expect(ofEnvironment.text.contains("505 of 505 stocks"))
            // The address in the browser's bar, and one that a slash was added to.
            let job = try #require(url.split(separator: "/").last)
            for address in ["\(second.url)/?job=\(job)&sort=pnl", url + "/"] {
                let page = try await tapedeck.run(["watch", address, "--token-file", token])
                #expect(page.status == 0, "\(page.errors)")
                #expect(page.text == ofEnvironment.text)
            }
            _ = await second.stop()
        }
    }

    @Test func aServiceThatStaysAwayIsGivenUp() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--scan"] + slow.dropFirst())
            let url = try await service.streamURL()
            let watch = try tapedeck.start([
                "watch", url, "--every", "1", "--give-up-after", "0.5",
            ])
            _ = await watch.errors { !$0.isEmpty }
            _ = await service.stop(SIGKILL)
            let seen = await watch.outcome()
            #expect(seen.status == 4)
            #expect(seen.errors.contains("Gave up after "), "\(seen.errors)")
            // And one that never was there is told at once.
            let never = try await tapedeck.run(["watch", url])
            #expect(never.status == 1)
            #expect(never.errors.contains("the connection was refused"), "\(never.errors)")
        }
    }

    @Test func aScanThatIsNotThereIsToldByTheServiceAndByTheDirectory() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let remote = try await tapedeck.run([
                "watch", service.url + "/market-scan/stream/nothing",
            ])
            #expect(remote.status == 1)
            #expect(remote.errors.contains("404"), "\(remote.errors)")
            _ = await service.stop()
            let local = try await tapedeck.run(["watch", "nothing", "--var", directory])
            #expect(local.status == 1)
            #expect(local.errors.contains("no scan nothing in"), "\(local.errors)")
            let empty = try await tapedeck.run(["watch", "latest", "--var", directory])
            #expect(empty.status == 1)
            let wrong = try await tapedeck.run(["watch", "http://127.0.0.1:1/nothing"])
            #expect(wrong.status == 64, "\(wrong.errors)")
        }
    }
}
