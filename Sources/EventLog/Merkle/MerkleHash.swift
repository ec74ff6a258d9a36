internal import Crypto
internal import Storage

/// A SHA-256 hash of a Merkle tree's leaf, node or root (RFC 9162, section 2.1.1; the same in
/// RFC 6962, section 2.1).
package struct MerkleHash: Hashable, Sendable, CustomStringConvertible {
    /// How many bytes a hash has.
    package static let byteCount = 32

    /// The root of the tree without leaves: SHA-256 of nothing.
    package static let emptyRoot = MerkleHash(SHA256().finalize())

    /// The bytes, eight a word, the first the most significant.
    ///
    /// No vector: one of 32 bytes that an asynchronous function keeps while it waits makes Swift
    /// 6.3.1 compile it wrongly (`Sources/README.md`).
    private let first, second, third, fourth: UInt64

    private init(_ word: (_ index: Int) -> UInt64) {
        (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
    }

    /// Takes a hash from its 32 bytes; nil for another number of bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self = unsafe Array(bytes).withUnsafeBytes { unsafe Self(read: $0) }
    }

    /// Reads a hash from 64 lower-case hexadecimal digits; nil for any other spelling.
    package init?(hex: String) {
        let digits = hex.utf8
        guard digits.count == 2 * Self.byteCount else { return nil }
        var words = InlineArray<4, UInt64>(repeating: 0)
        for (index, digit) in digits.enumerated() {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            words[index / 16] = words[index / 16] << 4 | UInt64(value)
        }
        self.init { words[$0] }
    }

    private init(_ digest: SHA256Digest) {
        self = unsafe digest.withUnsafeBytes { unsafe Self(read: $0) }
    }

    @unsafe private init(read bytes: UnsafeRawBufferPointer) {
        self.init {
            UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
        }
    }

    /// The hash of a record as a leaf: SHA-256(0x00 ‖ record).
    ///
    /// O(bytes).
    package static func leaf(_ record: ArraySlice<UInt8>) -> MerkleHash {
        unsafe hash(prefix: 0x00, byteCount: record.count) { input in
            unsafe record.withUnsafeBytes { unsafe input.copyMemory(from: $0) }
        }
    }

    /// The hash of a record as a leaf: SHA-256(0x00 ‖ record).
    ///
    /// O(bytes).
    package static func leaf(_ record: [UInt8]) -> MerkleHash {
        leaf(record[...])
    }

    /// The hash of two neighbours' parent: SHA-256(0x01 ‖ left ‖ right).
    package static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        unsafe hash(prefix: 0x01, byteCount: 2 * byteCount) { input in
            unsafe left.write(to: input, at: 0)
            unsafe right.write(to: input, at: byteCount)
        }
    }

    /// The hash of a byte and the bytes that `fill` writes; put together on the stack if they are
    /// few, as a tree has two hashes for each record.
    private static func hash(
        prefix: UInt8, byteCount: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void
    ) -> MerkleHash {
        var hash = SHA256()
        unsafe withUnsafeTemporaryAllocation(byteCount: 1 + byteCount, alignment: 1) { input in
            unsafe input[0] = prefix
            unsafe fill(UnsafeMutableRawBufferPointer(rebasing: input[1...]))
            unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(input))
        }
        return MerkleHash(hash.finalize())
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        unsafe bytes.withUnsafeMutableBytes { unsafe write(to: $0, at: 0) }
        return bytes
    }

    /// The bytes in 64 lower-case hexadecimal digits.
    package var hex: String { bytes.hexadecimal }

    package var description: String { hex }

    @unsafe private func write(to bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
        unsafe bytes.storeBytes(of: first.bigEndian, toByteOffset: offset, as: UInt64.self)
        unsafe bytes.storeBytes(of: second.bigEndian, toByteOffset: offset + 8, as: UInt64.self)
        unsafe bytes.storeBytes(of: third.bigEndian, toByteOffset: offset + 16, as: UInt64.self)
        unsafe bytes.storeBytes(of: fourth.bigEndian, toByteOffset: offset + 24, as: UInt64.self)
    }
}
