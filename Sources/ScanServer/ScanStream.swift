internal import EventLog
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ScanEvents
internal import ScanHistory
internal import ServerSentEvents
internal import ServiceLifecycle
internal import Synchronization

/// One client's stream of one scan: a place on the tape and the bytes that follow from it.
struct ScanStream: Sendable {
    private let job: JobID
    private let reader: LogReader
    private let view: StreamView
    private let firstSeq: Int
    /// The place that the client named, if there is no such place on this tape.
    private let unknownPlace: String?
    private let logger: Logger

    /// Prepares the stream of `job` that `request` wants of the tape behind `reader`.
    init(job: JobID, reader: LogReader, request: StreamRequest, logger: Logger) {
        self.job = job
        self.reader = reader
        self.logger = logger
        view = request.view
        switch request.start {
        case .beginning:
            firstSeq = 0
            unknownPlace = nil
        case .record(let seq, _) where seq <= reader.tail.position.nextSeq:
            firstSeq = seq
            unknownPlace = nil
        case .record(_, let text), .malformed(let text):
            firstSeq = 0
            unknownPlace = String(text.prefix(64))
        }
    }

    /// Whether the client has had all that there will ever be, so that it need not come back.
    func hasNothingLeft() async -> Bool {
        guard firstSeq > 0, reader.tail.position.isEnded else { return false }
        let (reader, view, firstSeq) = (reader, view, firstSeq)
        return await BlockingExecutor.run {
            var transcript = StreamTranscript(view, from: firstSeq)
            var blocks = reader.blocks(from: transcript.readsFromSeq)
            do {
                while let block = try blocks.next() {
                    if try !transcript.encode(block).isEmpty { return false }
                }
                // An interrupted scan may still go on.
                return transcript.isFinished || view == .events
            } catch {
                return false
            }
        }
    }

    /// Writes the stream until it ends, the client leaves or the service shuts down.
    @concurrent
    func write(
        to writer: inout any ResponseBodyWriter, whileOpen body: RequestBody
    ) async throws {
        let isClosed = Flag()
        let close = { @Sendable in
            isClosed.set()
            reader.tail.nudge()
        }
        do {
            try await body.consumeWithInboundCloseHandler { _ in
                try await withGracefulShutdownHandler {
                    try await writeMessages(to: &writer, until: isClosed)
                } onGracefulShutdown: {
                    close()
                }
            } onInboundClosed: {
                close()
            }
        } catch let error as LogError {
            logger.error("stream ended: \(error)")
            throw error
        }
    }

    @concurrent
    private func writeMessages(
        to writer: inout any ResponseBodyWriter, until isClosed: Flag
    ) async throws {
        if let unknownPlace {
            try await writer.write(ByteBuffer(bytes: resetMessage(unknownPlace)))
        }
        var transcript = StreamTranscript(view, from: firstSeq)
        var commits = reader.follow(from: transcript.readsFromSeq).makeAsyncIterator()
        while !transcript.isFinished && !isClosed.isSet {
            switch try await commits.step() {
            case .commit(let block):
                let bytes = try transcript.encode(block)
                if !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
            case .nudged where isClosed.isSet:
                return
            case .nudged:
                try await writer.write(ByteBuffer(bytes: ServerSentEvent.heartbeat))
            case .ended:
                return
            }
        }
    }

    /// Tells the client to forget what it has; without an id, as it is not on the tape.
    private func resetMessage(_ place: String) -> [UInt8] {
        let data = JSONWriter.object { json in
            json.member("type", "reset")
            json.member("job_id", job.description)
            json.member("last_event_id", place)
            json.member("message", "There is no such place on this tape; here it is from the start")
        }
        var bytes: [UInt8] = []
        ServerSentEvent(data: data).encode(appendingTo: &bytes)
        return bytes
    }
}

/// Set once, from any task.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() {
        value.store(true, ordering: .relaxed)
    }
}
