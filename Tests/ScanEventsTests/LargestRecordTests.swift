import ScanEvents
import Testing

/// A record must stay below the log's limit of 65,184 bytes for its body.
struct LargestRecordTests {
    // No double is longer in its fewest digits.
    private static let number = -Double.leastNormalMagnitude
    private static let statistics = PortfolioStatistics(
        returnPct: number, annualReturnPct: number, annualVolatilityPct: number,
        sharpeRatio: number, maxDrawdown: number)
    private static let comparison = BenchmarkComparison(
        excessReturnPct: number, alphaPct: number, beta: number, trackingErrorPct: number,
        informationRatio: number, upCapture: number, downCapture: number)

    private func expectFit(_ event: ScanEvent, atLeast least: Int) throws {
        let head = #"{"seq":999999999999999999,"at":"2026-01-02T03:04:05.000006Z","#
        let line = Array(head.utf8) + event.recordBody + Array("}".utf8)
        #expect(line.count < 65_000, "\(line.count)")
        #expect(line.count > least, "there is no room for many more: \(line.count)")
        #expect(try RecordedEvent(line).event == event)
    }

    private static func numbers(_ count: Int) -> [Double] { Array(repeating: number, count: count) }

    @Test func largestPartOfAPortfolioFitsIntoARecord() throws {
        let count = ScanEvent.PortfolioValued.maxPointsInRecord
        let part = ScanEvent.PortfolioValued(
            stocks: .max, statistics: Self.statistics, points: .max, offset: .max,
            times: Array(repeating: "2026-01-02T03:04", count: count),
            values: Self.numbers(count),
            benchmark: PortfolioBenchmark(
                statistics: Self.statistics, comparison: Self.comparison),
            benchmarkValues: Self.numbers(count))
        try expectFit(.portfolioValued(part), atLeast: 64_000)
    }

    @Test(arguments: [1, 32, 64])
    func largestPartOfTheSetsFitsIntoARecord(inputs: Int) throws {
        var part = ScanEvent.SetsListed()
        let count = ScanEvent.SetsListed.maxValuesInRecord / inputs
        part.inputs = (0..<inputs).map { "input\($0)_" + String(repeating: "x", count: 50) }
        (part.total, part.offset) = (.max, .max)
        part.values = Array(repeating: Self.numbers(count), count: inputs)
        try expectFit(.setsListed(part), atLeast: 57_000)
    }

    /// Counts have ten digits: that many bars do not fit into a file of prices.
    @Test func largestRunOfTrialsFitsIntoARecord() throws {
        var part = ScanEvent.TrialsCompleted()
        let count = ScanEvent.TrialsCompleted.maxSetsInRecord
        (part.ticker, part.offset) = (String(repeating: "X", count: 16), .max)
        (part.bars, part.elapsed) = (.max, 1e300)
        part.pnl = Self.numbers(count)
        part.sharpeRatios = Self.numbers(count)
        part.maxDrawdowns = Self.numbers(count).map { -$0 }
        part.trades = Array(repeating: 9_999_999_999, count: count)
        part.barsHeld = part.trades
        part.idle = Array(0..<count)
        part.prices = ScanEvent.PriceRecord(
            bars: .max, firstDate: "2017-01-03", lastDate: "2017-12-29",
            barsDigest: String(repeating: "0", count: 64), rowsRead: .max, rowsDropped: .max,
            rowsOutsideRange: .max, rowsOpen: .max, fetchedAt: "2026-01-02T03:04:05.000006Z")
        try expectFit(.trialsCompleted(part), atLeast: 55_000)
    }

    @Test func largestPartOfWhatSetsMadeFitsIntoARecord() throws {
        var part = ScanEvent.SetsValued()
        let count = ScanEvent.SetsValued.maxSetsInRecord
        (part.stocks, part.total, part.offset) = (.max, .max, .max)
        part.returns = Self.numbers(count)
        part.sharpeRatios = Self.numbers(count)
        part.maxDrawdowns = Self.numbers(count).map { -$0 }
        part.trades = Array(repeating: .max, count: count)
        part.exposures = Self.numbers(count).map { -$0 }
        part.gained = part.exposures
        part.medianReturns = Self.numbers(count)
        part.excessReturns = Self.numbers(count)
        part.neighbours = Self.numbers(count)
        try expectFit(.setsValued(part), atLeast: 55_000)
    }

    @Test func largestPartOfAWalkForwardFitsIntoARecord() throws {
        var part = ScanEvent.WalkForwardValued()
        var window = SweepWindow()
        (window.trainFrom, window.testFrom) = ("2017-01-03", "2017-07-03")
        (window.testTo, window.set) = ("2017-12-29", .max)
        (window.trainFigure, window.testFigure) = (Self.number, Self.number)
        part.windows = Array(repeating: window, count: ScanEvent.WalkForwardValued.maxWindows)
        let count = ScanEvent.WalkForwardValued.maxPointsInRecord
        (part.points, part.offset) = (.max, .max)
        (part.outOfSample, part.inSample) = (Self.statistics, Self.statistics)
        part.times = Array(repeating: "2026-01-02T03:04", count: count)
        (part.values, part.inSampleValues) = (Self.numbers(count), Self.numbers(count))
        try expectFit(.walkForwardValued(part), atLeast: 58_000)
    }
}
