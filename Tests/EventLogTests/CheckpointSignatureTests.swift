import EventLog
import Testing

struct CheckpointSignatureTests {
    /// The key and the note of Go's package `golang.org/x/mod/sumdb/note`.
    private enum PeterNeumann {
        static let seed: [UInt8] = [
            0x81, 0x0a, 0x14, 0x02, 0xd5, 0x14, 0x6c, 0x8d, 0x84, 0xf2, 0x44, 0x33, 0x30, 0xf5,
            0x40, 0x80, 0xeb, 0xf9, 0x8e, 0xe1, 0x7d, 0x9c, 0x74, 0xf6, 0x25, 0x2f, 0xc5, 0xd5,
            0xc7, 0x28, 0x31, 0x73,
        ]
        static let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        static let text = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            """
        static let line =
            "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfq"
            + "dngotpRZb6KE6RyyBwJnAM=\n"
    }

    /// A tree head of Go's checksum database, from C2SP's tlog-checkpoint.
    private enum ChecksumDatabase {
        static let key = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
        static let note = """
            go.sum database tree
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — sum.golang.org Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku\
            9nTo+zyWE+xeMcTOAYQ8=

            """
    }

    private let signer: CheckpointSigner
    private let checkpoint: Checkpoint

    init() throws {
        signer = try CheckpointSigner(name: "tapes.example/1", privateKey: Array(1...32))
        checkpoint = try Checkpoint(
            origin: "tapes.example/1", size: 1234, root: MerkleTree(MerkleOracle.leaves(9)).root)
    }

    private func signer(_ name: String, _ first: UInt8) throws -> CheckpointSigner {
        try CheckpointSigner(name: name, privateKey: Array(first..<first + 32))
    }

    @Test func thePublishedNoteIsVerifiedAndSignedAlike() throws {
        let bytes = Array((PeterNeumann.text + "\n" + PeterNeumann.line).utf8)
        let verifier = try CheckpointVerifier(key: PeterNeumann.key)
        let note = try SignedNote(bytes)
        #expect(try verifier.verifiedText(of: note) == PeterNeumann.text)
        #expect(note.bytes == bytes)

        let signer = try CheckpointSigner(
            name: "PeterNeumann", privateKey: PeterNeumann.seed)
        #expect(signer.verifier == verifier)
        #expect(signer.verifier.key == PeterNeumann.key)
        let signature = signer.signature(of: PeterNeumann.text)
        #expect(SignedNote(text: PeterNeumann.text, signatures: [signature]).bytes == bytes)
    }

    @Test func thePublishedCheckpointIsVerified() throws {
        let verifier = try CheckpointVerifier(key: ChecksumDatabase.key)
        let checkpoint = try verifier.verify(
            Array(ChecksumDatabase.note.utf8), origin: "go.sum database tree")
        #expect(checkpoint.size == 20_852_163)
        #expect(
            throws: CheckpointError.origin(
                expected: #""sum.golang.org""#, found: #""go.sum database tree""#)
        ) {
            try verifier.verify(Array(ChecksumDatabase.note.utf8))
        }
    }

    @Test func aSignedCheckpointIsReadByItsKeyString() throws {
        let note = signer.sign(checkpoint)
        let verifier = try CheckpointVerifier(key: signer.verifier.key)
        #expect(verifier == signer.verifier)
        #expect(try verifier.verify(note) == checkpoint)
        #expect(try SignedNote(note).bytes == note)
        #expect(!"\(signer)".contains("1, 2, 3"))
    }

    @Test func everyFlippedBitIsRefused() {
        let note = signer.sign(checkpoint)
        for bit in 0..<8 * note.count {
            var flipped = note
            flipped[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: CheckpointError.self, "bit \(bit)") {
                try signer.verifier.verify(flipped)
            }
        }
    }

    @Test func everyTruncationAndEveryAddedByteIsRefused() {
        let note = signer.sign(checkpoint)
        for length in 0..<note.count {
            #expect(throws: CheckpointError.self, "\(length) bytes") {
                try signer.verifier.verify(Array(note[..<length]))
            }
        }
        for offset in 0...note.count {
            for byte in Array("0 \n=".utf8) {
                #expect(throws: CheckpointError.self, "byte \(byte) at \(offset)") {
                    try signer.verifier.verify(note[..<offset] + [byte] + note[offset...])
                }
            }
        }
    }

    @Test func anotherKeyIsRefused() throws {
        let note = signer.sign(checkpoint)
        let sameName = try signer(signer.name, 2).verifier
        #expect(
            throws: CheckpointError.unsigned(
                expected: String(sameName.key.prefix { $0 != "+" }) + "+" + hash(sameName),
                found: ["\"\(signer.name)+\(hash(signer.verifier))\""])
        ) {
            try sameName.verify(note)
        }
        let sameKey = try signer("tapes.example/2", 1).verifier
        #expect(throws: CheckpointError.self) {
            try sameKey.verify(note, origin: checkpoint.origin)
        }
    }

    @Test func aSignatureOfAnotherKeyUnderThisHashIsRefused() throws {
        let foreign = try signer(signer.name, 2).signature(of: checkpoint.text)
        let forged = SignedNote.Signature(
            name: signer.name, keyHash: signer.verifier.keyHash, bytes: foreign.bytes)
        let own = signer.signature(of: checkpoint.text)
        for signatures in [[forged], [own, forged], [forged, own]] {
            let note = SignedNote(text: checkpoint.text, signatures: signatures)
            #expect(
                throws: CheckpointError.signature(key: "tapes.example/1+" + hash(signer.verifier))
            ) {
                try signer.verifier.verify(note.bytes)
            }
        }
    }

    @Test func signaturesOfOtherKeysAreIgnored() throws {
        let witnesses = try (0..<16).map { try signer("witness.example/\($0)", UInt8($0)) }
        let signers = witnesses + [signer]
        var signatures = signers.map { $0.signature(of: checkpoint.text) }
        // Other algorithms have signatures of other lengths, and need not fit here.
        signatures.append(
            SignedNote.Signature(
                name: signer.name, keyHash: [0, 0, 0, 0],
                bytes: [UInt8](repeating: 7, count: 2420)))
        let note = SignedNote(text: checkpoint.text, signatures: signatures)
        for signer in signers {
            #expect(
                try signer.verifier.verify(note.bytes, origin: checkpoint.origin) == checkpoint)
        }
    }

    @Test func notesAboveTheLimitsAreRefused() throws {
        let own = signer.signature(of: checkpoint.text)
        func verify(_ signatures: [SignedNote.Signature]) throws -> Checkpoint {
            try signer.verifier.verify(
                SignedNote(text: checkpoint.text, signatures: signatures).bytes)
        }
        let most = [SignedNote.Signature](repeating: own, count: SignedNote.maxSignatures)
        #expect(try verify(most) == checkpoint)
        #expect(throws: CheckpointError.self) { try verify(most + [own]) }
        let huge = SignedNote.Signature(
            name: "other", keyHash: [0, 0, 0, 0],
            bytes: [UInt8](repeating: 0, count: SignedNote.maxBytes))
        #expect(throws: CheckpointError.self) { try verify([own, huge]) }
    }

    @Test(arguments: [
        "", "log", "log\n", "log\n\n", "\n\n", "log\n\n- a AAAAAAA=\n", "log\n\n— a  AAAAAAA=\n",
        "log\n\n— AAAAAAA=\n", "log\n\n— a+b AAAAAAA=\n", "log\n\n— a AAAAAA==\n",
        "log\n\n— a AAAAAAB=\n", "log\n\n— a AAAAAAA=", "log\n\n— a AAAAAAA= \n",
        "log\n\n—\u{a0}a AAAAAAA=\n", "log\u{7}\n\n— a AAAAAAA=\n",
    ])
    func malformedNotesAreRefused(_ note: String) {
        #expect(throws: CheckpointError.self) { try SignedNote(Array(note.utf8)) }
    }

    @Test func theLastEmptyLineEndsTheText() throws {
        let note = try SignedNote(Array("a\n\nb\n\n\n— a AAAAAAA=\n".utf8))
        #expect(note.text == "a\n\nb\n\n")
        #expect(note.signatures.map(\.keyHash) == [[0, 0, 0, 0]])
        #expect(note.signatures.map(\.bytes) == [[0]])
    }

    @Test func otherBytesThanTextAreToldByTheirLine() {
        let note = Array("log\n1\n".utf8) + [0x61, 0xff] + Array("\n\n— a AAAAAAA=\n".utf8)
        #expect(throws: CheckpointError.note(line: 3, expected: "UTF-8", found: "other bytes")) {
            try SignedNote(note)
        }
    }

    @Test(arguments: [
        "", " ", "a b", "a+b", "a\n", "a\tb", "a\u{a0}b", "a\u{2003}", "a \u{301}", "a\u{1}",
    ])
    func namesThatWouldBreakALineAreRefused(_ name: String) {
        #expect(throws: CheckpointError.self) {
            try CheckpointSigner(name: name, privateKey: Array(1...32))
        }
        #expect(throws: CheckpointError.self) {
            try CheckpointVerifier(name: name, publicKey: Array(1...32))
        }
    }

    @Test(arguments: [0, 31, 33, 64])
    func keysOfOtherLengthsAreRefused(_ count: Int) {
        let bytes = [UInt8](repeating: 1, count: count)
        #expect(
            throws: CheckpointError.key(
                expected: "a private key of 32 bytes", found: "\(count) bytes")
        ) {
            try CheckpointSigner(name: "log", privateKey: bytes)
        }
        #expect(throws: CheckpointError.self) {
            try CheckpointVerifier(name: "log", publicKey: bytes)
        }
    }

    @Test func everyPartAndEveryAlterationOfAKeyStringIsRefused() {
        let key = Array(PeterNeumann.key.utf8)
        for start in key.indices {
            for end in start...key.count where end - start < key.count {
                #expect(throws: CheckpointError.self) {
                    try CheckpointVerifier(key: String(decoding: key[start..<end], as: UTF8.self))
                }
            }
            var altered = key
            altered[start] += 1
            #expect(throws: CheckpointError.self, "character \(start)") {
                try CheckpointVerifier(key: String(decoding: altered, as: UTF8.self))
            }
        }
        let upperCase = PeterNeumann.key.replacing("c74f20a3", with: "C74F20A3")
        #expect(throws: CheckpointError.self) { try CheckpointVerifier(key: upperCase) }
        // Go's own cases: a key too long, and another algorithm, both with the hash that fits.
        for key in [
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        ] {
            #expect(throws: CheckpointError.self) { try CheckpointVerifier(key: key) }
        }
    }

    /// The eight digits of a key's hash.
    private func hash(_ verifier: CheckpointVerifier) -> String {
        String(verifier.key.split(separator: "+")[1])
    }
}
