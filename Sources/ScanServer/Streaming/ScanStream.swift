internal import EventLog
internal import ScanEvents
internal import ScanHistory
internal import ServerSentEvents

/// What a client wants of one scan's stream, on the tape that there is.
struct ScanStream: Sendable {
    let key: StreamFeed.Key
    let reader: LogReader
    /// The first record whose messages it gets.
    let firstSeq: Int
    /// What it gets before all messages.
    let opening: [UInt8]

    /// Finds the place that `request` names on the tape of `job` behind `reader`.
    init(job: JobID, reader: LogReader, request: StreamRequest, coding: StreamCoding) {
        key = StreamFeed.Key(job: job, view: request.view, coding: coding)
        self.reader = reader
        switch request.start {
        case .beginning:
            firstSeq = 0
            opening = []
        case .record(let seq, _) where seq <= reader.tail.position.nextSeq:
            firstSeq = seq
            opening = []
        case .record(_, let text), .malformed(let text):
            firstSeq = 0
            opening = Self.resetMessage(job, unknownPlace: String(text.prefix(64)))
        }
    }

    /// Whether the client has had all that there will ever be, so that it need not come back.
    func hasNothingLeft() async -> Bool {
        let position = reader.tail.position
        guard firstSeq > 0, position.isEnded else { return false }
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
