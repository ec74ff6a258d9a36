import Testing

@testable import Indicators

/// What functions say of prices that never move, where a quotient may be 0/0.
@Suite struct ConstantPriceTests {
    /// A price of which neither sums nor squares are round.
    private static let price = 37.13
    private static let prices = PriceColumns(
        open: column(price), high: column(price), low: column(price), close: column(price),
        volume: column(1000))

    private static func column(_ value: Double) -> [Double] { Array(repeating: value, count: 90) }

    @Test(
        arguments: [
            ("sma", [14], [price]), ("ema", [14], [price]), ("rma", [14], [price]),
            ("wma", [14], [price]), ("hma", [14], [price]), ("kama", [14], [price]),
            ("trima", [14], [price]), ("zlema", [14], [price]), ("vwma", [14], [price]),
            ("midpoint", [14], [price]), ("percentile", [14, 30], [price]),
            ("linearreg", [14], [price]), ("tsf", [14], [price]),
            ("linearreg_intercept", [14], [price]), ("linearreg_slope", [14], [0]),
            ("avgdev", [14], [0]), ("avgdev", [70], [0]), ("percentrank", [14], [0]),
            ("correl", [14], [0]), ("beta", [14], [0]), ("rvi", [5, 10], [50]),
            ("change", [3], [0]),
            ("rising", [3], [0]), ("falling", [3], [0]),
            ("trange", [], [0]), ("atr", [14], [0]), ("natr", [14], [0]), ("adr", [14], [0]),
            ("cvi", [5, 6], [0]), ("massi", [5, 6], [6]), ("midprice", [14], [price]),
            ("supertrend", [14, 3], [price, 1]), ("sar", [0.02, 0.2], [price]),
            ("ichimoku", [9, 26, 52], [price, price, price, price]),
            ("donchian", [14], [price, price, price]),
            ("keltner", [14, 9, 2], [price, price, price]),
            ("keltner_talib", [14, 9, 2], [price, price, price]),
            ("accbands", [14], [price, price, price]), ("ha", [], [price, price, price, price]),
            ("avgprice", [], [price]), ("typprice", [], [price]),
        ] as [(String, [Double], [Double])])
    func valuesAreThePriceOrTheNeutralMiddle(
        name: String, numbers: [Double], expected: [Double]
    ) throws {
        let close = Self.prices.close
        let lines = try IndicatorCatalogue.lines(name, Self.prices, [close, close], numbers)
        #expect(lines.count == expected.count)
        for (line, value) in zip(lines, expected) {
            let present = line.filter { !$0.isNaN }
            #expect(!present.isEmpty)
            let worst = present.map { ($0 - value).magnitude }.max() ?? 0
            // An average of equal values may be off in the last place; a neutral value is exact.
            #expect(value == Self.price ? worst < 1e-13 : worst == 0, "\(worst)")
        }
    }

    /// Bands are those of a variance from mean squares, whose rounding leaves 1e-7 of the price.
    @Test func bandsAreWithinTheRoundingOfSquares() throws {
        let close = Self.prices.close
        for line in try IndicatorCatalogue.lines("bbands", Self.prices, [close], [14, 2]) {
            for value in line.dropFirst(13) { #expect((value - Self.price).magnitude < 4e-6) }
        }
    }

    @Test func withoutVolumeThereIsNoWeightedAverage() throws {
        let prices = GoldenBars.of("NOVOL")
        let line = try IndicatorCatalogue.lines("vwma", prices, [prices.close], [14])[0]
        #expect(line.filter { !$0.isNaN }.isEmpty)
    }

    @Test func pricesOfZeroAreNotDividedBy() throws {
        let zeros = Self.column(0)
        let prices = PriceColumns(
            open: zeros, high: zeros, low: zeros, close: zeros, volume: zeros)
        for (name, numbers) in [("natr", [14.0]), ("accbands", [14]), ("cvi", [5, 6])] {
            for line in try IndicatorCatalogue.lines(name, prices, [], numbers) {
                let values = Set(line.filter { !$0.isNaN })
                #expect(values == [0], "\(name)")
            }
        }
        let changes = try IndicatorCatalogue.lines("beta", prices, [zeros, zeros], [14])[0]
        #expect(changes.filter { !$0.isNaN }.isEmpty)
    }
}
