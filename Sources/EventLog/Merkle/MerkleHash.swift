internal import Crypto

/// A SHA-256 hash of a Merkle tree's leaf, node or root (RFC 9162, section 2.1.1; the same in
/// RFC 6962, section 2.1).
package struct MerkleHash: Hashable, Sendable, CustomStringConvertible {
    /// How many bytes a hash has.
    package static let byteCount = 32

    /// The root of the tree without leaves: SHA-256 of nothing.
    package static let emptyRoot = MerkleHash(SHA256().finalize())

    private static let leafPrefix: [UInt8] = [0x00]

    /// The bytes, eight a word, the first the most significant.
    private let words: SIMD4<UInt64>

    /// Takes a hash from its 32 bytes; nil for another number of bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(exactly: bytes)
    }

    /// Reads a hash from 64 lower-case hexadecimal digits; nil for any other spelling.
    package init?(hex: String) {
        let digits = hex.utf8
        guard digits.count == 2 * Self.byteCount else { return nil }
        var words = SIMD4<UInt64>()
        for (index, digit) in digits.enumerated() {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            words[index / 16] = words[index / 16] << 4 | UInt64(value)
        }
        self.words = words
    }

    private init(_ digest: SHA256Digest) {
        self.init(exactly: digest)
    }

    private init(exactly bytes: some Sequence<UInt8>) {
        var bytes = bytes.makeIterator()
        func nextWord() -> UInt64 {
            var word: UInt64 = 0
            for _ in 0..<8 { word = word << 8 | UInt64(bytes.next() ?? 0) }
            return word
        }
        words = SIMD4(nextWord(), nextWord(), nextWord(), nextWord())
    }

    /// The hash of a record as a leaf: SHA-256(0x00 ‖ record).
    ///
    /// O(bytes), without a copy of them.
    package static func leaf(_ record: ArraySlice<UInt8>) -> MerkleHash {
        var hash = SHA256()
        hash.update(data: leafPrefix)
        hash.update(data: record)
        return MerkleHash(hash.finalize())
    }

    /// The hash of a record as a leaf: SHA-256(0x00 ‖ record).
    ///
    /// O(bytes), without a copy of them.
    package static func leaf(_ record: [UInt8]) -> MerkleHash {
        leaf(record[...])
    }

    /// The hash of two neighbours' parent: SHA-256(0x01 ‖ left ‖ right).
    package static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        var input = [UInt8](repeating: 0x01, count: 1 + 2 * byteCount)
        left.write(to: &input, at: 1)
        right.write(to: &input, at: 1 + byteCount)
        return MerkleHash(SHA256.hash(data: input))
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        write(to: &bytes, at: 0)
        return bytes
    }

    /// The bytes in 64 lower-case hexadecimal digits.
    package var hex: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * Self.byteCount)
        for byte in bytes {
            for nibble in [byte >> 4, byte & 15] {
                digits.append(nibble + (nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    package var description: String { hex }

    private func write(to bytes: inout [UInt8], at offset: Int) {
        for index in 0..<4 {
            // Swapped, the word gives its bytes in order from its low end.
            var word = words[index].byteSwapped
            for place in 0..<8 {
                bytes[offset + 8 * index + place] = UInt8(truncatingIfNeeded: word)
                word >>= 8
            }
        }
    }
}
