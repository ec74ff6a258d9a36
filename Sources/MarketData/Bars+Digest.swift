import Crypto
internal import Storage

extension Bars {
    /// SHA-256 of the bars, in 64 lower-case hexadecimal digits.
    ///
    /// The bytes hashed are the bars in order, 44 bytes each, all little-endian: the day as a
    /// signed 32-bit number of days since 1970-01-01, then the IEEE 754 binary64 patterns of
    /// open, high, low, close and volume. A bar shorter than a day takes 46: the minute of the
    /// day, a signed 16-bit number, follows the day. Neither ticker nor count is hashed. In
    /// Python: `sha256(b"".join(struct.pack("<i5d", *bar) for bar in bars)).hexdigest()`, or
    /// `"<ih5d"`. O(count).
    package var digest: String {
        let bytesPerBar = times.first?.minute == nil ? 44 : 46
        var bytes = [UInt8](repeating: 0, count: count * bytesPerBar)
        var offset = 0
        func put<Word: FixedWidthInteger>(_ word: Word) {
            for shift in stride(from: 0, to: Word.bitWidth, by: 8) {
                bytes[offset] = UInt8(truncatingIfNeeded: word >> shift)
                offset += 1
            }
        }
        for index in 0..<count {
            put(times[index].day.dayNumber)
            if let minute = times[index].minute { put(Int16(minute)) }
            put(open[index].bitPattern)
            put(high[index].bitPattern)
            put(low[index].bitPattern)
            put(close[index].bitPattern)
            put(volume[index].bitPattern)
        }
        return SHA256.hash(data: bytes).hexadecimal
    }
}
