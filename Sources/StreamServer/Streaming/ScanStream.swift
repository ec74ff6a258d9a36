internal import EventLog
internal import JSONText
internal import ScanEvents
internal import Tapes
internal import TapeStreams
internal import ServerSentEvents
internal import Storage

/// What a client wants of one scan's stream, on the tape that there is.
struct ScanStream: Sendable {
    let key: StreamFeed.Key
    let tape: SharedReaders.Tape
    /// The first record whose messages it gets.
    let firstSeq: Int
    /// What it gets before all messages.
    let opening: [UInt8]

    /// Finds the place that `request` names on the tape of `job`.
    ///
    /// - Throws: `LogError` or `JSONError` where the tape cannot be read there.
    init(
        job: JobID, tape: SharedReaders.Tape, request: StreamRequest, coding: StreamCoding
    ) async throws {
        key = StreamFeed.Key(job: job, view: request.view, coding: coding)
        self.tape = tape
        let found: (seq: Int, opening: [UInt8])?
        let named: String
        switch request.start {
        case .beginning: (found, named) = ((0, []), "")
        case .place(let place, let text):
            (found, named) = (try await Self.find(place, key, tape.reader), text)
        case .malformed(let text): (found, named) = (nil, text)
        }
        firstSeq = found?.seq ?? 0
        opening = found?.opening ?? Self.resetMessage(job, unknownPlace: String(named.prefix(64)))
    }

    /// The tape.
    var reader: LogReader { tape.reader }

    /// The record to go on with, and what comes before its messages; nil for a place that there
    /// is not.
    private static func find(
        _ place: StreamPlace, _ key: StreamFeed.Key, _ reader: LogReader
    ) async throws -> (seq: Int, opening: [UInt8])? {
        let endSeq = reader.tail.position.nextSeq
        guard place.skipped > 0 else { return place.seq <= endSeq ? (place.seq, []) : nil }
        guard place.seq < endSeq else { return nil }
        let rest = try await BlockingExecutor.run {
            Result { try reader.rest(of: place, in: key.view) }
        }.get()
        return rest.map { (place.seq + 1, $0) }
    }

    /// Whether the client has had all that there will ever be, so that it need not come back.
    func hasNothingLeft() async -> Bool {
        let position = reader.tail.position
        guard opening.isEmpty, firstSeq > 0, position.isEnded else { return false }
        let (reader, firstSeq, view) = (reader, firstSeq, key.view)
        return await BlockingExecutor.run {
            guard let lastSeq = reader.lastEventSeq else { return false }
            // An interrupted scan may still go on.
            switch view {
            case .events: return firstSeq >= position.nextSeq
            case .progress: return firstSeq > lastSeq
            }
        }
    }

    /// Tells the client to forget what it has; without an id, as it is not on the tape.
    private static func resetMessage(_ job: JobID, unknownPlace: String) -> [UInt8] {
        let data = JSONWriter.object { json in
            json.member("type", "reset")
            json.member("job_id", job.description)
            json.member("last_event_id", unknownPlace)
            json.member("message", "There is no such place on this tape; here it is from the start")
        }
        var bytes: [UInt8] = []
        ServerSentEvent(data: data).encode(appendingTo: &bytes)
        return bytes
    }
}
