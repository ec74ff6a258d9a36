import MarketData
import TestSupport
import Testing

@Suite struct CSVFuzzTests {
    /// Bytes that mean something to the reader, so that changes hit home.
    private static let signs = Array("0123456789.,-+:/\"\n\r eETZ#<\0\u{ff}".utf8)

    @Test(arguments: CSVShapesTests.shapes)
    func changedFileGivesSoundBarsOrALocatedError(shape: CSVShapesTests.Shape) throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let original = Array(shape.text.utf8)
        for _ in 0..<300 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                Self.change(&bytes, &random)
            }
            do throws(PriceError) {
                let table = try PriceTable(csv: bytes, name: "fuzz")
                for ticker in table.tickers {
                    do throws(PriceError) {
                        try Self.expectSound(try table.history(of: ticker, from: nil, to: nil))
                    } catch {
                        #expect(error.message.contains("fuzz prices"), "seed \(seed): \(error)")
                    }
                }
            } catch {
                let isLocated = error.code == .noData || error.message.contains("fuzz prices")
                #expect(isLocated, "seed \(seed): \(error)")
            }
        }
    }

    /// Makes the bars once more from their columns, which checks all that bars promise.
    private static func expectSound(_ history: PriceHistory) throws(PriceError) {
        let bars = history.bars
        let checked = try Bars(
            ticker: bars.ticker, times: bars.times, open: bars.open, high: bars.high,
            low: bars.low, close: bars.close, volume: bars.volume)
        #expect(checked == bars)
        #expect(history.counts.rows == bars.count + history.counts.rowsDropped)
    }

    private static func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard let place = bytes.indices.randomElement(using: &random),
            let sign = signs.randomElement(using: &random)
        else { return }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = sign
        case 1: bytes.insert(sign, at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        default: bytes.removeSubrange(place...)
        }
    }
}
