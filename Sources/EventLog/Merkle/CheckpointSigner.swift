internal import Crypto

/// A private key that signs checkpoints (C2SP signed-note, Ed25519).
package struct CheckpointSigner: Sendable, CustomStringConvertible {
    /// How many bytes a private key has.
    package static let privateKeyBytes = 32

    /// The public key, for those who check.
    package let verifier: CheckpointVerifier
    private let privateKey: Curve25519.Signing.PrivateKey

    /// Takes a key by its name and its 32 secret bytes (RFC 8032, section 5.1.5).
    ///
    /// - Throws: `CheckpointError.name` or `.key`, where a rule is broken; the bytes are not told.
    package init(name: String, privateKey seed: [UInt8]) throws(CheckpointError) {
        guard seed.count == Self.privateKeyBytes,
            let privateKey = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else {
            throw .key(
                expected: "a private key of \(Self.privateKeyBytes) bytes",
                found: "\(seed.count) bytes")
        }
        self.privateKey = privateKey
        self.verifier = try CheckpointVerifier(
            name: name, publicKey: Array(privateKey.publicKey.rawRepresentation))
    }

    /// The name of the key; by custom also the origin of the checkpoints that it signs.
    package var name: String { verifier.name }

    /// What may be printed of the key: its public half.
    package var description: String { "the private key of \(verifier)" }

    /// Signs a checkpoint.
    ///
    /// - Returns: The bytes of the signed note.
    package func sign(_ checkpoint: Checkpoint) -> [UInt8] {
        let text = checkpoint.text
        return SignedNote(text: text, signatures: [signature(of: text)]).bytes
    }

    /// Signs the text of a note.
    package func signature(of text: String) -> SignedNote.Signature {
        do {
            let bytes = try privateKey.signature(for: Array(text.utf8))
            return SignedNote.Signature(
                name: name, keyHash: verifier.keyHash, bytes: Array(bytes))
        } catch {
            preconditionFailure("Ed25519 signs any text: \(error)")
        }
    }
}
