import Testing

@testable import Indicators

/// That momentum, volume and candlesticks give TA-Lib's values; what differs is told in
/// `MomentumExceptionTests`.
@Suite struct MomentumParityTests {
    typealias Case = TALibParityTests.Case

    private static let twoLines = ["fastk": "k", "fastd": "d", "slowk": "k", "slowd": "d"]
    private static let threeLines = ["macdsignal": "signal", "macdhist": "histogram"]
    private static let spans = ["fastperiod", "slowperiod"]

    static let cases: [Case] =
        [
            "RSI", "CMO", "CMOU", "ROC", "ROCP", "ROCR", "ROCR100", "MOM", "TRIX", "DPO", "ER",
            "FOSC", "VHF",
        ].map { Case($0, $0.lowercased(), [.close]) }
        + [
            "WILLR", "CCI", "DX", "ADXR", "PLUS_DM", "MINUS_DM", "AROONOSC", "IMI", "QSTICK", "CMF",
            "EFI", "RVOL",
        ].map { Case($0, $0.lowercased()) }
        + ["BOP", "WAD", "OBV", "AD", "MARKETFI", "NVI", "PVI", "PVT", "VWAP"].map {
            Case($0, $0.lowercased(), [], [])
        }
        + ["MFI", "ADX", "PLUS_DI", "MINUS_DI"].map { Case($0, "\($0.lowercased())_talib") }
        + ["AO", "ADOSC", "PVO"].map { Case($0, $0.lowercased(), [], spans) }
        + ["APO", "PPO"].map { Case($0, $0.lowercased(), [.close], spans) }
        + [
            Case("MACD", "macd_talib", [.close], spans + ["signalperiod"], threeLines),
            Case("MACDFIX", "macdfix", [.close], ["signalperiod"], threeLines),
            Case("STOCHF", "stochf", [], ["fastk_period", "fastd_period"], twoLines),
            Case("AC", "ac", [], spans + ["signalperiod"]),
            Case(
                "STOCHRSI", "stochrsi", [.close], ["timeperiod", "fastk_period", "fastd_period"],
                twoLines),
            Case(
                "STOCH", "stoch", [], ["fastk_period", "slowk_period", "slowd_period"], twoLines),
            Case("KDJ", "kdj", [], ["fastk_period", "slowk_period", "slowd_period"]),
            Case(
                "SMI", "smi", [], ["timeperiod"] + spans + ["signalperiod"],
                ["smisignal": "signal"]),
            Case("AROON", "aroon", [], ["timeperiod"], ["aroonup": "up", "aroondown": "down"]),
            Case("ERI", "eri", [], ["timeperiod"], ["bullpower": "bull", "bearpower": "bear"]),
            Case("VORTEX", "vortex", [], ["timeperiod"], ["plusvi": "plus", "minusvi": "minus"]),
            Case(
                "FRACTAL", "fractal", [], ["leftbars", "rightbars"],
                ["swinghigh": "high", "swinglow": "low"]),
            Case("COPPOCK", "coppock", [.close], ["wmaperiod", "roc1period", "roc2period"]),
            Case("TSI", "tsi", [.close], ["firstperiod", "secondperiod"]),
            Case("ULTOSC", "ultosc", [], ["timeperiod1", "timeperiod2", "timeperiod3"]),
        ]

    @Test(arguments: cases) func valuesAreThoseOfTALib(test: Case) throws {
        let function = try #require(
            IndicatorCatalogue.language1.first { $0.name == test.name })
        var compared = 0
        for line in TALibGolden.all where line.function == test.function {
            // Ours are of exponential averages only.
            guard
                ["APO", "PPO", "PVO"].contains(test.function) == (line.parameters["matype"] == 1),
                !MomentumExceptionTests.excepted.contains("\(test.function) \(line.ticker)")
            else { continue }
            let numbers = try test.parameters.map { try #require(line.parameters[$0]) }
            let prices = GoldenBars.of(line.ticker)
            let lines = function.compute(
                IndicatorInput(
                    prices: prices, columns: test.series.map { prices[$0] }, numbers: numbers,
                    lead: 0))
            let name = test.outputs[line.output] ?? line.output
            let place =
                function.lines.isEmpty ? 0 : try #require(function.lines.firstIndex(of: name))
            line.check(lines[place], first: function.firstIndex(numbers))
            compared += 1
        }
        #expect(compared >= 8)
    }

    @Test(arguments: IndicatorCatalogue.candlesticks.map(\.name))
    func candlesticksAreThoseOfTALib(name: String) throws {
        let function = try #require(
            IndicatorCatalogue.language1.first { $0.name == name })
        let pattern = "CDL" + name.dropFirst("cdl_".count).uppercased()
        let lines = TALibGolden.candlesticks.filter { $0.function == pattern }
        #expect(lines.count >= 10)
        for line in lines {
            let numbers = function.arguments.isEmpty ? [] : [line.parameters["penetration"] ?? .nan]
            let column = function.compute(
                IndicatorInput(
                    prices: GoldenBars.of(line.ticker), columns: [], numbers: numbers, lead: 0))[0]
            let place = "\(pattern) \(line.ticker) \(numbers)"
            let first = function.firstIndex(numbers)
            #expect(first == line.firstIndex, "\(place)")
            #expect(column.firstIndex { !$0.isNaN } == first, "\(place)")
            let present = column.dropFirst(first)
            for (bar, value) in line.values where bar >= first {
                #expect(column[bar] == value, "\(place), bar \(bar)")
            }
            #expect(present.count { $0 != 0 } == line.count, "\(place)")
            #expect(present.reduce(0, +) == line.sum, "\(place)")
        }
    }
}
