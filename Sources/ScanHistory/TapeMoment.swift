package import EventLog

/// A moment of a scan: after one of its records, or at a time of the clock.
package enum TapeMoment: Sendable, Equatable {
    /// After this record.
    case record(Int)
    /// After the last record before the first one that was written later than this time, in UTC:
    /// `YYYY-MM-DDThh:mm`, perhaps with seconds and fractions. What is not given counts as its
    /// end: `14:03` takes in all that was recorded in that minute.
    case time(String)
    /// The same on the day of the first record: `hh:mm`, perhaps with more.
    case timeOfDay(String)

    /// Reads a moment: a record's number, a time of day, or a date and time, in UTC.
    package init?(_ text: String) {
        let time = text.hasSuffix("Z") ? String(text.dropLast()) : text
        if let seq = Int(text), seq >= 0, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            self = .record(seq)
        } else if Self.matches(time, "00:00:00.000000", from: 5) {
            self = .timeOfDay(time)
        } else if Self.matches(time, "0000-00-00T00:00:00.000000", from: 16) {
            self = .time(time)
        } else {
            return nil
        }
    }

    /// Whether `text` has the form of the beginning of `pattern`, whole numbers of `least`
    /// characters or more.
    private static func matches(_ text: String, _ pattern: String, from least: Int) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= least, bytes.count <= pattern.utf8.count,
            bytes.last.map({ (0x30...0x39).contains($0) }) == true,
            bytes.count == least || bytes.count == least + 3 || bytes.count > least + 4
        else { return false }
        return zip(bytes, pattern.utf8).allSatisfy { byte, sign in
            sign == UInt8(ascii: "0") ? (0x30...0x39).contains(byte) : byte == sign
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
                time = Array(at.prefix(11)) + Array(text.utf8)
            }
            guard let time, time.lexicographicallyPrecedes(at.prefix(time.count)) else { continue }
            isPast = true
            return block.prefix(before: seq)
        }
        return block
    }
}
