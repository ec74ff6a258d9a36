/// The text of a scan's strategy, gathered from the records of its tape.
package struct RecordedStrategy: Equatable, Sendable {
    /// The version of the language.
    package let language: Int
    /// Lower-case hex SHA-256 of the whole text, as the tape says.
    package let digest: String
    /// How many bytes the whole text has, as the tape says.
    package let bytes: Int
    /// The text so far, in UTF-8.
    package private(set) var text: [UInt8] = []

    /// Whether all parts are there.
    package var isWhole: Bool { text.count == bytes }

    /// Begins with the first part; nil where it is not the first, or does not fit into the whole.
    package init?(_ part: ScanEvent.StrategyRecorded) {
        (language, digest, bytes) = (part.language, part.digest, part.bytes)
        guard append(part) else { return nil }
    }

    /// Takes the next part; false where it is another one.
    package mutating func append(_ part: ScanEvent.StrategyRecorded) -> Bool {
        guard part.language == language, part.digest == digest, part.bytes == bytes,
            part.offset == text.count, part.text.utf8.count <= bytes - text.count
        else { return false }
        text += part.text.utf8
        return true
    }

    /// Takes a part into `gathered`; one with offset 0 begins afresh, one that does not go on from
    /// what is there is passed over.
    package static func gather(
        _ part: ScanEvent.StrategyRecorded, into gathered: inout RecordedStrategy?
    ) {
        if part.offset == 0 {
            gathered = RecordedStrategy(part)
        } else {
            _ = gathered?.append(part)
        }
    }
}
