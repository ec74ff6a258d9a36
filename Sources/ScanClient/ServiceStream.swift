internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import ServerSentEvents
internal import Tapes

/// The records of a scan by its service's stream of events, over one connection after the other.
struct ServiceStream {
    /// There is no stream at the address of one.
    struct NotThere: Error {}

    private let service: ServiceConnection
    private var body: ServiceBody?
    private var parser = ServerSentEventParser()
    /// The record behind the last that was given.
    private var seq = 0
    /// What came with the last piece and was not yet given, each with the record behind it.
    private var steps: ArraySlice<(TapeStep, endSeq: Int)> = []

    /// What the service wishes, up to a minute, if it told so.
    private(set) var pauses = PauseRange()

    init(_ service: ServiceConnection) {
        self.service = service
    }

    /// What comes next on the way to record `seq`.
    ///
    /// - Throws: `NotThere`, `ConnectionLost`, `ScanClientError`.
    mutating func next(from seq: Int) async throws -> TapeStep {
        if seq < self.seq {
            body = nil
            steps = []
        }
        if let step = nextStep() { return step }
        if body == nil, try await !connect(from: seq) { return .ended }
        let piece: ByteBuffer?
        do {
            piece = try await body?.next()
        } catch {
            body = nil
            throw error
        }
        guard let piece else {
            body = nil
            return .away("the service ended the stream")
        }
        for event in try parser.parse(piece.readableBytesView) {
            // Only what stands on the tape has an id, which is its number.
            if let id = event.id {
                let endSeq = (Int(id) ?? seq) + 1
                steps.append((.records(event.data, [event.data.indices]), endSeq))
            } else {
                steps.append((.anew, 0))
            }
        }
        if let wish = parser.retryMilliseconds { pauses.first = .milliseconds(min(wish, 60_000)) }
        return nextStep() ?? .nothing(pause: .zero)
    }

    private mutating func nextStep() -> TapeStep? {
        guard let (step, endSeq) = steps.popFirst() else { return nil }
        seq = endSeq
        return step
    }

    /// Makes a connection that gives what comes from record `seq` on; false where nothing ever
    /// will.
    private mutating func connect(from seq: Int) async throws -> Bool {
        var request = service.request(service.address.events, accept: "text/event-stream")
        request.headers.add(name: "Cache-Control", value: "no-store")
        if seq > 0 { request.headers.add(name: "Last-Event-ID", value: String(seq - 1)) }
        let response = try await service.answer(to: request)
        guard response.status != .noContent else { return false }
        guard response.status != .notFound else { throw NotThere() }
        try await service.check(response, type: "text/event-stream")
        body = ServiceBody(response)
        parser = ServerSentEventParser()
        self.seq = seq
        return true
    }
}
