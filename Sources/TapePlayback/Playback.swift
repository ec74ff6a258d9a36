package import EventLog
internal import Projections
internal import ScanEvents
package import TapeStreams
internal import Tapes

/// A recorded scan on its way to a viewer: what to show, from where to where.
package struct Playback: Sendable {
    /// In which form it is shown.
    package enum Form: Sendable {
        /// Server-sent events, the bytes that a client of the service gets.
        case events(StreamView)
        /// The lines of a log file.
        case lines(every: Int?)
    }

    /// What is shown at one moment of the scan.
    package struct Piece: Sendable {
        /// Seconds from the scan's start.
        package let elapsed: Double
        /// The bytes.
        package let bytes: ArraySlice<UInt8>
    }

    /// The tape.
    let reader: LogReader
    /// What it is shown as.
    let form: Form
    /// The first record whose messages are shown.
    let from: Int
    /// Where it ends; nil for the end of the tape.
    let until: TapeMoment?

    /// Shows the tape behind `reader` in a form, from record `from` up to a moment of it; without
    /// one to its end.
    package init(reader: LogReader, form: Form, from: Int = 0, until: TapeMoment? = nil) {
        self.reader = reader
        self.form = form
        self.from = from
        self.until = until
    }

    /// Calls `body` with the bytes of each commit, as fast as they are taken.
    package func forEachPart(_ body: ([UInt8]) throws -> Void) throws {
        guard case .events(let view) = form else {
            return try forEachLine { try body(Array($0.bytes)) }
        }
        var transcript = StreamTranscript(view, from: from)
        var cut = TapeCut(until)
        var blocks = reader.blocks(from: firstBlock(transcript.readsFromSeq))
        while !transcript.isFinished, !cut.isPast, let block = try blocks.next() {
            try body(try transcript.encode(cut.prefix(of: block)).bytes)
        }
    }

    /// Calls `body` with each message and its moment, in order.
    package func forEachPiece(_ body: (Piece) async throws -> Void) async throws {
        guard case .events(let view) = form else {
            var lines: [Piece] = []
            try forEachLine { lines.append($0) }
            for line in lines { try await body(line) }
            return
        }
        var transcript = StreamTranscript(view, from: from)
        var cut = TapeCut(until)
        var time = 0.0
        var blocks = reader.blocks()
        while !transcript.isFinished, !cut.isPast, let block = try next(of: &blocks) {
            let block = cut.prefix(of: block)
            let part = try transcript.encode(block)
            var message = 0
            for seq in block.firstSeq..<block.endSeq {
                let record = try RecordedEvent(block.payload, block.range(of: seq))
                time = record.event.elapsed ?? time
                while message < part.ids.count, part.ids[message] == seq {
                    let start = message == 0 ? 0 : part.ends[message - 1]
                    try await body(
                        Piece(elapsed: time, bytes: part.bytes[start..<part.ends[message]]))
                    message += 1
                }
            }
        }
    }

    private func forEachLine(_ body: (Piece) throws -> Void) throws {
        guard case .lines(let every) = form else { return }
        var lines = ProgressLines(every: every)
        var outcome: Result<Void, any Error> = .success(())
        try reader.forEachEvent(until: until) { record, bytes in
            let added = lines.apply(record, in: bytes)
            guard record.seq >= from, case .success = outcome else { return }
            let text = added.map { $0.text + "\n" }.joined()
            guard !text.isEmpty else { return }
            outcome = Result {
                try body(Piece(elapsed: lines.state.elapsed, bytes: Array(text.utf8)[...]))
            }
        }
        try outcome.get()
        if until == nil, let last = lines.closingLine {
            try body(
                Piece(elapsed: lines.state.elapsed, bytes: Array((last + "\n").utf8)[...]))
        }
    }

    /// Where to read from: a time of day is one of the first record's day.
    private func firstBlock(_ seq: Int) -> Int {
        if case .timeOfDay? = until { 0 } else { seq }
    }
}

/// The next commit, by way of a function that is not asynchronous.
///
/// With the typed error in one that is, a release build of Swift 6.3.1 went wrong. Why was not
/// found; `Sources/README.md` has the cause of its kind.
private func next(of blocks: inout LogBlocks) throws -> LogBlock? {
    try blocks.next()
}
