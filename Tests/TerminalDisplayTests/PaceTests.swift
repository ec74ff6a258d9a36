import Projections
import ScanEvents
import Testing

@testable import TerminalDisplay

struct PaceTests {
    @Test(arguments: [
        (0.0...0.0, "<1s"), (0.2...0.9, "<1s"), (0.5...1.5, "1s"), (8.0...12, "10s"),
        (8.0...31, "8–35s"), (45.0...130, "45s–2m 15s"), (600.0...1_100, "10–19m"),
        (118.0...122, "2m"), (3_000.0...4_000, "50m–1h 10m"), (7_199.0...7_201, "2h 0m"),
        (1e300...1e308, "277777h 45m–277777h 50m"),
    ])
    func timeIsToldInRoundFigures(seconds: ClosedRange<Double>, text: String) {
        let estimate = Pace.Estimate(stocksPerSecond: 1, secondsLeft: seconds)
        #expect(estimate.timeText(dash: "–") == text)
    }

    @Test(arguments: [
        (2_104.4, "2104/s"), (99.6, "100/s"), (42.06, "42.1/s"), (1, "1.0/s"), (0.5, "30.0/min"),
        (0.01, "0.6/min"),
    ])
    func rateIsReadable(rate: Double, text: String) {
        #expect(Pace.Estimate(stocksPerSecond: rate, secondsLeft: 0...0).rateText == text)
    }

    @Test func steadyScanHasASharpEstimate() throws {
        var scan = try SmallScan(stocks: 100)
        var pace = Pace()
        for index in 1...50 {
            try scan.done("T\(index)", elapsed: Double(index))
            pace.note(scan.state)
        }
        #expect(
            pace.estimate(scan.state, quietSeconds: 0)
                == Pace.Estimate(stocksPerSecond: 1, secondsLeft: 50...50))
    }

    /// Ten stocks in ten seconds, then forty at one per four seconds: 170 s for 50.
    ///
    /// The mean leaves 50 × 3.4 s, the last half minute 50 × 4 s.
    @Test func scanThatSlowedDownHasAnInterval() throws {
        var scan = try SmallScan(stocks: 100)
        var pace = Pace()
        for index in 1...50 {
            try scan.done("T\(index)", elapsed: Double(index <= 10 ? index : 4 * index - 30))
            pace.note(scan.state)
        }
        let estimate = try #require(pace.estimate(scan.state, quietSeconds: 0))
        #expect(abs(estimate.secondsLeft.lowerBound - 170) < 1e-9)
        #expect(abs(estimate.secondsLeft.upperBound - 200) < 1e-9)
        #expect(estimate.stocksPerSecond == 0.25)
        #expect(estimate.timeText(dash: "-") == "2m 45s-3m 30s")
    }

    @Test func stuckScanNeedsLongerTheLongerItIsStuck() throws {
        var scan = try SmallScan(stocks: 20)
        var pace = Pace()
        for index in 1...10 {
            try scan.done("T\(index)", elapsed: Double(index))
            pace.note(scan.state)
        }
        let soon = try #require(pace.estimate(scan.state, quietSeconds: 0))
        let later = try #require(pace.estimate(scan.state, quietSeconds: 10))
        #expect(soon.secondsLeft == 10...10)
        #expect(later.secondsLeft.lowerBound == 20)
    }

    @Test func nothingIsEstimatedBeforeTheFirstStockAndAfterTheEnd() throws {
        var scan = try SmallScan(stocks: 1)
        let pace = Pace()
        #expect(pace.estimate(scan.state, quietSeconds: 5) == nil)
        try scan.done("A")
        try scan.append(.completed(.init(successful: 1, failed: 0, elapsed: 1)))
        #expect(pace.estimate(scan.state, quietSeconds: 0) == nil)
    }
}
