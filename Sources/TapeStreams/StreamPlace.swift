package import EventLog

/// Where a stream goes on for a client that has had some of it.
///
/// A message's id is the number of the last record that is folded in. Where a record adds two
/// messages, the first of them has `17.1` for an id, "one message of record 17", so that a client
/// which was cut off between the two goes on with the second.
package struct StreamPlace: Hashable, Sendable {
    private static let maxDigits = 18

    /// The record whose messages come next.
    package let seq: Int
    /// How many messages of that record the client has had.
    package let skipped: Int

    /// The place before the messages of record `seq`, or behind the first `skipped` of them.
    package init(seq: Int, skipped: Int = 0) {
        self.seq = seq
        self.skipped = skipped
    }

    /// The place behind the message with this id; nil for a text that is the id of none.
    package init?(afterID text: some StringProtocol) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let seq = Self.number(parts[0], maxDigits: Self.maxDigits) else { return nil }
        guard parts.count == 2 else {
            self.init(seq: seq + 1)
            return
        }
        guard let skipped = Self.number(parts[1], maxDigits: 1), skipped > 0 else { return nil }
        self.init(seq: seq, skipped: skipped)
    }

    /// Whether a parameter of a query holds the id of the last message that a client has: as
    /// `last_event_id`, or in the spelling of a library that takes the place of a browser's own
    /// client (`lastEventId`, `Last-Event-ID`, `evs_last_event_id`).
    package static func isParameter(_ name: some StringProtocol) -> Bool {
        let letters = name.lowercased().filter { $0 != "_" && $0 != "-" }
        return letters == "lasteventid" || letters == "evslasteventid"
    }

    /// A number in plain decimal digits, nil for anything else.
    package static func number(_ text: some StringProtocol, maxDigits: Int = maxDigits) -> Int? {
        guard (1...maxDigits).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }
}

extension LogReader {
    /// What is left of a record's messages at a place behind the first of them, in the form of the
    /// wire; nil where the record is not there or adds no more.
    ///
    /// Blocks on the file.
    package func rest(of place: StreamPlace, in view: StreamView) throws -> [UInt8]? {
        var transcript = StreamTranscript(view, from: place.seq)
        var blocks = blocks(from: transcript.readsFromSeq)
        while let block = try blocks.next() {
            let part = try transcript.encode(block)
            guard block.endSeq > place.seq else { continue }
            let count = part.ids.prefix { $0 == place.seq }.count
            guard place.skipped > 0, place.skipped < count else { return nil }
            return Array(part.bytes[part.ends[place.skipped - 1]..<part.ends[count - 1]])
        }
        return nil
    }
}
