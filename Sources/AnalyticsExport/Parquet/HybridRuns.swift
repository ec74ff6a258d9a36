/// Parquet's hybrid of run lengths and bit packing, for levels and dictionary indices.
enum HybridRuns {
    /// How many bits the indices of `count` texts take, at least one.
    static func bitWidth(count: Int) -> Int {
        max(1, Int.bitWidth - max(0, count - 1).leadingZeroBitCount)
    }

    /// Appends `values`, each of `bitWidth` bits at most: runs of eight or more as such, the others
    /// packed in groups of eight.
    static func append(
        _ values: ArraySlice<UInt32>, bitWidth: Int, to output: inout [UInt8]
    ) {
        var literals = values.startIndex
        var place = values.startIndex
        while place < values.endIndex {
            var end = place + 1
            while end < values.endIndex, values[end] == values[place] { end += 1 }
            // Packed groups are whole: they take the run's first values as far as they need them.
            let gap = (8 - (place - literals) % 8) % 8
            if end - place - gap >= 8 {
                place += gap
                pack(values[literals..<place], bitWidth, &output)
                output.appendVarint(UInt64(end - place) << 1)
                output.appendLittleEndian(UInt64(values[place]), count: (bitWidth + 7) / 8)
                literals = end
            }
            place = end
        }
        pack(values[literals...], bitWidth, &output)
    }

    private static func pack(
        _ values: ArraySlice<UInt32>, _ bitWidth: Int, _ output: inout [UInt8]
    ) {
        guard !values.isEmpty else { return }
        let groups = (values.count + 7) / 8
        output.appendVarint(UInt64(groups) << 1 | 1)
        var bits: UInt64 = 0
        var count = 0
        for index in 0..<groups * 8 {
            let place = values.startIndex + index
            let value = place < values.endIndex ? values[place] : 0
            bits |= UInt64(value) << UInt64(count)
            count += bitWidth
            while count >= 8 {
                output.append(UInt8(truncatingIfNeeded: bits))
                bits >>= 8
                count -= 8
            }
        }
    }
}
