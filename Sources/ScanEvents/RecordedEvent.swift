package import JSONText

/// A record of a tape: its place, its time, its event.
package struct RecordedEvent: Equatable, Sendable {
    /// The sequence number, from 0 without gaps.
    package let seq: Int
    private let time: RecordTime
    /// What happened.
    package let event: ScanEvent
    /// Where the stock's result stands in the bytes that were read, if it has one.
    package let resultRange: Range<Int>?

    /// When it was written, `YYYY-MM-DDThh:mm:ss.ffffffZ`; informative, as clocks go back.
    package var at: String { time.text }

    private init(seq: Int, time: RecordTime, event: ScanEvent, resultRange: Range<Int>? = nil) {
        self.seq = seq
        self.time = time
        self.event = event
        self.resultRange = resultRange
    }

    /// Reads the record that `line` is.
    package init(_ line: [UInt8]) throws(JSONError) {
        try self.init(line, line.indices)
    }

    /// Reads the record that stands at `range` of `bytes`, a whole JSON object.
    ///
    /// Fields that this version does not know are passed over, and an event type that it does
    /// not know is `.unknown`: a tape of a later version can still be read.
    ///
    /// - Throws: `JSONError` where the bytes are no such object or a field has the wrong type.
    package init(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
        if let event = Self.inCanonicalForm(bytes, range) {
            self = event
        } else {
            try self.init(anyForm: bytes, range)
        }
    }

    /// Reads a record of a stock that stands there in the very form in which this version writes
    /// it, byte for byte, with every value as `Schemas/events` asks for; nil for any other, sound
    /// or not, which is the general reader's.
    ///
    /// Nearly all records of a tape are such; without a search for names it takes a fraction of
    /// the time.
    package static func inCanonicalForm(_ bytes: [UInt8], _ range: Range<Int>) -> RecordedEvent? {
        var reader = CanonicalReader(bytes, range)
        do throws(CanonicalReader.NotCanonical) {
            let (seq, time) = try reader.head()
            var event = try reader.event(ScanEvent.StockCompleted.self)
            if event == nil { event = try reader.event(ScanEvent.StockFailed.self) }
            if event == nil { event = try reader.event(ScanEvent.StockSlow.self) }
            return event.map {
                RecordedEvent(seq: seq, time: time, event: $0, resultRange: reader.objectRange)
            }
        } catch {
            return nil
        }
    }

    /// Reads a record whatever the order of its members and the space between them.
    init(anyForm bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
        var scanner = JSONScanner(bytes, range)
        var (seq, at, type): (Int?, String?, String?)
        var event: (any EventForm)?
        var found = FoundMembers()
        // What a member is is told by the type, which may come after it.
        var early: [(name: String, value: JSONScanner)] = []
        try scanner.object { name, scanner throws(JSONError) in
            switch name {
            case "seq": seq = try scanner.integer()
            case "at": at = try scanner.string()
            case "type":
                let word = try scanner.string()
                type = word
                event = ScanEvent.forms[word]?.init()
                for (name, var value) in early {
                    try event?.readMember(name, from: &value, &found)
                }
            default:
                if event == nil {
                    early.append((name, scanner))
                    try scanner.skip()
                } else {
                    try event?.readMember(name, from: &scanner, &found)
                }
            }
        }
        try scanner.finish()
        guard let seq, let at, let type else {
            throw JSONError(offsetBytes: 0, expected: "a record with seq, at and type")
        }
        guard event?.isWhole(found) ?? true else {
            throw JSONError(offsetBytes: 0, expected: "all fields of a \(type)")
        }
        self.init(
            seq: seq, time: RecordTime(at), event: event?.event ?? .unknown(type: type),
            resultRange: found.objectRange)
    }
}

extension EventForm {
    /// Whether all members that must be there were read, and go together.
    fileprivate func isWhole(_ found: FoundMembers) -> Bool {
        found.missing(of: self).isEmpty && isConsistent
    }
}
