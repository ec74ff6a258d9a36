internal import AsyncHTTPClient
internal import EventLog
internal import NIOCore
internal import Tapes

/// The records of a scan by its tape, which its service sends in whole: read again and again.
///
/// The records are those of the stream; only when they come differs. No more of the tape is kept
/// than a commit.
struct ServiceTape {
    private static let shortestPause = Duration.seconds(1)

    private let service: ServiceConnection
    private var reading: Reading?

    /// One reading of the tape, from its start to its end as it was at the time.
    private final class Reading {
        var body: ServiceBody
        var tape: LogDownload
        var seq = 0
        let start: ContinuousClock.Instant

        init(_ body: ServiceBody, name: String, start: ContinuousClock.Instant) {
            self.body = body
            tape = LogDownload(name: name)
            self.start = start
        }
    }

    init(_ service: ServiceConnection) {
        self.service = service
    }

    /// What comes next on the way to record `seq`.
    ///
    /// - Throws: `ConnectionLost`, `ScanClientError`.
    mutating func next(from seq: Int) async throws -> TapeStep {
        if let reading, seq < reading.seq { self.reading = nil }
        let reading: Reading
        if let present = self.reading {
            reading = present
        } else {
            reading = try await connect()
            self.reading = reading
        }
        do {
            if let block = try reading.tape.next() {
                reading.seq = block.endSeq
                return .records(of: [block], from: seq)
            }
            if let piece = try await reading.body.next() {
                reading.tape.append(piece.readableBytesView)
                return .nothing(pause: .zero)
            }
        } catch {
            self.reading = nil
            guard let error = error as? LogError else { throw error }
            throw ScanClientError("what the service sends as the tape is none: \(error)")
        }
        self.reading = nil
        return .nothing(pause: Self.pause(afterReadingFor: reading.start.duration(to: .now)))
    }

    /// How long to wait before the next reading, so that reading takes a fifth of the time at most.
    static func pause(afterReadingFor duration: Duration) -> Duration {
        max(shortestPause, duration * 4)
    }

    private func connect() async throws -> Reading {
        let start = ContinuousClock.now
        let request = service.request(service.address.tape, accept: "application/gzip")
        let response = try await service.answer(to: request)
        try await service.check(response, type: "application/gzip")
        return Reading(ServiceBody(response), name: service.address.job, start: start)
    }
}
