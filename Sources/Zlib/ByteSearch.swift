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
