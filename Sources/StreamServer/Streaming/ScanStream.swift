internal import EventLog
internal import Tapes
internal import TapeStreams
internal import Storage

/// What a client wants of one scan's stream, on the tape that there is.
struct ScanStream: Sendable {
    let key: StreamFeed.Key
    let tape: SharedReaders.Tape
    private let begin: StreamOpening

    /// Finds the place that `request` names on the tape of `job`.
    ///
    /// - Throws: `LogError` or `JSONError` where the tape cannot be read there.
    init(
        job: JobID, tape: SharedReaders.Tape, request: StreamRequest, coding: StreamCoding
    ) async throws {
        key = StreamFeed.Key(job: job, view: request.view, coding: coding)
        self.tape = tape
        let find: @Sendable () -> Result<StreamOpening, any Error> = {
            Result { try StreamOpening(of: request, job: job.description, on: tape.reader) }
        }
        let found = request.isWithinARecord ? await BlockingExecutor.run(find) : find()
        begin = try found.get()
    }

    /// The tape.
    var reader: LogReader { tape.reader }

    /// The first record whose messages the client gets.
    var firstSeq: Int { begin.firstSeq }

    /// What it gets before all messages.
    var opening: [UInt8] { begin.bytes }

    /// Whether the client has had all that there will ever be, so that it need not come back.
    func hasNothingLeft() async -> Bool {
        // Most clients are at the beginning, and need not wait for a look at the file.
        guard firstSeq > 0 else { return false }
        let (reader, begin, view) = (reader, begin, key.view)
        return await BlockingExecutor.run { begin.leavesNothing(of: view, on: reader) }
    }
}
