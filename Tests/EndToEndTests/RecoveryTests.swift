import Foundation
import TestSupport
import Testing

/// The service while its tapes are being checked, which a tape that is a pipe without a writer
/// makes last as long as a test wants.
struct RecoveryTests {
    @Test func whileTapesAreCheckedStreamsWaitAndOthersAreToldToComeBack() async throws {
        try await withTemporaryDirectory { directory in
            let place = try await Place(in: directory)
            let pipe = try await place.addPipe("29990101-000000-00000000")
            let (service, url) = try await place.startService()
            for path in ["/ready", "/market-scan/jobs", "/market-scan/status/\(place.job)"] {
                let (code, body) = try await Service.request(url + path)
                #expect(code == "503", "\(path)")
                #expect(String(decoding: body, as: UTF8.self).contains("being checked"))
            }
            let stream = try Program.system("curl").start([
                "--silent", "--verbose", "--no-buffer",
                url + "/market-scan/stream/\(place.job)",
            ])
            _ = await stream.errors { $0.contains("> GET".utf8) }
            try await pipe.open()
            let waited = await stream.outcome().output
            #expect(blocks(waited).last?.contains(#""type":"complete""#) == true)
            let whole = try await Service.request(
                url + "/market-scan/stream/\(place.job)")
            #expect(waited == whole.body)
            #expect(try await Service.request(url + "/ready").code == "200")
            service.signal(SIGTERM)
            #expect(await service.outcome().status == 0)
        }
    }

    @Test func tapesThatCannotBeOpenedEndTheServiceAndTheStreamsThatWait() async throws {
        try await withTemporaryDirectory { directory in
            let place = try await Place(in: directory)
            let pipe = try await place.addPipe("29990101-000000-00000000")
            // No file may grow, so that the registry cannot be written.
            let (service, url) = try await place.startService(
                limits: "trap '' XFSZ; ulimit -f 0; ")
            let stream = try Program.system("curl").start([
                "--silent", "--verbose", url + "/market-scan/stream/\(place.job)",
            ])
            _ = await stream.errors { $0.contains("> GET".utf8) }
            try await pipe.open()
            let outcome = await service.outcome()
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("registry"), "\(outcome.errors)")
            // It got no answer, so that it comes back.
            #expect(await stream.outcome().status == 52)
        }
    }

    @Test func aServiceThatIsStoppedWhileItChecksTapesLeavesTheRestUnchecked() async throws {
        try await withTemporaryDirectory { directory in
            let place = try await Place(in: directory)
            let first = try await place.addPipe("29990101-000000-00000000")
            _ = try await place.addPipe("29990101-000000-00000001")
            let (service, url) = try await place.startService(["--shutdown-timeout", "600"])
            let stream = try Program.system("curl").start([
                "--silent", "--verbose", url + "/market-scan/stream/\(place.job)",
            ])
            _ = await stream.errors { $0.contains("> GET".utf8) }
            service.signal(SIGTERM)
            // Its connection is closed once the checking is to end.
            #expect(await stream.outcome().status == 52)
            try await first.open()
            #expect(await service.outcome().status == 0)
        }
    }

    @Test func onlyALimitedNumberOfStreamsWaits() async throws {
        try await withTemporaryDirectory { directory in
            let place = try await Place(in: directory)
            let pipe = try await place.addPipe("29990101-000000-00000000")
            let (service, url) = try await place.startService(["--max-streams", "2"])
            let streams = try (0..<3).map { _ in
                try Program.system("curl").start([
                    "--silent", "--no-buffer", url + "/market-scan/stream/\(place.job)",
                ])
            }
            let outcomes = try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
                for stream in streams { group.addTask { await stream.outcome() } }
                // The one that has no place ends; then the others get theirs.
                var outcomes = [try #require(try await group.next())]
                try await pipe.open()
                for try await outcome in group { outcomes.append(outcome) }
                return outcomes
            }
            #expect(outcomes.map(\.status) == [52, 0, 0])
            service.signal(SIGTERM)
            #expect(await service.outcome().status == 0)
        }
    }
}

/// A directory with one scan.
private struct Place {
    let directory: String
    let job: String

    init(in directory: String) async throws {
        self.directory = directory
        let service = try await Service(in: directory)
        job = try await service.start(#"{"strategy":"rsi","tickers":["AAPL"]}"#)
        _ = try await Service.request(service.url + "/market-scan/stream/\(job)")
        _ = await service.stop()
    }

    /// Adds a tape that cannot be read until the pipe is opened.
    func addPipe(_ job: String) async throws -> Pipe {
        let pipe = Pipe(
            path: "\(directory)/scans/\(job).ndjson.gz", otherPath: "\(directory)/\(job)")
        #expect(try await Program.system("mkfifo").run([pipe.path]).status == 0)
        #expect(try await Program.system("ln").run([pipe.path, pipe.otherPath]).status == 0)
        return pipe
    }

    /// Starts a service; its port is open on return, as its log tells.
    func startService(
        limits: String = "", _ arguments: [String] = []
    ) async throws -> (service: RunningProgram, url: String) {
        let program = try Program.system("sh").start(
            ["-c", limits + #"exec "$@""#, "sh", Program.productPath("tapedeck")]
                + ["serve", "--port", "0", "--var", directory] + arguments)
        let listening = " listening on "
        let log = await program.errors { $0.contains(listening.utf8) && $0.last == 0x0a }
        let line = try #require(
            String(decoding: log, as: UTF8.self).split(separator: "\n")
                .first { $0.contains(listening) })
        let words = line.split(separator: " ")
        let index = try #require(words.firstIndex(of: "listening"))
        return (program, "http://\(words[index + 2])")
    }

    /// A tape whose reader waits.
    struct Pipe {
        let path: String
        let otherPath: String

        /// Lets the reader go on, after which the tape is gone.
        func open() async throws {
            try FileManager.default.removeItem(atPath: path)
            let outcome = try await Program.system("sh").run(["-c", ": > \"$0\"", otherPath])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }
}

extension [UInt8] {
    /// Whether the bytes of `text` are among these.
    fileprivate func contains(_ text: String.UTF8View) -> Bool {
        String(decoding: self, as: UTF8.self).contains(String(text))
    }
}
