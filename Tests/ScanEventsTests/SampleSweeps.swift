import ScanEvents

/// Each type of event of a sweep with other values than the defaults of its fields.
enum SampleSweep {
    static let events: [ScanEvent] = [
        .sweepRequested(requested), .setsListed(listed),
        .sweepStarted(ScanEvent.SweepStarted(tickers: ["A", "AAL"])), .sweepPrepared(prepared),
        .trialsCompleted(trials), .sweepResumed(.init(remaining: 1_250, elapsed: 61.5)),
        .setsValued(valued), .walkForwardValued(walk), .sweepJudged(judged),
        .sweepCompleted(.init(successful: 503, failed: 2, trials: 1_006, elapsed: 10.25)),
    ]

    static let prices = ScanEvent.PriceRecord(
        bars: 1_250, firstDate: "2013-02-08", lastDate: "2018-02-07", barsDigest: "abc0",
        rowsRead: 1_259, rowsDropped: 9)

    private static let requested: ScanEvent.SweepRequested = {
        var event = ScanEvent.SweepRequested()
        event.requested = ScanEvent.Requested(
            jobID: "job-1", engine: "tapedeck 1.0", parameters: ["share": 1.5])
        event.terms.grid = ["period=10..50:5", "devfactor=1,1.7"]
        (event.terms.random, event.terms.seed) = (500, 7)
        event.terms.conditions = ["fast < slow", "period > \"1\""]
        (event.terms.objective, event.terms.walkForward) = ("max_drawdown", "2y/6m")
        (event.sets, event.repeated, event.dropped) = (441, 3, 12)
        return event
    }()

    private static let listed: ScanEvent.SetsListed = {
        var event = ScanEvent.SetsListed()
        event.inputs = ["period", "devfactor"]
        (event.total, event.offset) = (441, 3)
        event.values = [[10, 15], [1.7, -1e-3]]
        return event
    }()

    private static let prepared: ScanEvent.SweepPrepared = {
        var event = ScanEvent.SweepPrepared()
        (event.tradeFrom, event.points, event.idleSets) = ("2013-04-22", 1_209, 2)
        (event.setsAtOnce, event.memoryBytes, event.elapsed) = (400, 15_475_200, 2.5)
        return event
    }()

    private static let trials: ScanEvent.TrialsCompleted = {
        var event = ScanEvent.TrialsCompleted()
        (event.ticker, event.offset, event.bars) = ("BRK-B", 400, 1_209)
        (event.pnl, event.sharpeRatios) = ([-98.25, 0, 1 / 3], [-0.125, nil, 1.75])
        (event.maxDrawdowns, event.trades) = ([12.5, 0, 3], [7, 0, 1])
        (event.barsHeld, event.idle) = ([300, 0, 12], [1])
        (event.prices, event.elapsed) = (prices, 3.75)
        return event
    }()

    private static let valued: ScanEvent.SetsValued = {
        var event = ScanEvent.SetsValued()
        (event.stocks, event.total, event.offset) = (503, 441, 280)
        (event.returns, event.sharpeRatios) = ([12.5, nil], [0.75, nil])
        (event.maxDrawdowns, event.trades) = ([7.25, nil], [4_096, 0])
        (event.exposures, event.gained) = ([37.5, 0], [62.5, 0])
        (event.medianReturns, event.excessReturns) = ([9.75, 0], [-2.5, nil])
        event.neighbours = [0.625, nil]
        return event
    }()

    private static let walk: ScanEvent.WalkForwardValued = {
        var event = ScanEvent.WalkForwardValued()
        var (first, second) = (SweepWindow(), SweepWindow())
        (first.trainFrom, first.testFrom) = ("2013-04-22", "2015-04-22")
        (first.testTo, first.set) = ("2015-10-21", 17)
        (first.trainFigure, first.testFigure) = (1.25, -0.5)
        (second.trainFrom, second.testFrom) = ("2013-10-22", "2015-10-22")
        second.testTo = "2016-04-21"
        event.windows = [first, second]
        event.outOfSample = PortfolioStatistics(
            returnPct: 12.5, annualReturnPct: 2.375, annualVolatilityPct: 9.0625,
            sharpeRatio: nil, maxDrawdown: 7.25)
        event.inSample = PortfolioStatistics(returnPct: 25)
        (event.points, event.offset) = (700, 698)
        event.times = ["2018-02-06", "2018-02-07"]
        (event.values, event.inSampleValues) = ([5e6, 5.5e6], [5e6, 6.25e6])
        return event
    }()

    private static let judged: ScanEvent.SweepJudged = {
        var event = ScanEvent.SweepJudged()
        (event.best, event.objective, event.neighbours) = (17, 1.25, 0.75)
        (event.periods, event.sharpeRatio) = (1_208, 1.25)
        (event.skewness, event.kurtosis, event.variance) = (-3, 10, 0.002)
        (event.correlation, event.effectiveSets) = (0.88, 53.8)
        (event.luckySharpe, event.luckySharpeEffective) = (1.79, 1.5)
        (event.deflated, event.deflatedEffective) = (0.9, 0.95)
        (event.overfitting, event.verdict) = (0.375, "doubtful")
        event.sentences = ["Best of 441 sets.", "A \"peak\" on a cliff."]
        event.benchmark = PortfolioStatistics(returnPct: 80.5, maxDrawdown: 14)
        event.elapsed = 9.5
        return event
    }()
}

extension ScanEvent.Requested {
    /// A request with those fixed parameters.
    fileprivate init(jobID: String, engine: String, parameters: [String: Double]) {
        self.init(
            jobID: jobID, engine: engine,
            request: ScanRequest(
                strategy: "bollinger_bands", parameters: parameters, startDate: "2013-02-08",
                source: "bundled"),
            stocks: 505, universeDigest: "00ff")
    }
}
