import TestSupport
import Testing

@testable import AnalyticsExport

/// The encodings of Parquet's pages, against decoders of their own.
struct ParquetEncodingTests {
    @Test func structuresAreInThriftsCompactProtocol() {
        let bytes = ThriftCompact.structure { thrift in
            thrift.field(1, Int32(1))
            thrift.field(3, "ab")
            thrift.field(4, true)
            thrift.field(5, false)
            thrift.field(6) { $0.field(2, Int64(-1)) }
            thrift.field(40, Int16(300))
            thrift.list(41, [Int32](0..<2))
            thrift.list(42, ["x"])
            thrift.list(43, [7]) { $0.field(1, Int64($1)) }
        }
        // By hand from the protocol's specification: field header, zigzag varint, length, stop.
        #expect(
            bytes == [
                0x15, 2, 0x28, 2, 0x61, 0x62, 0x11, 0x12, 0x1c, 0x26, 1, 0, 0x04, 80, 0xd8, 4,
                0x19, 0x25, 0, 2, 0x19, 0x18, 1, 0x78, 0x19, 0x1c, 0x16, 14, 0, 0,
            ])
    }

    @Test func aListOfFifteenHasItsLengthBehindTheHeader() {
        let bytes = ThriftCompact.structure { $0.list(1, [Int32](repeating: 0, count: 15)) }
        #expect(bytes.prefix(3).elementsEqual([0x19, 0xf5, 15]))
        #expect(bytes.count == 3 + 15 + 1)
    }

    static let runs: [(values: [UInt32], width: Int, bytes: [UInt8])] = [
        ([UInt32](repeating: 1, count: 10), 1, [20, 1]),
        ([0, 1, 1, 0, 0, 0, 1, 1], 1, [3, 0b1100_0110]),
        ([5], 3, [3, 5, 0, 0]),
        ([0, 1, 2, 3, 4, 5, 6, 7], 3, [3, 0x88, 0xc6, 0xfa]),
    ]

    @Test(arguments: runs)
    func runsAreThoseOfTheSpecification(_ values: [UInt32], _ width: Int, _ expected: [UInt8]) {
        var bytes: [UInt8] = []
        HybridRuns.append(values[...], bitWidth: width, to: &bytes)
        #expect(bytes == expected)
    }

    @Test func allShortBitPatternsComeBackFromRuns() {
        for count in 0...12 {
            for bits in 0..<UInt32(1 << count) {
                expectRuns((0..<count).map { bits >> UInt32($0) & 1 }, width: 1)
            }
        }
    }

    @Test func randomRunsComeBack() {
        var random = SeededGenerator(seed: 7)
        for round in 0..<400 {
            let width = Int.random(in: 1...20, using: &random)
            var values: [UInt32] = []
            while values.count < round {
                let value = UInt32.random(in: 0..<UInt32(1 << width), using: &random)
                let length =
                    Bool.random(using: &random) ? 1 : Int.random(in: 1...40, using: &random)
                values += [UInt32](repeating: value, count: length)
            }
            expectRuns(values, width: width)
        }
    }

    static let integers: [[Int64]] = [
        [], [0], [.min], [.max], [.min, .max], [.max, .min, 0, .max], [-1, 1, -1],
        [Int64](0..<1_000), [Int64](repeating: -7, count: 129),
        [Int64](0..<300).map { $0.isMultiple(of: 2) ? .min : .max },
    ]

    @Test(arguments: integers)
    func integersComeBackFromDeltas(_ values: [Int64]) {
        expectDeltas(values)
    }

    @Test func randomIntegersComeBackFromDeltas() {
        var random = SeededGenerator(seed: 11)
        for count in 0..<400 {
            let bits = Int64.random(in: 0...63, using: &random)
            expectDeltas(
                (0..<count).map { _ in Int64.random(in: .min ... .max, using: &random) >> bits })
        }
    }

    @Test func integersThatCountUpTakeNextToNothing() {
        var bytes: [UInt8] = []
        DeltaPacking.append([Int64](0..<65_536)[...], to: &bytes)
        #expect(bytes.count < 65_536 / 128 * 6)
    }

    @Test func widthsHoldTheLastIndex() {
        #expect([0, 1, 2, 3, 4, 5, 256, 257].map(HybridRuns.bitWidth) == [1, 1, 1, 2, 2, 3, 8, 9])
    }

    private func expectRuns(_ values: [UInt32], width: Int) {
        var bytes: [UInt8] = []
        HybridRuns.append(values[...], bitWidth: width, to: &bytes)
        var decoder = PageDecoder(bytes)
        let decoded = decoder.runs(width: width, count: values.count)
        #expect(decoded == values, "width \(width)")
        #expect(decoder.isAtEnd)
    }

    private func expectDeltas(_ values: [Int64]) {
        var bytes: [UInt8] = []
        DeltaPacking.append(values[...], to: &bytes)
        var decoder = PageDecoder(bytes)
        #expect(decoder.deltas() == values)
        #expect(decoder.isAtEnd)
    }
}

/// Reads Parquet's encodings, bit by bit, as the specification has them.
private struct PageDecoder {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { place == bytes.count }

    mutating func varint() -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while bytes[place] >= 0x80 {
            value |= UInt64(bytes[place] & 0x7f) << shift
            shift += 7
            place += 1
        }
        value |= UInt64(bytes[place]) << shift
        place += 1
        return value
    }

    mutating func zigzag() -> Int64 {
        let value = varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// `count` numbers of `width` bits, the lowest bit first.
    mutating func packed(width: Int, count: Int) -> [UInt64] {
        let first = place * 8
        place += (width * count + 7) / 8
        return (0..<count).map { index in
            (0..<width).reduce(0) { value, bit in
                let position = first + index * width + bit
                return value | UInt64(bytes[position / 8] >> (position % 8) & 1) << UInt64(bit)
            }
        }
    }

    mutating func runs(width: Int, count: Int) -> [UInt32] {
        var values: [UInt32] = []
        while values.count < count {
            let header = Int(varint())
            if header & 1 == 1 {
                values += packed(width: width, count: (header >> 1) * 8).map { UInt32($0) }
            } else {
                let value = packed(width: (width + 7) / 8 * 8, count: 1)[0]
                values += [UInt32](repeating: UInt32(value), count: header >> 1)
            }
        }
        return Array(values.prefix(count))
    }

    mutating func deltas() -> [Int64] {
        let (block, packs, count) = (Int(varint()), Int(varint()), Int(varint()))
        var values = [zigzag()]
        while values.count < count {
            let least = zigzag()
            let widths = bytes[place..<place + packs]
            place += packs
            for width in widths where values.count < count {
                for above in packed(width: Int(width), count: block / packs)
                where values.count < count {
                    values.append(values[values.count - 1] &+ least &+ Int64(bitPattern: above))
                }
            }
        }
        return count == 0 ? [] : values
    }
}
