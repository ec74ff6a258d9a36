import Foundation
import MarketData
import PortableMath
import Testing

@testable import Backtesting

@Suite struct StatisticsTests {
    @Test(arguments: [
        ("rising", [100, 110, 120], 0),
        ("half lost", [100, 200, 100, 150], 50),
        ("later fall is deeper from a higher peak", [100, 80, 200, 120], 40),
        ("earlier fall is deeper from a lower peak", [100, 50, 200, 180], 50),
        ("into debt", [100, -50], 150),
        ("nothing", [], 0),
    ])
    func drawdownIsMeasuredFromTheRunningPeak(name: String, values: [Double], percent: Double) {
        #expect(maximumDrawdownPercent(of: values) == percent, "\(name)")
        let statistics = DrawdownStatistics(of: values, at: BarTime.days(values.count))
        #expect(statistics.maxPercent == percent, "\(name)")
    }

    /// Across the bound where the series gives way to the table of logarithms, and far from it.
    @Test(arguments: [
        0.01, 0.5, 0.9, 0.9048, 0.904_9, 0.999, 1, 1.000_001, 1.02, 1.105, 1.11, 7,
    ])
    func logarithmicReturnIsTheLogarithmOfTheRatio(ratio: Double) {
        // By the logarithm of one and a difference, which is exact where that of the ratio is not.
        let expected = log1p((37.25 * ratio - 37.25) / 37.25)
        for other in [37.25, 60] {
            let values = Elementary.logarithmicReturns(
                of: SIMD2(37.25 * ratio, other), over: SIMD2(37.25, 37.25))
            let error = (values[0] - expected).magnitude
            #expect(error <= 1e-15 * max(expected.magnitude, 1e-300), "\(values)")
        }
    }

    /// Falls of 20 %, 10 % and 50 %, the last of which lasts to the end.
    @Test func drawdownsLastFromPeakToRecovery() {
        let values = [100.0, 80, 100, 200, 190, 180, 185, 200, 200, 100, 150]
        let statistics = DrawdownStatistics(of: values, at: BarTime.days(values.count, every: 7))
        #expect(statistics.maxPercent == 50)
        #expect(statistics.averagePercent.map { ($0 - 80.0 / 3).magnitude < 1e-12 } == true)
        #expect(statistics.maxDuration?.days == 28)
        // 14, 28 and 14 days: the mean of 18⅔ is rounded up.
        #expect(statistics.averageDuration?.days == 19)
        #expect(statistics.maxBars == 4)
        #expect(statistics.recoveryBars == nil)
    }

    @Test func recoveryCountsFromTheLowestValueOfTheDeepestFall() {
        let values = [100.0, 90, 50, 60, 70, 100, 95, 100]
        let statistics = DrawdownStatistics(of: values, at: BarTime.days(values.count))
        #expect(statistics.recoveryBars == 3)
    }

    @Test func fallOfTheLastValueCountsForTheMaximumOnly() {
        let statistics = DrawdownStatistics(of: [100, 110, 99], at: BarTime.days(3))
        #expect(statistics.maxPercent == 10)
        #expect(statistics.averagePercent == nil)
        #expect(statistics.maxDuration == nil)
        #expect(statistics.maxBars == nil)
    }

    /// Returns 0 and 0.25: their mean and their deviation are both 0.125.
    @Test func sharpeRatioCountsTheFirstBarsReturn() throws {
        let ratio = try #require(
            annualisedSharpeRatio(of: [100, 125], at: BarTime.days(2), start: 100))
        #expect((ratio - 252.0.squareRoot()).magnitude < 1e-12)
    }

    @Test func barsWithinDaysCountByTheDaysLastValue() throws {
        let times = BarTime.hours(6)
        let ratio = try #require(
            annualisedSharpeRatio(of: [90, 80, 100, 200, 300, 125], at: times, start: 100))
        #expect((ratio - 252.0.squareRoot()).magnitude < 1e-12)
        #expect(
            AnnualStatistics(of: [90, 80, 100, 200, 300, 125], at: times)
                == AnnualStatistics(of: [100, 125], at: BarTime.days(2)))
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
        let times = BarTime.days(values.count)
        #expect(annualisedSharpeRatio(of: values, at: times, start: start) == nil, "\(name)")
    }

    @Test(arguments: [
        ("no bars", BarTime.days(0), 252), ("one bar", BarTime.days(1), 252),
        ("Friday and Monday", [2, 5].map { BarTime.days(6)[$0] }, 252),
        ("every day", BarTime.days(300), 365),
        ("weeks", BarTime.days(300, every: 7), 52), ("months", BarTime.days(30, every: 30), 12),
        ("quarters", BarTime.days(30, every: 91), 4), ("years", BarTime.days(9, every: 365), 1),
        ("stock days", BarTime.days(300).filter { ($0.day.dayNumber + 3) % 7 < 5 }, 252),
        ("hours of three days", BarTime.hours(8), 252), ("hours of weeks", BarTime.hours(99), 365),
    ])
    func periodIsToldFromTheTimes(name: String, times: [BarTime], countPerYear: Double) {
        #expect(ReturnPeriod(of: times).countPerYear == countPerYear, "\(name)")
    }

    /// Yearly returns of 50 % and −20 %: growth is √1.2 − 1, the sample variance 0.245.
    @Test func annualFiguresFollowTheirDefinitions() throws {
        let annual = AnnualStatistics(
            of: [100, 150, 120], at: BarTime.days(3, every: 365))
        let growth = 1.2.squareRoot() - 1
        let volatility = (0.245 + 1.2 - 1.2).squareRoot()
        let downside = (0.04 / 2).squareRoot()
        #expect(try #require(annual.returnPercent).isClose(to: growth * 100))
        #expect(try #require(annual.volatilityPercent).isClose(to: volatility * 100))
        #expect(try #require(annual.sharpeRatio).isClose(to: growth / volatility))
        #expect(try #require(annual.sortinoRatio).isClose(to: growth / downside))
    }

    @Test(arguments: [[], [100], [100, 0], [100, -1, 50], [0, 1]] as [[Double]])
    func annualFiguresNeedTwoValuesAboveZero(values: [Double]) {
        let annual = AnnualStatistics(of: values, at: BarTime.days(values.count))
        #expect(annual.returnPercent == nil)
        #expect(annual.volatilityPercent == nil)
        #expect(annual.sharpeRatio == nil)
        #expect(annual.sortinoRatio == nil)
    }

    @Test func constantEquityHasNoRatios() {
        let annual = AnnualStatistics(of: [100, 100, 100], at: BarTime.days(3))
        #expect(annual.returnPercent == 0)
        #expect(annual.volatilityPercent == 0)
        #expect(annual.sharpeRatio == nil)
        #expect(annual.sortinoRatio == nil)
    }
}
