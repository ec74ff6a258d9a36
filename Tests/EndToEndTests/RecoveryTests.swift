import Foundation
import TestSupport
import Testing

/// The service while its tapes are being checked, which a damaged tape of a tebibyte, most of it
/// a hole, makes last until the test cuts it.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct RecoveryTests {
    @Test func whileTapesAreCheckedStreamsWaitAndOthersAreToldToComeBack() async throws {
        try await withHeldService(["--max-streams", "1"]) { held in
            #expect(try await held.get("/health").code == "200")
            for path in ["/ready", "/market-scan/jobs", "/market-scan/status/\(held.job)"] {
                let (code, body) = try await held.get(path)
                #expect(code == "503", "\(path)")
                #expect(String(decoding: body, as: UTF8.self).contains("being checked"))
            }
            let (waiting, refused) = try await held.startTwoStreams()
            // It got no answer, so that it comes back.
            #expect(refused.status == 52)
            try await held.letGo()
            let waited = await waiting.outcome()
            #expect(waited.status == 0)
            let replay = try await Program.product("tapedeck-replay").run([
                "stream", held.job, "--var", held.directory,
            ])
            #expect(blocks(waited.output) == blocks(replay.output))
            #expect(blocks(waited.output).last?.contains(#""type":"complete""#) == true)
            #expect(try await held.get("/ready").code == "200")
            held.service.signal(SIGTERM)
            #expect(await held.service.outcome().status == 0)
        }
    }

    @Test func tapesThatCannotBeOpenedEndTheServiceAndTheStreamsThatWait() async throws {
        try await withHeldService(["--max-streams", "1"]) { held in
            let (waiting, refused) = try await held.startTwoStreams()
            #expect(refused.status == 52)
            // No file may grow any more, so that the registry cannot be written.
            let limit = try await Program.system("prlimit").run([
                "--pid", "\(held.service.processIdentifier)", "--fsize=0",
            ])
            try #require(limit.status == 0, "\(limit.errors)")
            try await held.letGo()
            #expect(await waiting.outcome().status == 52)
            let outcome = await held.service.outcome()
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("registry.ndjson.gz: pwrite failed: File too large"))
        }
    }

    @Test func aServiceThatIsStoppedWhileItChecksTapesLeavesTheRestUnchecked() async throws {
        try await withHeldService(["--max-streams", "1"]) { held in
            let (waiting, refused) = try await held.startTwoStreams()
            #expect(refused.status == 52)
            held.service.signal(SIGTERM)
            // Its connection is closed once the checking is to end.
            #expect(await waiting.outcome().status == 52)
            try await held.letGo()
            let outcome = await held.service.outcome()
            #expect(outcome.status == 0)
            let registry = try await Program.system("zcat").run([
                "--force", held.directory + "/scans/registry.ndjson.gz",
            ])
            // It may have been stopped before it came to the first of them, never behind the last.
            #expect(!registry.text.contains(HeldService.holes[1]))
        }
    }

    /// Runs `body` with a service that waits for a tape, and ends what is left of it.
    private func withHeldService(
        _ arguments: [String], _ body: (HeldService) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let held = try await HeldService(in: directory, arguments)
            // Nothing here may wait for ever, whatever goes wrong.
            let service = held.service
            let watch = Task {
                try await Task.sleep(for: .seconds(120))
                service.signal(SIGKILL)
                Issue.record("the service was ended after two minutes")
            }
            defer {
                watch.cancel()
                held.service.signal(SIGKILL)
            }
            try await body(held)
        }
    }
}

/// A service in whose directory are one scan and two tapes that it looks through for sound members
/// until they are let go.
private struct HeldService {
    /// The names of the tapes that it is held by.
    static let holes = ["29990101-000000-00000000", "29990101-000000-00000001"]

    let directory: String
    let job: String
    let service: RunningProgram
    private let url: String

    /// Starts one; its port is open on return, as its log tells.
    init(in directory: String, _ arguments: [String]) async throws {
        self.directory = directory
        let first = try await Service(in: directory)
        job = try await first.start(#"{"strategy":"rsi","tickers":["AAPL"]}"#)
        _ = try await Service.request(first.url + "/market-scan/stream/\(job)")
        _ = await first.stop()
        try await Self.resize(directory, to: "1T")
        // A file that may not grow is an error to be told, and no end of the process.
        service = try Program.system("sh").start(
            ["-c", #"trap '' XFSZ; exec "$@""#, "sh", Program.productPath("tapedeck")]
                + ["serve", "--port", "0", "--var", directory] + arguments)
        let words = " listening on "
        let log = await service.errors { errors in
            let text = String(decoding: errors, as: UTF8.self)
            return text.firstRange(of: words).map { text[$0.upperBound...].contains("\n") } ?? false
        }
        let text = String(decoding: log, as: UTF8.self)
        let address = try #require(text.firstRange(of: words)).upperBound
        url = "http://" + text[address...].prefix { !$0.isWhitespace }
    }

    private static func path(_ hole: String, in directory: String) -> String {
        "\(directory)/scans/\(hole).ndjson.gz"
    }

    /// What the service answers.
    func get(_ path: String) async throws -> (code: String, body: [UInt8]) {
        try await Service.request(url + path, ["--max-time", "60"])
    }

    /// Starts two streams where one may wait: the one that does, and what became of the other.
    ///
    /// That the other was refused shows that the first is with the service.
    func startTwoStreams() async throws -> (waiting: RunningProgram, refused: Program.Outcome) {
        let streams = try (0..<2).map { _ in
            try Program.system("curl").start([
                "--silent", "--no-buffer", "--max-time", "60", url + "/market-scan/stream/\(job)",
            ])
        }
        let (ended, end) = AsyncStream<(Int, Program.Outcome)>.makeStream()
        for (index, stream) in streams.enumerated() {
            Task { end.yield((index, await stream.outcome())) }
        }
        var outcomes = ended.makeAsyncIterator()
        let (index, refused) = try #require(await outcomes.next())
        return (streams[1 - index], refused)
    }

    /// Lets the service go on.
    func letGo() async throws {
        // Some bytes stay: a file without any has no scan that could be registered.
        try await Self.resize(directory, to: "1M")
    }

    private static func resize(_ directory: String, to size: String) async throws {
        for hole in holes {
            let outcome = try await Program.system("truncate").run([
                "--size", size, path(hole, in: directory),
            ])
            try #require(outcome.status == 0, "\(outcome.errors)")
        }
    }
}
