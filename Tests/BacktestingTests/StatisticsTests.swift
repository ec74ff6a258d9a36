import Testing

@testable import Backtesting

@Suite struct StatisticsTests {
    @Test(arguments: [
        ("rising", [100, 110, 120], 0),
        ("half lost", [100, 200, 100, 150], 50),
        ("later fall is deeper from a higher peak", [100, 80, 200, 120], 40),
        ("into debt", [100, -50], 150),
        ("nothing", [], 0),
    ])
    func drawdownIsMeasuredFromTheRunningPeak(name: String, values: [Double], percent: Double) {
        #expect(maximumDrawdownPercent(of: values) == percent, "\(name)")
    }

    /// Returns 0 and 0.25: their mean and their deviation are both 0.125.
    @Test func sharpeRatioCountsTheFirstBarsReturn() throws {
        let ratio = try #require(annualisedSharpeRatio(of: [100, 125], start: 100))
        #expect((ratio - 252.0.squareRoot()).magnitude < 1e-12)
    }

    @Test(
        arguments: [
            ("no trade", [100, 100, 100], 100),
            ("one bar", [120], 100),
            ("equal returns", [200, 400], 100),
            ("equity of zero", [0, 0, 10], 100),
            ("no bars", [], 100),
        ] as [(String, [Double], Double)])
    func sharpeRatioDoesNotExistWithoutVaryingReturns(
        name: String, values: [Double], start: Double
    ) {
        #expect(annualisedSharpeRatio(of: values, start: start) == nil, "\(name)")
    }
}
