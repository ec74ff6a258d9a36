/// Parquet's DELTA_BINARY_PACKED: the steps from one integer to the next, bit-packed.
///
/// Numbers that count up, and times that come close together, take next to nothing.
enum DeltaPacking {
    private static let blockValues = 128
    private static let packs = 4
    private static let packValues = blockValues / packs

    /// Appends `values`; differences wrap around as those of 64 bits do.
    static func append(_ values: ArraySlice<Int64>, to output: inout [UInt8]) {
        output.appendVarint(UInt64(blockValues))
        output.appendVarint(UInt64(packs))
        output.appendVarint(UInt64(values.count))
        output.appendZigzag(values.first ?? 0)
        var place = values.startIndex + 1
        var steps: [Int64] = []
        steps.reserveCapacity(blockValues)
        while place < values.endIndex {
            let end = min(place + blockValues, values.endIndex)
            steps.removeAll(keepingCapacity: true)
            for index in place..<end { steps.append(values[index] &- values[index - 1]) }
            appendBlock(steps, to: &output)
            place = end
        }
    }

    private static func appendBlock(_ steps: [Int64], to output: inout [UInt8]) {
        let least = steps.min() ?? 0
        output.appendZigzag(least)
        var widths = [Int](repeating: 0, count: packs)
        for (index, step) in steps.enumerated() {
            let above = UInt64(bitPattern: step &- least)
            let pack = index / packValues
            widths[pack] = max(widths[pack], UInt64.bitWidth - above.leadingZeroBitCount)
        }
        for width in widths { output.append(UInt8(width)) }
        for pack in 0..<packs where pack * packValues < steps.count && widths[pack] > 0 {
            var bits = BitPacker(width: widths[pack])
            for index in pack * packValues..<(pack + 1) * packValues {
                let above = index < steps.count ? steps[index] &- least : 0
                bits.append(UInt64(bitPattern: above), to: &output)
            }
            bits.flush(to: &output)
        }
    }
}

/// Packs numbers of up to 64 bits, the lowest bit first.
private struct BitPacker {
    let width: Int
    private var bits: UInt64 = 0
    private var count = 0

    init(width: Int) {
        self.width = width
    }

    mutating func append(_ value: UInt64, to output: inout [UInt8]) {
        bits |= value << UInt64(count)
        guard count + width >= 64 else {
            count += width
            return
        }
        output.appendLittleEndian(bits, count: 8)
        // What did not fit; a shift by 64 gives nothing.
        bits = value >> UInt64(64 - count)
        count += width - 64
    }

    mutating func flush(to output: inout [UInt8]) {
        output.appendLittleEndian(bits, count: (count + 7) / 8)
    }
}

extension [UInt8] {
    /// Appends a signed number, small ones short whatever their sign.
    mutating func appendZigzag(_ value: Int64) {
        appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
    }
}
