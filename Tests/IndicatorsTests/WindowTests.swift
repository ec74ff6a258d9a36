import Testing

@testable import Indicators

/// The language's own functions, and those that TA-Lib does not have, by hand.
@Suite struct WindowTests {
    private static let nan = Double.nan
    private static let series = [1, 3, 4, 7, nan, 8, 8, 6, 5]

    private func expect(_ column: [Double], _ expected: [Double]) {
        let isEqual =
            column.count == expected.count
            && zip(column, expected).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
        #expect(isEqual, "\(column), expected \(expected)")
    }

    @Test(arguments: [
        ("change", [nan, nan, 3, 4, nan, 1, nan, -2, -3]),
        ("sum", [nan, 4, 7, 11, nan, nan, 16, 14, 11]),
        ("highest", [nan, 3, 4, 7, nan, nan, 8, 8, 6]),
        ("lowest", [nan, 1, 3, 4, nan, nan, 8, 6, 5]),
        ("midpoint", [nan, 2, 3.5, 5.5, nan, nan, 8, 7, 5.5]),
        ("rising", [nan, nan, 1, 1, nan, nan, nan, 0, 0]),
        ("falling", [nan, nan, 0, 0, nan, nan, nan, 0, 1]),
    ])
    func windowsOfTwo(name: String, expected: [Double]) throws {
        expect(try IndicatorCatalogue.line(name, [Self.series], [2]), expected)
    }

    @Test func aTotalSkipsWhatIsMissing() throws {
        expect(
            try IndicatorCatalogue.line("cum", [Self.series]),
            [1, 4, 8, 15, Self.nan, 23, 31, 37, 42])
    }

    @Test func whereTheConditionIsMissingItIsNotTrue() throws {
        let condition = [0, 1, 1, Self.nan, 0, 0, 1, Self.nan, 0]
        expect(
            try IndicatorCatalogue.line("count", [condition], [3]),
            [Self.nan, Self.nan, 2, 2, 1, 0, 1, 1, 1])
        expect(
            try IndicatorCatalogue.line("bars_since", [condition]),
            [Self.nan, 0, 0, 1, 2, 3, 0, 1, 2])
        expect(
            try IndicatorCatalogue.line("value_when", [condition, Self.series]),
            [Self.nan, 3, 4, 4, 4, 4, 8, 8, 8])
    }

    @Test func aWindowOfConditionsBeginsWithItsColumn() throws {
        let condition = [Self.nan, Self.nan, 1, 0, 1]
        expect(
            try IndicatorCatalogue.line("count", [condition], [2], lead: 2),
            [Self.nan, Self.nan, Self.nan, 1, 1])
    }

    /// Of bars with highs 1, 2, 3 … and lows 0: the middle of n bars is half the newest high.
    @Test func spansOfIchimokuAreThoseDrawnUnderTheBar() throws {
        let highs = (1...12).map(Double.init)
        let zeros = Array(repeating: 0.0, count: 12)
        let prices = PriceColumns(
            open: zeros, high: highs, low: zeros, close: zeros, volume: zeros)
        let lines = try IndicatorCatalogue.lines("ichimoku", prices, [], [2, 4, 6])
        // The third length is full at index 5, and moved by 4 − 1.
        let missing = Array(repeating: Self.nan, count: 8)
        expect(lines[0], missing + [4.5, 5, 5.5, 6])
        expect(lines[1], missing + [4.5, 5, 5.5, 6])
        expect(lines[2], missing + [3, 3.5, 4, 4.5])
        expect(lines[3], missing + [3, 3.5, 4, 4.5])
    }

    @Test func keltnerBandsBeginWhereBothAveragesAreThere() throws {
        let prices = GoldenBars.of("XOM").first(80)
        let lines = try IndicatorCatalogue.lines("keltner", prices, [], [5, 20, 1.5])
        let average = Recursive.exponential(prices.close, 5, from: 0)
        let range = try IndicatorCatalogue.lines("atr", prices, [], [20])[0]
        for bar in 0..<80 {
            let width = range[bar] * 1.5
            #expect(lines.allSatisfy { $0[bar].isNaN == (bar < 20) })
            guard bar >= 20 else { continue }
            #expect(lines[0][bar] == average[bar] - width)
            #expect(lines[1][bar] == average[bar])
            #expect(lines[2][bar] == average[bar] + width)
        }
    }
}
