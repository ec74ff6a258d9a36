internal import Crypto
internal import FoundationEssentials
internal import Storage

/// A public key that checks signed checkpoints (C2SP signed-note, Ed25519).
package struct CheckpointVerifier: Hashable, Sendable, CustomStringConvertible {
    /// How many bytes a public key has.
    static let publicKeyBytes = 32
    /// The byte that stands for Ed25519.
    private static let algorithm: UInt8 = 0x01

    /// The name of the key.
    package let name: String
    /// The 32 bytes of the key (RFC 8032, section 5.1.5).
    package let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key).
    package let keyHash: [UInt8]

    /// Takes a key by its name and its 32 bytes.
    ///
    /// - Throws: `CheckpointError.name` or `.key`, where a rule is broken.
    package init(name: String, publicKey: [UInt8]) throws(CheckpointError) {
        guard NoteName.isValid(name) else {
            throw .name(expected: NoteName.rule, found: CheckpointError.quote(name))
        }
        guard publicKey.count == Self.publicKeyBytes else {
            throw .key(
                expected: "a public key of \(Self.publicKeyBytes) bytes",
                found: "\(publicKey.count) bytes")
        }
        self.name = name
        self.publicKey = publicKey
        let input = Array(name.utf8) + [UInt8(ascii: "\n"), Self.algorithm] + publicKey
        self.keyHash = Array(SHA256.hash(data: input).prefix(4))
    }

    /// Reads a key from its one spelling: name `+` eight hexadecimal digits `+`
    /// Base64(0x01 ‖ public key).
    ///
    /// - Throws: `CheckpointError.name` or `.key`, where a rule is broken.
    package init(key: String) throws(CheckpointError) {
        // Base64 has plus signs too.
        let parts = key.utf8.split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false
        ).map { String(Substring($0)) }
        guard parts.count == 3 else {
            throw .key(expected: "NAME+HASH+BASE64", found: CheckpointError.quote(key))
        }
        guard let bytes = SignedNote.decodeBase64(parts[2]), bytes.first == Self.algorithm else {
            throw .key(
                expected: "an Ed25519 key in Base64, starting with 01",
                found: CheckpointError.quote(parts[2]))
        }
        try self.init(name: parts[0], publicKey: Array(bytes.dropFirst()))
        guard hash == parts[1] else {
            throw .key(expected: "the hash \(hash)", found: CheckpointError.quote(parts[1]))
        }
    }

    /// The key as it is published: name `+` eight hexadecimal digits `+` Base64(0x01 ‖ public key).
    package var key: String {
        id + "+" + Data([Self.algorithm] + publicKey).base64EncodedString()
    }

    package var description: String { key }

    /// Parses a signed checkpoint and checks its signature.
    ///
    /// Signatures by other keys are ignored, as the specification asks for.
    ///
    /// - Parameters:
    ///   - note: The note's bytes, at most `SignedNote.maxBytes`.
    ///   - origin: The log that the checkpoint must be of; nil for the one named as the key is.
    /// - Returns: What the log vouches for.
    /// - Throws: `CheckpointError.note`, `.unsigned`, `.signature` or `.origin`.
    package func verify(
        _ note: [UInt8], origin: String? = nil
    ) throws(CheckpointError) -> Checkpoint {
        let checkpoint = try Checkpoint(text: verifiedText(of: SignedNote(note)))
        let origin = origin ?? name
        guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else {
            throw .origin(
                expected: CheckpointError.quote(origin),
                found: CheckpointError.quote(checkpoint.origin))
        }
        return checkpoint
    }

    /// The text of a note, after its signature by this key was checked.
    ///
    /// Every signature by this key must fit; at least one must be there.
    package func verifiedText(of note: SignedNote) throws(CheckpointError) -> String {
        let own = note.signatures.filter {
            $0.name.utf8.elementsEqual(name.utf8) && $0.keyHash == keyHash
        }
        guard !own.isEmpty else {
            throw .unsigned(
                expected: id,
                found: note.signatures.map {
                    CheckpointError.quote($0.name + "+" + $0.keyHash.hexadecimal)
                })
        }
        guard let publicKey = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        else { throw .signature(key: id) }
        let text = Array(note.text.utf8)
        for signature in own {
            guard publicKey.isValidSignature(signature.bytes, for: text) else {
                throw .signature(key: id)
            }
        }
        return note.text
    }

    /// Name and hash, which tell keys apart.
    private var id: String { name + "+" + hash }

    private var hash: String { keyHash.hexadecimal }
}
