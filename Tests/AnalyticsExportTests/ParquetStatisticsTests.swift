import Testing

@testable import AnalyticsExport

/// The bounds of a column chunk: a reader that skips by them must never skip a row that matches.
struct ParquetStatisticsTests {
    private func bounds(_ numbers: [Double?]) -> (least: Double?, greatest: Double?) {
        var buffer = ColumnBuffer(Column.number("x").orNull)
        for number in numbers { buffer.append(number) }
        let statistics = ParquetStatistics(buffer)
        func number(_ bytes: [UInt8]?) -> Double? {
            bytes.map { bytes in
                Double(
                    bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
            }
        }
        #expect(statistics.nullCount == numbers.count { $0 == nil })
        return (number(statistics.least), number(statistics.greatest))
    }

    @Test func aZeroIsTheBoundThatBothZerosKeepTo() {
        for zero in [0.0, -0.0] {
            let (least, greatest) = bounds([zero])
            #expect(least?.sign == .minus && least == 0)
            #expect(greatest?.sign == .plus && greatest == 0)
        }
    }

    @Test func notANumberIsNoBound() {
        let (least, greatest) = bounds([.nan, 2, nil, -1, .signalingNaN])
        #expect(least == -1 && greatest == 2)
    }

    @Test func withoutNumbersThereAreNoBounds() {
        for numbers in [[], [nil], [.nan], [nil, .nan]] as [[Double?]] {
            let (least, greatest) = bounds(numbers)
            #expect(least == nil && greatest == nil)
        }
    }

    @Test func theExtremesAreBounds() {
        let extremes = [
            Double.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
        ]
        let (least, greatest) = bounds(extremes + [.infinity])
        #expect(least == -.greatestFiniteMagnitude && greatest == .infinity)
    }

    @Test(arguments: [false, true])
    func textsAreOrderedByTheirBytes(_ isRepetitive: Bool) {
        var buffer = ColumnBuffer(isRepetitive ? .word("x") : .text("x"))
        for text in ["b", "ä", "Z", "zz", "z", "b"] { buffer.append(text) }
        let statistics = ParquetStatistics(buffer)
        #expect(statistics.least == Array("Z".utf8))
        #expect(statistics.greatest == Array("ä".utf8))
    }

    @Test func aLongTextIsNoBound() {
        var buffer = ColumnBuffer(.text("x"))
        buffer.append("a")
        buffer.append(String(repeating: "z", count: ParquetStatistics.maxTextBytes + 1))
        let statistics = ParquetStatistics(buffer)
        #expect(statistics.least == Array("a".utf8))
        #expect(statistics.greatest == nil)
    }
}
