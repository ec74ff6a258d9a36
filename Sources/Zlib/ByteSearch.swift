internal import Glibc

/// Where a byte first occurs in `bytes` from `start` on; nil where it does not.
///
/// Looks at many bytes at a time.
package func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
    precondition(start >= 0 && start <= bytes.count, "the search begins within the bytes")
    return unsafe bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress,
            let found = unsafe memchr(base + start, Int32(byte), buffer.count - start)
        else { return nil }
        return unsafe base.distance(to: UnsafeRawPointer(found))
    }
}

/// Whether the bytes of `word` stand in `bytes` from `start` on.
package func stands(_ word: StaticString, in bytes: Span<UInt8>, at start: Int) -> Bool {
    let count = word.utf8CodeUnitCount
    guard start >= 0, bytes.count - start >= count else { return false }
    return unsafe bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress else { return count == 0 }
        return unsafe memcmp(base + start, word.utf8Start, count) == 0
    }
}

/// Whether `first` stands in `bytes` at `start`, and behind it, in quotes, the bytes of `name` and
/// a colon, all of it before `end`.
package func stands(
    _ first: UInt8, name: StaticString, in bytes: Span<UInt8>, at start: Int, before end: Int
) -> Bool {
    let count = name.utf8CodeUnitCount
    guard start >= 0, end <= bytes.count, end - start >= count + 4 else { return false }
    let quote = UInt8(ascii: "\"")
    return unsafe bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress else { return false }
        let word = unsafe base + start
        return unsafe word.load(as: UInt8.self) == first
            && word.load(fromByteOffset: 1, as: UInt8.self) == quote
            && memcmp(word + 2, name.utf8Start, count) == 0
            && word.load(fromByteOffset: count + 2, as: UInt8.self) == quote
            && word.load(fromByteOffset: count + 3, as: UInt8.self) == UInt8(ascii: ":")
    }
}

/// Appends the bytes of `word`.
package func append(_ word: StaticString, to bytes: inout [UInt8]) {
    unsafe bytes.append(
        contentsOf: UnsafeBufferPointer(
            start: word.utf8Start, count: word.utf8CodeUnitCount))
}

/// The eight bytes from `start` on as one number, the first of them the least significant.
package func littleEndianWord(in bytes: Span<UInt8>, at start: Int) -> UInt64 {
    precondition(start >= 0 && start + 8 <= bytes.count, "eight bytes are there")
    return unsafe bytes.withUnsafeBytes { buffer in
        UInt64(littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
}
