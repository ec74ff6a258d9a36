internal import Tapes
package import EventLog

/// A moment of a scan: after one of its records, or at a time of the clock.
package enum TapeMoment: Sendable, Equatable {
    /// After this record.
    case record(Int)
    /// After the last record before the first one that was written later than this time, in UTC:
    /// `YYYY-MM-DDThh:mm`, perhaps with seconds and fractions. What is not given counts as its
    /// end: `14:03` takes in all that was recorded in that minute.
    case time(String)
    /// The same on the day of the first record: `hh:mm`, perhaps with more and with an offset.
    case timeOfDay(String)

    /// Reads a moment: a record's number, a time of day, or a date and time, in UTC or with an
    /// offset from it.
    package init?(_ text: String) {
        if let seq = Int(text), seq >= 0, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            self = .record(seq)
        } else if WrittenTime.isTimeOfDay(text) {
            self = .timeOfDay(text)
        } else if let time = WrittenTime.utc(text), time.utf8.count > 10 {
            self = .time(time)
        } else {
            return nil
        }
    }
}

/// Tells, record by record, when a moment of a scan is past.
package struct TapeCut: Sendable {
    private let moment: TapeMoment?
    /// The time after which records are past the moment.
    private var time: [UInt8]?
    /// Whether the moment is past.
    package private(set) var isPast = false

    /// Waits for `moment`; nil for the end.
    package init(_ moment: TapeMoment?) {
        self.moment = moment
        if case .time(let text)? = moment { time = Array(text.utf8) }
    }

    /// The records of a commit that are not past the moment.
    package mutating func prefix(of block: LogBlock) -> LogBlock {
        guard let moment, !isPast else { return isPast ? block.prefix(before: 0) : block }
        if case .record(let last) = moment {
            isPast = block.endSeq > last
            return block.endSeq > last + 1 ? block.prefix(before: last + 1) : block
        }
        for seq in block.firstSeq..<block.endSeq {
            guard let at = block.time(of: seq) else { continue }
            if time == nil, case .timeOfDay(let text) = moment {
                time = WrittenTime.utc(timeOfDay: text, onDayOf: at).map { Array($0.utf8) }
            }
            guard let time, time.lexicographicallyPrecedes(at.prefix(time.count)) else { continue }
            isPast = true
            return block.prefix(before: seq)
        }
        return block
    }
}
