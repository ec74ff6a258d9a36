package import EventLog
internal import Projections
internal import ScanEvents
internal import ServerSentEvents

/// A way to look at a scan's tape as a stream.
package enum StreamView: Sendable, Equatable {
    /// Progress for a person, a message each time this many stocks more are done.
    case progress(every: Int)
    /// The records themselves, a message each.
    case events

    /// How many stocks a progress message stands for, unless the client says otherwise.
    package static let defaultEvery = 5
}

/// The bytes of a scan's stream: the one place where they are made, for live clients, for
/// replays and for the terminal.
package struct StreamTranscript: Sendable {
    private let firstSeq: Int
    private var progress: ProgressStream?

    /// Starts a transcript.
    ///
    /// - Parameters:
    ///   - view: what it shows.
    ///   - firstSeq: the first record whose messages are shown.
    package init(_ view: StreamView, from firstSeq: Int = 0) {
        self.firstSeq = firstSeq
        progress =
            switch view {
            case .progress(let every): ProgressStream(every: every)
            case .events: nil
            }
    }

    /// The record to read from: messages of progress depend on all that came before.
    package var readsFromSeq: Int {
        progress == nil ? firstSeq : 0
    }

    /// Whether the stream has had its last message; an events stream lasts as long as the log.
    package var isFinished: Bool {
        progress?.state.isFinished ?? false
    }

    /// The bytes that a commit adds to the stream, possibly none.
    ///
    /// - Throws: `JSONError` where a record is no event.
    package mutating func encode(_ block: LogBlock) throws -> [UInt8] {
        var output: [UInt8] = []
        for seq in block.firstSeq..<block.endSeq where seq >= readsFromSeq {
            let range = block.range(of: seq)
            guard progress != nil else {
                append(id: seq, Array(block.payload[range]), to: &output)
                continue
            }
            let record = try RecordedEvent(block.payload, range)
            for message in progress?.apply(record, in: block.payload) ?? []
            where message.id >= firstSeq {
                append(id: message.id, message.data, to: &output)
            }
        }
        return output
    }

    private func append(id: Int, _ data: [UInt8], to output: inout [UInt8]) {
        ServerSentEvent(id: String(id), data: data).encode(appendingTo: &output)
    }
}
