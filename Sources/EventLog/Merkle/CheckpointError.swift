/// Why a checkpoint, its key or its signature is not accepted.
package enum CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name of a key or the origin of a checkpoint is not allowed.
    case name(expected: String, found: String)
    /// A private or public key is malformed.
    case key(expected: String, found: String)
    /// A line of the note, counted from 1, is malformed.
    case note(line: Int, expected: String, found: String)
    /// No signature is by the key expected; those found are told, as `name+hash`.
    case unsigned(expected: String, found: [String])
    /// A signature by the key expected does not fit the text.
    case signature(key: String)
    /// The checkpoint is of another log.
    case origin(expected: String, found: String)

    package var description: String {
        switch self {
        case .name(let expected, let found):
            return "name: expected \(expected), found \(found)"
        case .key(let expected, let found):
            return "key: expected \(expected), found \(found)"
        case .note(let line, let expected, let found):
            return "checkpoint, line \(line): expected \(expected), found \(found)"
        case .unsigned(let expected, let found):
            return "checkpoint: expected a signature by \(expected), found "
                + (found.isEmpty ? "none" : found.joined(separator: ", "))
        case .signature(let key):
            return "checkpoint: expected a signature by \(key) of this text, "
                + "found one that does not fit; the text or the signature was altered"
        case .origin(let expected, let found):
            return "checkpoint: expected one of \(expected), found one of \(found)"
        }
    }

    /// Quotes input for a message: its first 80 characters, in ASCII.
    static func quote(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let shown = scalars.prefix(80).map { $0.escaped(asASCII: true) }.joined()
        return "\"\(shown)\"" + (scalars.count > 80 ? "…" : "")
    }
}
