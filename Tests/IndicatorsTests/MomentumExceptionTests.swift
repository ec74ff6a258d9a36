import Testing

@testable import Indicators

/// Where ours and TA-Lib's values differ, and why.
@Suite struct MomentumExceptionTests {
    /// Functions of TA-Lib and series that are compared here only.
    static let excepted: Set = [
        "RSI FLAT", "STOCH FLAT", "STOCHF FLAT", "KDJ FLAT", "WILLR FLAT", "STOCHRSI FLAT",
        "STOCHRSI RISE", "MFI FLAT", "MFI NOVOL", "ER FLAT", "RVOL NOVOL",
    ]

    /// The values from the first on.
    private func values(
        _ name: String, _ prices: PriceColumns, _ numbers: [Double]
    ) throws -> [Double] {
        let function = try #require(IndicatorCatalogue.language1.first { $0.name == name })
        let isOfSeries = !function.arguments.isEmpty && function.reads.isEmpty
        let lines = function.compute(
            IndicatorInput(
                prices: prices, columns: isOfSeries ? [prices.close] : [], numbers: numbers,
                lead: 0))
        return lines.flatMap { $0.dropFirst(function.firstIndex(numbers)) }
    }

    private func constant(_ price: Double, volume: Double = 1000) -> PriceColumns {
        let prices = Array(repeating: price, count: 120)
        return PriceColumns(
            open: prices, high: prices, low: prices, close: prices,
            volume: Array(repeating: volume, count: 120))
    }

    /// TA-Lib says 0, which reads as oversold; the middle is what nothing says either way.
    @Test(arguments: [50, 0.1, 33.37, 1e-9])
    func oscillatorsOfPricesThatStandStillAreInTheMiddle(price: Double) throws {
        let cases: [(String, [Double])] = [
            ("rsi", [14]), ("stoch", [14, 3, 3]), ("stochf", [5, 3]), ("stochrsi", [14, 5, 3]),
            ("mfi", [14]), ("mfi_talib", [14]), ("imi", [14]),
        ]
        for (name, numbers) in cases {
            #expect(Set(try values(name, constant(price), numbers)) == [50], "\(name)")
        }
        // Three times an average less two times one.
        #expect(
            try values("kdj", constant(price), [9, 3, 3]).allSatisfy { ($0 - 50).magnitude < 1e-12 }
        )
        #expect(Set(try values("willr", constant(price), [14])) == [-50])
    }

    @Test(arguments: [50, 0.1, 33.37, 1e-9])
    func whatElseDividesNothingByNothingIsZero(price: Double) throws {
        let cases: [(String, [Double])] = [
            ("cmo", [14]), ("cmou", [14]), ("cci", [14]), ("adx", [14]), ("plus_di", [14]),
            ("minus_di", [14]), ("dx", [14]), ("adx_talib", [14]), ("adxr", [14]),
            ("plus_di_talib", [14]), ("minus_di_talib", [14]), ("bop", []), ("tsi", [25, 13]),
            ("smi", [13, 2, 25, 9]), ("ultosc", [7, 14, 28]), ("vhf", [28]), ("vortex", [14]),
            ("roc", [10]), ("rocp", [10]), ("mom", [10]), ("cmf", [20]), ("ad", []), ("wad", []),
            ("efi", [13]), ("pvt", []), ("marketfi", []), ("aroonosc", [14]),
        ]
        for (name, numbers) in cases {
            #expect(Set(try values(name, constant(price), numbers)) == [0], "\(name)")
        }
    }

    /// TA-Lib takes a series that stands still for one that goes straight: 1.
    @Test func efficiencyOfPricesThatStandStillIsZero() throws {
        #expect(Set(try values("er", constant(50), [10])) == [0])
    }

    /// In RISE the RSI is 100 on every bar: it stands still, too.
    @Test func stochasticOfAnIndexThatStandsStillIsInTheMiddle() throws {
        #expect(Set(try values("stochrsi", GoldenBars.of("RISE"), [14, 14, 3])) == [50])
    }

    /// TA-Lib says 0 for MFI, and nothing for RVOL.
    @Test func functionsOfVolumeDoWithoutVolume() throws {
        let prices = GoldenBars.of("NOVOL")
        #expect(Set(try values("mfi", prices, [14])) == [50])
        #expect(Set(try values("mfi_talib", prices, [7])) == [50])
        let zeros: [(String, [Double])] = [
            ("rvol", [20]), ("obv", []), ("ad", []), ("adosc", [3, 10]), ("cmf", [20]),
            ("efi", [13]), ("marketfi", []), ("pvt", []), ("pvo", [12, 26]), ("vwap", []),
        ]
        for (name, numbers) in zeros {
            #expect(Set(try values(name, prices, numbers)) == [0], "\(name)")
        }
        for name in ["nvi", "pvi"] { #expect(Set(try values(name, prices, [])) == [1000]) }
    }

    /// TA-Lib 0.8 takes a change of the typical price of some 1e-15 for none.
    ///
    /// Ours takes its sign, as backtrader does. Only F has such changes: four of its prices that are equal in cents.
    @Test func moneyFlowDiffersByTies() throws {
        for ticker in GoldenBars.listed {
            let prices = GoldenBars.of(ticker)
            let ours = try values("mfi", prices, [14])
            let other = try values("mfi_talib", prices, [14])
            let different = zip(ours, other).filter { $0 != $1 }
            #expect(different.count == (ticker == "F" ? 53 : 0), "\(ticker)")
            let most = different.map { ($0 - $1).magnitude }.max() ?? 0
            #expect(most < 5, "\(ticker)")
        }
    }

    /// Ours begin each average with its own first value, TA-Lib's begin late or with one bar less;
    /// both forget how they began.
    @Test func seedsAreForgotten() throws {
        let prices = GoldenBars.of("AAPL")
        func distance(_ name: String, _ numbers: [Double], from bar: Int) throws -> Double {
            let column = try IndicatorCatalogue.lines(name, prices, [prices.close], numbers)[0]
            let other = try IndicatorCatalogue.lines(
                "\(name)_talib", prices, [prices.close], numbers)[0]
            return zip(column, other).dropFirst(bar).map { ($0 - $1).magnitude }.max() ?? .nan
        }
        for (bar, least, most) in [(33, 0.23, 0.25), (66, 0, 1e-3), (108, 0, 1e-6)] {
            let macd = try distance("macd", [12, 26, 9], from: bar)
            #expect(macd > least && macd < most, "macd, bar \(bar): \(macd)")
        }
        for (bar, least, most) in [(27, 0.48, 0.5), (84, 0, 0.01), (243, 0, 1e-6)] {
            let adx = try distance("adx", [14], from: bar)
            #expect(adx > least && adx < most, "adx, bar \(bar): \(adx)")
        }
        #expect(try distance("plus_di", [14], from: 300) < 1e-6)
        #expect(try distance("minus_di", [14], from: 300) < 1e-6)
    }
}
