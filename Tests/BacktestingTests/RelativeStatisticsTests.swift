import Foundation
import MarketData
import Testing

@testable import Backtesting

/// Figures against a benchmark: what empyrical 0.7.1 makes of the same values
/// (`Golden/run_empyrical.py`), and where they do not exist.
@Suite struct RelativeStatisticsTests {
    struct Golden: Decodable, Sendable, CustomTestStringConvertible {
        struct Stock: Decodable, Sendable {
            let times: [String]
            let equity: [Double]
            let benchmark: [Double]
        }

        let name: String
        let cash: Double
        let stocks: [Stock]
        let figures: [String: Double]

        var testDescription: String { name }

        static let all: [Golden] = {
            struct File: Decodable { let cases: [Golden] }
            let data = try? Data(contentsOf: GoldenTests.url("benchmark-empyrical.json"))
            return data.flatMap { try? JSONDecoder().decode(File.self, from: $0).cases } ?? []
        }()
    }

    @Test func everyCaseOfTheFileIsThere() {
        #expect(Golden.all.count == 8)
    }

    @Test(arguments: Golden.all)
    func figuresAreThoseOfEmpyrical(_ golden: Golden) throws {
        var portfolio = PortfolioAccumulator(cash: golden.cash)
        for stock in golden.stocks {
            let times = try stock.times.map { try #require(BarTime(iso: Array($0.utf8)[...])) }
            portfolio.add(times: times, equity: stock.equity, benchmark: stock.benchmark)
        }
        let figures = portfolio.curve().compared(with: portfolio.benchmarkCurve())
        for (name, expected) in golden.figures {
            let value = try #require(figures.named[name] ?? nil, "\(name)")
            let tolerance = 1e-9 * max(1, expected.magnitude)
            #expect((value - expected).magnitude <= tolerance, "\(name): \(value), \(expected)")
        }
        #expect(golden.figures.count == figures.named.count)
    }

    @Test func holdingBuysFractionsAtTheFirstCloseThatCounts() throws {
        let run = try ScriptedRun(
            [(9, 10), (12, 12), (8, 9), (15, 16)], [.enterLong, .exit], percent: 100)
        #expect(run.result.heldValues(of: run.bars) == [1_000, 1_200, 900, 1_600])
        let figures = run.statistics.relative
        #expect(figures.benchmarkReturnPercent.map { $0.isClose(to: 60) } == true)
        let excess = try #require(figures.excessReturnPercent)
        #expect(excess.isClose(to: run.result.returnPercent - 60))
    }

    /// At each bar the last bar of the benchmark at or before it; cash before its first.
    @Test func aBenchmarkOfItsOwnIsHeldFromItsFirstBar() throws {
        let run = try ScriptedRun([(9, 10), (12, 12), (8, 9), (15, 16), (15, 20)], [])
        let days = BarTime.days(9)
        func benchmark(_ times: [BarTime], _ close: [Double]) throws -> Bars {
            try Bars(
                ticker: "INDEX", times: times, open: close, high: close, low: close, close: close,
                volume: close)
        }
        let late = try benchmark([days[1], days[3], days[8]], [50, 75, 1])
        let held = run.result.heldValues(of: run.bars, against: late)
        #expect(held == [1_000, 1_000, 1_000, 1_500, 1_500])
        let before = try benchmark([days[7], days[8]], [50, 75])
        let cash = run.result.heldValues(of: run.bars, against: before)
        #expect(cash == [1_000, 1_000, 1_000, 1_000, 1_000])
        let itself = run.result.heldValues(of: run.bars, against: run.bars)
        #expect(itself == run.result.heldValues(of: run.bars))
        let figures = RunStatistics(run.result, on: run.bars, against: late).relative
        #expect(figures.benchmarkReturnPercent == 50)
    }

    @Test func whatNeverTradesHasNoBetaToSpeakOfAndLosesWhatHoldingEarned() throws {
        let run = try ScriptedRun([(10, 10), (11, 12), (13, 9), (14, 14)], [])
        let figures = run.statistics.relative
        #expect(figures.beta == 0)
        #expect(figures.alphaPercent == 0)
        #expect(figures.upCapture == 0)
        #expect(figures.downCapture == 0)
        #expect(figures.excessReturnPercent.map { $0.isClose(to: -40) } == true)
    }

    /// A benchmark that stands still, one return, prices that only rise, an account that is ruined.
    @Test func figuresThatDoNotExistAreNil() throws {
        let times = BarTime.days(4)
        let still = Self.figures([100, 90, 120, 110], [100, 100, 100, 100], times)
        #expect(still.beta == nil && still.alphaPercent == nil)
        #expect(still.upCapture == nil && still.downCapture == nil)
        #expect(still.trackingErrorPercent != nil && still.informationRatio != nil)
        let one = Self.figures([110], [120], BarTime.days(1))
        #expect(one.beta == nil && one.trackingErrorPercent == nil && one.informationRatio == nil)
        #expect(one.excessReturnPercent.map { $0.isClose(to: -10) } == true)
        #expect(one.upCapture != nil && one.downCapture == nil)
        let same = Self.figures([100, 90, 120, 110], [100, 90, 120, 110], times)
        #expect(same.beta == 1 && same.excessReturnPercent == 0)
        #expect(same.trackingErrorPercent == 0 && same.informationRatio == nil)
        let ruined = Self.figures([100, 0, 0, 0], [100, 90, 120, 110], times)
        #expect(ruined.beta == nil && ruined.alphaPercent == nil && ruined.upCapture == nil)
        #expect(ruined.excessReturnPercent.map { $0.isClose(to: -110) } == true)
    }

    /// Squares of what rounding leaves are no variance.
    @Test func returnsThatDifferByRoundingAloneDoNotVary() {
        var steady = [101.0]
        while steady.count < 40 { steady.append(steady[steady.count - 1] * 1.01) }
        let twice = steady.map { $0 * 1.1 / 1.1 }
        #expect(steady != twice)
        #expect(Self.figures(twice, steady, BarTime.days(40)).informationRatio == nil)
        let other = (0..<40).map { 100 + Double($0 * $0 % 7) }
        #expect(Self.figures(other, steady, BarTime.days(40)).beta == nil)
    }

    private static func figures(
        _ values: [Double], _ benchmark: [Double], _ times: [BarTime], start: Double = 100
    ) -> RelativeStatistics {
        RelativeStatistics(
            of: values, against: benchmark, at: times, start: start,
            returnPercent: ((values.last ?? start) / start - 1) * 100)
    }
}

extension RelativeStatistics {
    /// The figures under the names that they have outside.
    fileprivate var named: [String: Double?] {
        [
            "return_pct": benchmarkReturnPercent, "excess_return_pct": excessReturnPercent,
            "alpha_pct": alphaPercent, "beta": beta, "tracking_error_pct": trackingErrorPercent,
            "information_ratio": informationRatio, "up_capture": upCapture,
            "down_capture": downCapture,
        ]
    }
}
