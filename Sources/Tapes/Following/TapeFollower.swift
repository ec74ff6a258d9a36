package import ScanEvents

/// The records of a tape that somebody else writes, each once and in order, from one on, until the
/// tape is sealed.
///
/// There is one follower and there are several sources, as a tape is reached by its file or by a
/// service. It goes by the numbers of the records and never by bytes, since sealing puts the same
/// records into other members. Of what came before it keeps the last record alone: a source that
/// tells that one otherwise has another tape now, which is read from its start.
package struct TapeFollower<Source: TapeSource, Time: Clock> where Time.Duration == Duration {
    /// What comes.
    package enum Update: Sendable {
        /// A record, and the bytes that it stands in.
        case record(RecordedEvent, in: [UInt8])
        /// What came so far is of no use: the records come again from the first.
        case reset
        /// Whoever has the tape is away, for this reason; the next try comes after the pause.
        case away(String, nextTry: Duration)
        /// Whoever has the tape is there again.
        case back
    }

    private var source: Source
    private let clock: Time
    private let start: Time.Instant
    private var patience: Patience
    /// The record that comes next.
    private var nextSeq: Int
    /// The record that came last.
    private var last: (bytes: [UInt8], range: Range<Int>)?
    private var pending: (bytes: [UInt8], ranges: ArraySlice<Range<Int>>) = ([], [])
    private var pause: Duration?
    private var isEnded = false

    /// Prepares to follow a tape from record `seq` on.
    ///
    /// - Parameters:
    ///   - source: the way to the tape.
    ///   - seq: the first record that is wanted.
    ///   - giveUpAfter: how long to wait for whoever is away.
    ///   - clock: what the waiting is measured by.
    package init(
        _ source: Source, from seq: Int = 0, giveUpAfter: Duration,
        clock: Time = ContinuousClock()
    ) {
        self.source = source
        self.clock = clock
        start = clock.now
        patience = Patience(giveUpAfter: giveUpAfter)
        nextSeq = seq
    }

    /// The next update, waiting for it if need be; nil once the tape has ended.
    ///
    /// - Throws: `TapeNotFollowed` where it gives up or records are left out; `JSONError` for what
    ///   is no record; what the source throws; `CancellationError`.
    package mutating func next() async throws -> Update? {
        while true {
            if let update = try nextPending() { return update }
            if isEnded { return nil }
            try Task.checkCancellation()
            if let pause = pause.take() { try await clock.sleep(for: pause) }
            switch try await source.next(from: nextSeq) {
            case .records(let bytes, let ranges):
                pending = (bytes, ranges)
                if patience.noteNews() { return .back }
            case .nothing(let pause):
                if pause > .zero { self.pause = pause }
                if patience.noteNews() { return .back }
            case .anew:
                return reset()
            case .away(let reason):
                let now = start.duration(to: clock.now)
                let pause = patience.nextPause(
                    at: now, source.pauses, random: .random(in: 0...1))
                guard let pause else { throw TapeNotFollowed.gaveUp(reason) }
                self.pause = pause
                return .away(reason, nextTry: pause)
            case .ended:
                isEnded = true
            }
        }
    }

    /// The next of the records that the source gave, or that they are of another tape.
    private mutating func nextPending() throws -> Update? {
        while let range = pending.ranges.popFirst() {
            let record = try RecordedEvent(pending.bytes, range)
            if record.seq == nextSeq - 1, let last,
                last.bytes[last.range] != pending.bytes[range]
            {
                return reset()
            }
            guard record.seq >= nextSeq else { continue }
            guard record.seq == nextSeq else {
                throw TapeNotFollowed.recordsMissing(expected: nextSeq, found: record.seq)
            }
            nextSeq += 1
            last = (pending.bytes, range)
            if case .sealed = record.event { isEnded = true }
            return .record(record, in: pending.bytes)
        }
        pending = ([], [])
        return nil
    }

    private mutating func reset() -> Update {
        nextSeq = 0
        last = nil
        pending = ([], [])
        return .reset
    }
}

/// Why following a tape ended before the tape did.
package enum TapeNotFollowed: Error, Equatable, CustomStringConvertible {
    /// There was no news for too long, for this reason.
    case gaveUp(String)
    /// A source left records out.
    case recordsMissing(expected: Int, found: Int)

    package var description: String {
        switch self {
        case .gaveUp(let reason): reason
        case .recordsMissing(let expected, let found):
            "record \(expected) is missing: record \(found) came in its place"
        }
    }
}
