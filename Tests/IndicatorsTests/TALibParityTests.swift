import Testing

@testable import Indicators

/// That functions give TA-Lib's values to 1e-9, on six stocks and four made series.
@Suite struct TALibParityTests {
    /// A function of TA-Lib, and how ours is called.
    struct Case: Sendable, CustomTestStringConvertible {
        let function: String
        let name: String
        let series: [PriceField]
        let parameters: [String]
        /// By the names of TA-Lib's outputs, the names of our lines.
        let outputs: [String: String]

        var testDescription: String { function }

        init(
            _ function: String, _ name: String, _ series: [PriceField] = [],
            _ parameters: [String] = ["timeperiod"], _ outputs: [String: String] = [:]
        ) {
            self.function = function
            self.name = name
            self.series = series
            self.parameters = parameters
            self.outputs = outputs
        }
    }

    private static let edges = [
        "lowerband": "lower", "middleband": "middle", "upperband": "upper",
    ]

    static let cases: [Case] =
        [
            "SMA", "EMA", "RMA", "WMA", "DEMA", "TEMA", "TRIMA", "KAMA", "HMA", "ZLEMA", "VWMA",
            "MIDPOINT", "AVGDEV", "VAR", "LINEARREG", "TSF", "LINEARREG_SLOPE",
            "LINEARREG_INTERCEPT", "PERCENTRANK",
        ].map { Case($0, $0.lowercased(), [.close]) }
        + ["MIDPRICE", "ATR", "NATR", "ADR"].map { Case($0, $0.lowercased()) }
        + ["TRANGE", "AVGPRICE", "MEDPRICE", "TYPPRICE", "WCLPRICE"].map {
            Case($0, $0.lowercased(), [], [])
        }
        + [
            Case("T3", "t3", [.close], ["timeperiod", "vfactor"]),
            Case("ACCBANDS", "accbands", [], ["timeperiod"], edges),
            Case("DONCHIAN", "donchian", [], ["timeperiod"], edges),
            Case("KC", "keltner_talib", [], ["timeperiod", "atrperiod", "nbdev"], edges),
            Case(
                "SUPERTREND", "supertrend", [], ["timeperiod", "multiplier"],
                ["supertrend": "line", "trend": "direction"]),
            Case("SAR", "sar", [], ["acceleration", "maximum"]),
            Case("CVI", "cvi", [], ["timeperiod", "rocperiod"]),
            Case("MASSI", "massi", [], ["fastperiod", "slowperiod"]),
            Case("RVI", "rvi", [.close], ["timeperiod", "stddevperiod"]),
            Case(
                "HA", "ha", [], [],
                ["haopen": "open", "hahigh": "high", "halow": "low", "haclose": "close"]),
            Case("CORREL", "correl", [.high, .low]),
            Case("BETA", "beta", [.high, .low]),
            Case("PERCENTILE", "percentile", [.close], ["timeperiod", "percentile"]),
        ]

    @Test(arguments: cases) func valuesAreThoseOfTALib(test: Case) throws {
        let lines = TALibGolden.all.filter { $0.function == test.function }
        #expect(lines.count >= 10)
        let function = try #require(
            IndicatorCatalogue.language1.first { $0.name == test.name })
        for line in lines {
            let numbers = try test.parameters.map { try #require(line.parameters[$0]) }
            let prices = GoldenBars.of(line.ticker)
            let columns = function.compute(
                IndicatorInput(
                    prices: prices, columns: test.series.map { prices[$0] }, numbers: numbers,
                    lead: 0))
            let place =
                function.lines.isEmpty
                ? 0
                : try #require(
                    function.lines.firstIndex(of: test.outputs[line.output] ?? line.output))
            line.check(columns[place], first: function.firstIndex(numbers))
        }
    }

    /// Ours takes one factor for both bands, and gives all three lines.
    @Test func bandsAreThoseOfTALibWithEachOfItsFactors() throws {
        for line in TALibGolden.all where line.function == "BBANDS" {
            let isUpper = line.output == "upperband"
            let factor = try #require(line.parameters[isUpper ? "nbdevup" : "nbdevdn"])
            let length = try #require(line.parameters["timeperiod"])
            let prices = GoldenBars.of(line.ticker)
            let lines = try IndicatorCatalogue.lines(
                "bbands", prices, [prices.close], [length, factor])
            let place = ["lowerband", "middleband", "upperband"].firstIndex(of: line.output) ?? 0
            line.check(lines[place], first: Int(length) - 1)
        }
    }

    /// Ours has no factor: `2 * stddev(x, 20)` says it as well.
    @Test func deviationIsThatOfTALibTimesItsFactor() throws {
        for line in TALibGolden.all where line.function == "STDDEV" {
            let factor = try #require(line.parameters["nbdev"])
            let length = try #require(line.parameters["timeperiod"])
            let close = GoldenBars.of(line.ticker).close
            let deviation = try IndicatorCatalogue.line("stddev", [close], [length])
            line.check(deviation.map { $0 * factor }, first: Int(length) - 1)
        }
    }
}
