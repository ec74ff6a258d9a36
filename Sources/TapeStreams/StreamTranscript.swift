internal import JSONText
package import EventLog
internal import Projections
internal import ScanEvents
internal import ServerSentEvents

/// A way to look at a scan's tape as a stream.
package enum StreamView: Sendable, Hashable {
    /// Progress for a person, a message each time this many stocks more are done.
    case progress(every: Int)
    /// The records themselves, a message each.
    case events

    /// How many stocks a progress message stands for, unless the client says otherwise.
    package static let defaultEvery = 5
}

/// What one commit adds to a stream.
package struct StreamPart: Sendable, Equatable {
    /// The messages in the form of the wire, one after the other; possibly none.
    package fileprivate(set) var bytes: [UInt8] = []
    /// The record that each message stands for, ascending.
    package fileprivate(set) var ids: [Int] = []
    /// Where each message ends in `bytes`.
    package fileprivate(set) var ends: [Int] = []
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

    /// What a commit adds to the stream.
    ///
    /// - Throws: `JSONError` where a record is no event.
    package mutating func encode(_ block: LogBlock) throws -> StreamPart {
        var part = StreamPart()
        // A commit may end before the first record that is read.
        let first = min(max(block.firstSeq, readsFromSeq), block.endSeq)
        let seqs = first..<block.endSeq
        guard progress != nil else {
            part.reserveCapacity(for: seqs.count, bytes: block.payload.count)
            // No JSON has a bare CR, but a tape may hold what another program wrote.
            if ServerSentEvent.hasCarriageReturn(block.payload) {
                for seq in seqs { part.append(id: seq, any: block.payload[block.range(of: seq)]) }
            } else {
                part.append(seqs, of: block)
            }
            return part
        }
        for seq in seqs {
            let record = try RecordedEvent(block.payload, block.range(of: seq))
            let messages = progress?.apply(record, in: block.payload) ?? []
            guard seq >= firstSeq else { continue }
            for (index, message) in messages.enumerated() {
                let line = message.data[...]
                if index == messages.count - 1 {
                    part.append(id: seq, line: line)
                } else {
                    part.append(id: seq, number: index + 1, line: line)
                }
            }
        }
        return part
    }
}

extension StreamPart {
    fileprivate mutating func reserveCapacity(for messages: Int, bytes count: Int) {
        bytes.reserveCapacity(count + messages * 24)
        ids.reserveCapacity(messages)
        ends.reserveCapacity(messages)
    }

    /// Appends a message for each of a commit's records, which are one line each.
    fileprivate mutating func append(_ seqs: Range<Int>, of block: LogBlock) {
        guard let first = seqs.first else { return }
        ServerSentEvent.encode(
            linesOf: block.payload, from: block.range(of: first).lowerBound,
            lineEnds: block.lineEnds[(first - block.firstSeq)...], firstID: first,
            appendingTo: &bytes, ends: &ends)
        ids.append(contentsOf: seqs)
    }

    /// Appends a message of one line, with a number where others of the same record follow.
    mutating func append(id: Int, number: Int? = nil, line: ArraySlice<UInt8>) {
        if let number {
            ServerSentEvent(id: "\(id).\(number)", data: Array(line)).encode(appendingTo: &bytes)
        } else {
            ServerSentEvent.encode(id: id, line: line, appendingTo: &bytes)
        }
        ids.append(id)
        ends.append(bytes.count)
    }

    /// Appends a message that may have several lines.
    fileprivate mutating func append(id: Int, any data: ArraySlice<UInt8>) {
        ServerSentEvent(id: String(id), data: Array(data)).encode(appendingTo: &bytes)
        ids.append(id)
        ends.append(bytes.count)
    }
}
