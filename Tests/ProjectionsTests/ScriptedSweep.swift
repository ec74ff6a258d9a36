import ScanEvents

/// A sweep of six sets on three stocks, as its tape has it: periods 10 and 20, factors 1, 1.5 and 2.
enum ScriptedSweep {
    static let tickers = ["A", "B", "C"]

    /// The records before the first trials.
    static let start: [ScanEvent] = [
        requested(), listed(0..<4), listed(4..<6), .sweepStarted(.init(tickers: tickers)),
        prepared(),
    ]

    /// The records behind the last trials.
    static let end: [ScanEvent] = [
        valued(0..<2), valued(2..<6), judged(),
        .sweepCompleted(.init(successful: 2, failed: 1, trials: 12, elapsed: 6)),
    ]

    /// A whole sweep, of which a stock fails.
    static let whole: [ScanEvent] =
        start + [
            trials("A", 0..<4, elapsed: 3), trials("A", 4..<6, elapsed: 3.5),
            failed("B", elapsed: 4), trials("C", 0..<6, elapsed: 5),
        ] + end

    static func requested(
        stocks: Int = 3, sets: Int = 6, objective: SweepObjective = .sharpe
    ) -> ScanEvent {
        var event = ScanEvent.SweepRequested()
        event.requested = ScanEvent.Requested(
            jobID: "job-1", engine: "test",
            request: ScanRequest(
                strategy: "bollinger_bands", parameters: ["stop": 5], startDate: "2013-02-08"),
            stocks: stocks, universeDigest: "00")
        event.terms.grid = ["period=10..20:10", "factor=1..2:0.5"]
        event.terms.objective = objective.rawValue
        event.sets = sets
        event.dropped = 1
        return .sweepRequested(event)
    }

    static let periods = [10.0, 10, 10, 20, 20, 20]
    static let factors = [1, 1.5, 2, 1, 1.5, 2]

    static func listed(_ sets: Range<Int>) -> ScanEvent {
        var event = ScanEvent.SetsListed()
        event.inputs = ["period", "factor"]
        (event.total, event.offset) = (6, sets.lowerBound)
        event.values = [Array(periods[sets]), Array(factors[sets])]
        return .setsListed(event)
    }

    static func prepared(tradeFrom: String? = "2013-03-01") -> ScanEvent {
        var event = ScanEvent.SweepPrepared()
        (event.tradeFrom, event.points, event.setsAtOnce) = (tradeFrom, 100, 6)
        event.elapsed = 2
        return .sweepPrepared(event)
    }

    /// Trials of set i: a profit of 100 × (i + 1), half of it for stock C; Sharpe i / 2.
    static func trials(
        _ ticker: String, _ sets: Range<Int>, elapsed: Double = 3, prices: Bool = true
    ) -> ScanEvent {
        var event = ScanEvent.TrialsCompleted()
        (event.ticker, event.offset, event.bars) = (ticker, sets.lowerBound, 200)
        event.pnl = sets.map { Double($0 + 1) * (ticker == "C" ? 50 : 100) }
        event.sharpeRatios = sets.map { $0 == 0 ? nil : Double($0) / 2 }
        event.maxDrawdowns = sets.map { Double(10 - $0) }
        event.trades = sets.map { $0 + 1 }
        event.barsHeld = sets.map { $0 * 20 }
        if prices, sets.lowerBound == 0 {
            event.prices = ScanEvent.PriceRecord(
                bars: 200, firstDate: "2013-02-08", lastDate: "2013-12-31",
                barsDigest: String(repeating: "ab", count: 32), rowsRead: 201, rowsDropped: 1)
        }
        event.elapsed = elapsed
        return .trialsCompleted(event)
    }

    static func failed(_ ticker: String, elapsed: Double = 3) -> ScanEvent {
        .lost(ticker, .badData, "high below low", elapsed: elapsed)
    }

    static func valued(_ sets: Range<Int>, total: Int = 6) -> ScanEvent {
        var event = ScanEvent.SetsValued()
        (event.stocks, event.total, event.offset) = (2, total, sets.lowerBound)
        event.returns = sets.map { Double($0) + 0.5 }
        event.sharpeRatios = sets.map { $0 == 3 ? nil : Double($0) / 4 }
        event.maxDrawdowns = sets.map { Double(10 - $0) }
        event.trades = sets.map { 2 * ($0 + 1) }
        event.exposures = sets.map { Double($0) * 10 }
        event.gained = sets.map { _ in 100 }
        event.medianReturns = sets.map { Double($0) }
        event.excessReturns = sets.map { Double($0) - 1 }
        event.neighbours = sets.map { $0 == 0 ? nil : 0.625 }
        return .setsValued(event)
    }

    static func judged() -> ScanEvent {
        var event = ScanEvent.SweepJudged()
        (event.best, event.objective, event.neighbours) = (5, 1.25, 0.625)
        (event.verdict, event.sentences) = ("luck", ["Best of 6 sets: Sharpe 1.25 a year\u{1b}"])
        event.benchmark = PortfolioStatistics(returnPct: 7.125, sharpeRatio: 0.5)
        event.elapsed = 6
        return .sweepJudged(event)
    }

    /// A window of a walk-forward.
    static let window: SweepWindow = {
        var window = SweepWindow()
        (window.trainFrom, window.testFrom) = ("2013-01-01", "2014-01-01")
        (window.testTo, window.set, window.testFigure) = ("2014-01-04", 3, 0.5)
        return window
    }()

    /// A part of a walk-forward over four days.
    static func walked(_ days: Range<Int>, windows: [SweepWindow] = []) -> ScanEvent {
        var event = ScanEvent.WalkForwardValued()
        (event.windows, event.points, event.offset) = (windows, 4, days.lowerBound)
        event.outOfSample = PortfolioStatistics(returnPct: 1)
        event.inSample = PortfolioStatistics(returnPct: 3)
        event.times = days.map { "2014-01-0\($0 + 1)" }
        event.values = days.map { 20_000 + Double($0) }
        event.inSampleValues = days.map { 20_000 + 3 * Double($0) }
        return .walkForwardValued(event)
    }
}
