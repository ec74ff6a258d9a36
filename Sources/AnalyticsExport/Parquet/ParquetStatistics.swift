/// The least and greatest value of a column chunk, as Parquet orders them, and how many are missing.
struct ParquetStatistics: Sendable, Equatable {
    /// Longer texts are no bounds: they would make the footer long.
    static let maxTextBytes = 64

    let nullCount: Int
    /// The least value in plain encoding, a text without its length; nil where there is none.
    private(set) var least: [UInt8]?
    /// The greatest value.
    private(set) var greatest: [UInt8]?

    /// Looks at all values of `buffer`.
    init(_ buffer: ColumnBuffer) {
        nullCount = buffer.nullCount
        switch buffer.column.kind {
        case .integer, .time: bound(buffer.integers.min(), buffer.integers.max(), 8)
        case .date: bound(buffer.integers.min(), buffer.integers.max(), 4)
        case .flag: bound(buffer.integers.min(), buffer.integers.max(), 1)
        case .number: bound(buffer.numbers)
        case .text: boundTexts(buffer)
        case .json: break
        }
    }

    private mutating func bound(_ low: Int64?, _ high: Int64?, _ bytes: Int) {
        guard let low, let high else { return }
        var (least, greatest): ([UInt8], [UInt8]) = ([], [])
        least.appendLittleEndian(UInt64(bitPattern: low), count: bytes)
        greatest.appendLittleEndian(UInt64(bitPattern: high), count: bytes)
        (self.least, self.greatest) = (least, greatest)
    }

    /// NaN bounds nothing; a zero is written as the bound that both zeros keep to.
    private mutating func bound(_ numbers: [Double]) {
        var (low, high) = (Double.infinity, -Double.infinity)
        var hasNumber = false
        for number in numbers where !number.isNaN {
            hasNumber = true
            if number < low { low = number }
            if number > high { high = number }
        }
        guard hasNumber else { return }
        if low == 0 { low = -0.0 }
        if high == 0 { high = 0.0 }
        bound(
            Int64(bitPattern: low.bitPattern), Int64(bitPattern: high.bitPattern), 8)
    }

    private mutating func boundTexts(_ buffer: ColumnBuffer) {
        let count = buffer.column.isRepetitive ? buffer.dictionary.count : buffer.ends.count
        guard count > 0 else { return }
        func text(_ index: Int) -> ArraySlice<UInt8> {
            buffer.column.isRepetitive
                ? buffer.dictionary.bytes[buffer.dictionary.range(of: index)]
                : buffer.text(of: index)
        }
        var (low, high) = (text(0), text(0))
        for index in 1..<max(1, count) {
            let text = text(index)
            if text.lexicographicallyPrecedes(low) { low = text }
            if high.lexicographicallyPrecedes(text) { high = text }
        }
        if low.count <= Self.maxTextBytes { least = Array(low) }
        if high.count <= Self.maxTextBytes { greatest = Array(high) }
    }
}
