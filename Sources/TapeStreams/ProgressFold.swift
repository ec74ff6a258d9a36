internal import Tapes
internal import JSONText
package import EventLog
internal import Projections
internal import ScanEvents
internal import ServerSentEvents

/// A scan's progress stream folded once for every `every`: all messages that there may be, of which
/// a view picks its own.
package struct ProgressFold: Sendable {
    /// A message, and for which views it is.
    private struct Tagged: Sendable {
        let id: Int
        let data: [UInt8]
        /// The number of stocks done of which it tells; 0 where all views have the message.
        let stocksDone: Int

        func isFor(every: Int) -> Bool { stocksDone.isMultiple(of: every) }
    }

    private var stream = ProgressStream(every: 1)
    private var messages: [Tagged] = []
    private var keptBytes = 0
    /// The record that the kept messages start with.
    package private(set) var keptFromSeq = 0
    /// The record after those that are folded in.
    package private(set) var nextSeq = 0
    /// The record after the one that ended the stream, once there is one.
    private var endSeq: Int?

    /// Starts before the first record.
    package init() {}

    /// Whether the messages for record `seq` and those that follow are, or can be, at hand.
    package func reaches(_ seq: Int) -> Bool {
        (keptFromSeq...nextSeq).contains(seq)
    }

    /// Whether the stream has had its last message before record `seq`.
    package func isFinished(before seq: Int) -> Bool {
        endSeq.map { $0 <= seq } ?? false
    }

    /// Folds in what is new in a commit, which begins no later than `nextSeq`, and forgets the
    /// older half of the messages where they take more than `keptBytes`.
    ///
    /// - Throws: `JSONError` where a record is no event.
    package mutating func fold(_ block: LogBlock, keeping limit: Int) throws {
        for seq in max(nextSeq, block.firstSeq)..<max(nextSeq, block.endSeq) {
            let record = try RecordedEvent(block.payload, block.range(of: seq))
            let found = stream.apply(record, in: block.payload)
            let stocksDone = stocksDone(after: record.event)
            for (index, message) in found.enumerated() {
                // Of a failure's two messages the error is the first, which all views have.
                let isProgress = index == found.count - 1
                append(
                    Tagged(
                        id: seq, data: message.data, stocksDone: isProgress ? stocksDone : 0))
            }
            nextSeq = seq + 1
            if endSeq == nil, stream.state.isFinished { endSeq = nextSeq }
        }
        if keptBytes > limit { forgetHalf() }
    }

    /// What the records of `seqs` add to a view, from record `firstSeq` on; they must be at hand.
    package func part(of seqs: Range<Int>, every: Int, from firstSeq: Int) -> StreamPart {
        precondition(keptFromSeq <= max(seqs.lowerBound, firstSeq) && seqs.upperBound <= nextSeq)
        var part = StreamPart()
        var index = indexOfFirst(from: max(seqs.lowerBound, firstSeq))
        while index < messages.count, messages[index].id < seqs.upperBound {
            let id = messages[index].id
            var picked: [Tagged] = []
            while index < messages.count, messages[index].id == id {
                if messages[index].isFor(every: every) { picked.append(messages[index]) }
                index += 1
            }
            for (number, message) in picked.enumerated() {
                part.append(
                    id: id, number: number == picked.count - 1 ? nil : number + 1,
                    line: message.data[...])
            }
        }
        return part
    }

    /// The stocks done of which the last message after an event tells, where not all views have it.
    private func stocksDone(after event: ScanEvent) -> Int {
        guard stream.state.sweep == nil else { return 0 }
        return switch event {
        case .stockCompleted, .stockFailed:
            stream.state.done == stream.state.total ? 0 : stream.state.done
        default: 0
        }
    }

    private mutating func append(_ message: Tagged) {
        messages.append(message)
        keptBytes += message.data.count + MemoryLayout<Tagged>.stride
    }

    private mutating func forgetHalf() {
        let half = messages.count / 2
        guard half > 0 else { return }
        // All messages of a record go together.
        let id = messages[half].id
        let count = indexOfFirst(from: id)
        keptBytes -= messages[..<count].reduce(0) {
            $0 + $1.data.count + MemoryLayout<Tagged>.stride
        }
        messages.removeFirst(count)
        keptFromSeq = id
    }

    /// The first message of record `seq` or one after it.
    private func indexOfFirst(from seq: Int) -> Int {
        var (low, high) = (0, messages.count)
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].id < seq { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
