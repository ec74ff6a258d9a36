package import EventLog
internal import JSONText
internal import ServerSentEvents
internal import Tapes

/// Where a stream begins on a tape, as a client's request has it.
package struct StreamOpening: Sendable {
    /// The first record whose messages the client gets.
    package let firstSeq: Int
    /// What it gets before them, in the form of the wire: the rest of a record's messages, or the
    /// word that there is no such place as it named.
    package let bytes: [UInt8]

    /// Finds the place that `request` names on the tape of `job`.
    ///
    /// Blocks on the file where the place lies between two messages of one record.
    /// - Throws: `LogError` or `JSONError` where the tape cannot be read there.
    package init(of request: StreamRequest, job: String, on reader: LogReader) throws {
        let unknownPlace: String
        switch request.start {
        case .beginning:
            (firstSeq, bytes) = (0, [])
            return
        case .place(let place, let text):
            if let found = try Self.find(place, in: request.view, on: reader) {
                (firstSeq, bytes) = found
                return
            }
            unknownPlace = text
        case .malformed(let text): unknownPlace = text
        }
        firstSeq = 0
        bytes = Self.resetMessage(job, unknownPlace: unknownPlace)
    }

    /// The record to go on with, and what comes before its messages; nil for a place that there
    /// is not.
    private static func find(
        _ place: StreamPlace, in view: StreamView, on reader: LogReader
    ) throws -> (seq: Int, opening: [UInt8])? {
        let endSeq = reader.tail.position.nextSeq
        guard place.skipped > 0 else { return place.seq <= endSeq ? (place.seq, []) : nil }
        guard place.seq < endSeq else { return nil }
        return try reader.rest(of: place, in: view).map { (place.seq + 1, $0) }
    }

    /// Whether the client has had all that there will ever be, so that it need not come back.
    ///
    /// Blocks on the file.
    package func leavesNothing(of view: StreamView, on reader: LogReader) -> Bool {
        let position = reader.tail.position
        // An interrupted scan may still go on.
        guard bytes.isEmpty, firstSeq > 0, position.isEnded, let lastSeq = reader.lastEventSeq
        else { return false }
        return switch view {
        case .events: firstSeq >= position.nextSeq
        case .progress: firstSeq > lastSeq
        }
    }

    /// Tells the client to forget what it has; without an id, as it is not on the tape.
    private static func resetMessage(_ job: String, unknownPlace: String) -> [UInt8] {
        let data = JSONWriter.object { json in
            json.member("type", "reset")
            json.member("job_id", job)
            json.member("last_event_id", String(unknownPlace.prefix(64)))
            json.member("message", "There is no such place on this tape; here it is from the start")
        }
        var bytes: [UInt8] = []
        ServerSentEvent(data: data).encode(appendingTo: &bytes)
        return bytes
    }
}
