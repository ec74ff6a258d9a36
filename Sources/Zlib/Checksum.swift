internal import CZlib

/// The CRC-32 of RFC 1952 (polynomial 0xEDB88320) over `bytes`.
package func crc32(_ bytes: Span<UInt8>) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe UInt32(truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
    }
}

/// The CRC-32 of two runs of bytes joined, given that of each and the length of the second.
package func crc32(_ first: UInt32, joinedWith second: UInt32, countBytes: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_combine(UInt(first), UInt(second), countBytes))
}
