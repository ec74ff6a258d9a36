internal import FoundationEssentials

/// A text and the signature lines below it, not verified (C2SP signed-note).
///
/// ```
/// text, one or more lines
///
/// — NAME BASE64(key hash, 4 bytes ‖ signature)
/// ```
package struct SignedNote: Sendable {
    /// A signature line.
    package struct Signature: Sendable {
        /// The name of the key.
        package let name: String
        /// The four bytes that tell keys of one name apart.
        package let keyHash: [UInt8]
        /// The signature itself.
        package let bytes: [UInt8]

        /// Takes the parts of a line.
        package init(name: String, keyHash: [UInt8], bytes: [UInt8]) {
            self.name = name
            self.keyHash = keyHash
            self.bytes = bytes
        }
    }

    /// The largest note that is read: well above the 16 signatures, of nearly 5 kB after quantum
    /// computers, that the specification asks for.
    package static let maxBytes = 256 * 1024
    /// The most signatures that are read.
    package static let maxSignatures = 64

    private static let dash = "— "
    private static let newline = UInt8(ascii: "\n")

    /// The text that is signed, its last line feed included.
    package let text: String
    /// The signatures, at least one.
    package let signatures: [Signature]

    /// Puts signatures, at least one, below a text that ends in a line feed.
    package init(text: String, signatures: [Signature]) {
        precondition(text.utf8.last == Self.newline, "the text of a note ends in a line feed")
        precondition(!signatures.isEmpty, "a note is signed")
        self.text = text
        self.signatures = signatures
    }

    /// Parses a note.
    ///
    /// O(bytes).
    package init(_ note: [UInt8]) throws(CheckpointError) {
        guard note.count <= Self.maxBytes else {
            throw .note(
                line: 1, expected: "at most \(Self.maxBytes) bytes", found: "\(note.count) bytes")
        }
        try Self.checkCharacters(note)
        // The last empty line parts text and signatures: the text may have empty lines itself.
        let gap = note.indices.dropLast().last {
            note[$0] == Self.newline && note[$0 + 1] == Self.newline
        }
        guard let gap else {
            throw .note(
                line: Self.line(of: note.endIndex, in: note),
                expected: "an empty line and signatures", found: "the end")
        }
        var line = Self.line(of: gap, in: note) + 2
        var rest = note[(gap + 2)...]
        var signatures: [Signature] = []
        repeat {
            guard let end = rest.firstIndex(of: Self.newline) else {
                let found = rest.isEmpty ? "the end" : "a line without a line feed"
                throw .note(line: line, expected: "a signature line", found: found)
            }
            let content = String(decoding: rest[..<end], as: UTF8.self)
            guard let signature = Self.signature(content) else {
                throw .note(
                    line: line, expected: "a dash, a name and a signature in Base64",
                    found: CheckpointError.quote(content))
            }
            guard signatures.count < Self.maxSignatures else {
                throw .note(
                    line: line, expected: "at most \(Self.maxSignatures) signatures",
                    found: "more")
            }
            signatures.append(signature)
            rest = rest[(end + 1)...]
            line += 1
        } while !rest.isEmpty
        self.init(text: String(decoding: note[...gap], as: UTF8.self), signatures: signatures)
    }

    /// The note as it is stored and sent.
    package var bytes: [UInt8] {
        let lines = signatures.map { signature in
            let blob = Data(signature.keyHash + signature.bytes).base64EncodedString()
            return "\(Self.dash)\(signature.name) \(blob)\n"
        }
        return Array((text + "\n" + lines.joined()).utf8)
    }

    /// Refuses what no note has: other control characters than line feeds, and bad UTF-8.
    private static func checkCharacters(_ note: [UInt8]) throws(CheckpointError) {
        if let control = note.firstIndex(where: { $0 < 0x20 && $0 != newline }) {
            throw .note(
                line: line(of: control, in: note), expected: "no control characters",
                found: "byte \(note[control])")
        }
        guard String(validating: note, as: UTF8.self) != nil else {
            let bad = String(decoding: note, as: UTF8.self).utf8.enumerated().first {
                $0.offset >= note.count || note[$0.offset] != $0.element
            }
            throw .note(
                line: line(of: min(bad?.offset ?? 0, note.count), in: note), expected: "UTF-8",
                found: "other bytes")
        }
    }

    /// The number of the line, from 1, in which `offset` is.
    private static func line(of offset: Int, in note: [UInt8]) -> Int {
        1 + note[..<offset].count { $0 == newline }
    }

    private static func signature(_ line: String) -> Signature? {
        guard line.utf8.starts(with: dash.utf8) else { return nil }
        let parts = line.utf8.dropFirst(dash.utf8.count).split(
            separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, let name = String(parts[0]), NoteName.isValid(name),
            let text = String(parts[1]), let blob = decodeBase64(text), blob.count > 4
        else { return nil }
        return Signature(
            name: name, keyHash: Array(blob.prefix(4)), bytes: Array(blob.dropFirst(4)))
    }

    /// Decodes standard Base64 (RFC 4648, section 4); nil for any spelling but the canonical one.
    static func decodeBase64(_ text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text),
            data.base64EncodedString().utf8.elementsEqual(text.utf8)
        else { return nil }
        return Array(data)
    }
}

/// The rules for the names of keys and of logs.
enum NoteName {
    /// What the name of a key must be.
    static let rule = "a name without spaces, plus signs and control characters"

    /// Whether a key may have this name (C2SP signed-note, "Format").
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace
            }
    }

    /// Whether a log may have this origin (C2SP tlog-checkpoint, "Note text").
    static func isValidOrigin(_ origin: String) -> Bool {
        !origin.isEmpty && origin.unicodeScalars.allSatisfy { $0.value >= 0x20 }
    }
}
