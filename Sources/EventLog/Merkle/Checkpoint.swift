internal import FoundationEssentials

/// What a log vouches for at one size: its name, how many records it has, and their Merkle root
/// (C2SP tlog-checkpoint).
///
/// ```
/// ORIGIN
/// SIZE, decimal
/// BASE64(root)
/// ```
package struct Checkpoint: Hashable, Sendable {
    /// The name of the log.
    package let origin: String
    /// How many leaves the tree has.
    package let size: Int
    /// The root of the tree of that size.
    package let root: MerkleHash
    /// Lines after the root, of meanings unknown here; our own checkpoints have none.
    package let extensionLines: [String]

    /// Makes the checkpoint of a tree.
    ///
    /// - Throws: `CheckpointError.name` where `origin` is empty or has control characters.
    package init(origin: String, size: Int, root: MerkleHash) throws(CheckpointError) {
        precondition(size >= 0, "a tree has no size below zero")
        guard NoteName.isValidOrigin(origin) else {
            throw .name(
                expected: "an origin without control characters",
                found: CheckpointError.quote(origin))
        }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensionLines = []
    }

    /// Parses the text of a checkpoint, without its signatures.
    package init(text: String) throws(CheckpointError) {
        var lines = text.utf8.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
        ).map { String(Substring($0)) }
        guard lines.count > 3, lines.last == "" else {
            throw .note(
                line: lines.count, expected: "origin, size and root, a line each",
                found: "the end")
        }
        lines.removeLast()
        for (index, line) in lines.enumerated() where index != 1 && index != 2 {
            guard NoteName.isValidOrigin(line) else {
                throw .note(
                    line: index + 1, expected: "neither an empty line nor control characters",
                    found: CheckpointError.quote(line))
            }
        }
        guard let size = Int(lines[1]), size >= 0, String(size) == lines[1] else {
            throw .note(
                line: 2, expected: "a size in decimal digits, at most \(Int.max)",
                found: CheckpointError.quote(lines[1]))
        }
        guard let bytes = SignedNote.decodeBase64(lines[2]), let root = MerkleHash(bytes: bytes)
        else {
            throw .note(
                line: 3, expected: "\(MerkleHash.byteCount) bytes in Base64",
                found: CheckpointError.quote(lines[2]))
        }
        self.origin = lines[0]
        self.size = size
        self.root = root
        self.extensionLines = Array(lines[3...])
    }

    /// The text that is signed, its last line feed included.
    package var text: String {
        ([origin, String(size), Data(root.bytes).base64EncodedString()] + extensionLines)
            .map { $0 + "\n" }.joined()
    }
}
