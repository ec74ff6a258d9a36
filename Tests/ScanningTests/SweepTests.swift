import Backtesting
import PriceSources
import Projections
import ScanEvents
import Tapes
import TestSupport
import Testing

@testable import Scanning

@Suite(.timeLimit(.minutes(3)))
struct SweepTests {
    @Test func trialsAndSetsAreToTheBitThoseOfScans() async throws {
        let swept = try await SweptTape(SweptTape.request())
        let from = try #require(swept.prepared?.tradeFrom)
        let trials = swept.trials
        let valued = try #require(swept.valued)
        #expect(valued.total == 6)
        var set = 0
        for period in [10.0, 15, 20] {
            for deviations in [1, 2.5] {
                var request = SweptTape.request().scan
                request.parameters = ["period": period, "devfactor": deviations]
                request.tradeFrom = from
                let scan = try await scanned(request)
                for stock in scan.stocks.map(\.result) {
                    let own = SweptTape.Figures(
                        pnl: stock.pnl, sharpe: stock.sharpeRatio, drawdown: stock.maxDrawdown,
                        trades: stock.totalTrades, exposure: stock.exposurePct)
                    #expect(trials[stock.ticker]?[set] == own, "\(stock.ticker), set \(set)")
                }
                let portfolio = try #require(scan.portfolio)
                #expect(portfolio.stocks == valued.stocks)
                #expect(portfolio.statistics.returnPct == valued.returns[set])
                #expect(portfolio.statistics.sharpeRatio == valued.sharpeRatios[set])
                #expect(portfolio.statistics.maxDrawdown == valued.maxDrawdowns[set])
                #expect(
                    portfolio.benchmark?.comparison.excessReturnPct == valued.excessReturns[set])
                #expect(scan.stocks.reduce(0) { $0 + $1.result.totalTrades } == valued.trades[set])
                set += 1
            }
        }
    }

    private func scanned(_ request: ScanRequest) async throws -> ScanState {
        try await withTemporaryDirectory { directory in
            let store = try await TapeStore.open(
                variableDirectory: directory, now: ManualClock().now)
            let plan = try ScanPlan(request, sources: SweptTape.sources)
            let recorder = try await plan.record(in: store)
            try await Scan(plan, recorder: recorder, settings: SweptTape.settings()).complete()
            return try await store.reader(of: recorder.job).scanState()
        }
    }

    @Test func theTapeIsTheSameByAnyNumberOfWorkersAndInBlocksOfSets() async throws {
        let one = try await SweptTape(SweptTape.request(), workers: 1)
        let four = try await SweptTape(SweptTape.request(), workers: 4)
        #expect(one.events == four.events)
        // Room for two sets at once.
        let points = try #require(one.prepared?.points)
        let blocks = try await SweptTape(
            SweptTape.request(), workers: 1, maxMemoryBytes: (points + 40) * 16 * 2 * 2)
        #expect(blocks.trials == one.trials)
        #expect(blocks.valued == one.valued)
        #expect(blocks.judged == one.judged)
    }

    @Test func aSweepTradesFromTheFirstDayOnWhichAllItsSetsCanDecide() async throws {
        let swept = try await SweptTape(SweptTape.request())
        // The 21st bar of 2016, as the bands are compared with those of the bar before.
        #expect(swept.prepared?.tradeFrom == "2016-02-02")
        var request = SweptTape.request()
        request.scan.tradeFrom = "2016-06-01"
        let told = try await SweptTape(request)
        #expect(told.prepared?.tradeFrom == "2016-06-01")
    }

    @Test func aSetWithTooFewBarsCountsAsCash() async throws {
        var request = SweptTape.request()
        request.terms.grid = ["period=10,400"]
        request.scan.startDate = "2017-06-01"
        let swept = try await SweptTape(request)
        #expect(swept.prepared?.idleSets == 1)
        let trial = try #require(swept.trials["AAPL"]?[1])
        #expect(
            trial
                == SweptTape.Figures(
                    pnl: 0, sharpe: nil, drawdown: 0, trades: 0, exposure: 0, isIdle: true))
        #expect(swept.valued?.returns[1] == 0)
        #expect(swept.judged?.best == 0)
    }

    @Test func aSweepOfWhichAllStocksFailEndsWithoutAJudgement() async throws {
        var request = SweptTape.request()
        request.scan.tickers = ["NOPE", "NADA"]
        let swept = try await SweptTape(request)
        #expect(swept.state.phase == .completed)
        #expect(swept.judged == nil)
        #expect(swept.state.failures.count == 2)
    }

    @Test func aGridOfOneSetIsJudgedWithoutOthers() async throws {
        var request = SweptTape.request()
        request.terms.grid = ["period=20"]
        let swept = try await SweptTape(request)
        #expect(swept.judged?.best == 0)
        #expect(swept.judged?.overfitting == nil)
    }

    @Test func aConditionDropsSetsAndCountsThem() async throws {
        var request = SweptTape.request()
        request.scan.strategy = "sma_cross"
        request.terms.grid = ["fast_period=10,20,30", "slow_period=20,30"]
        request.terms.conditions = ["fast_period < slow_period"]
        let swept = try await SweptTape(request)
        guard case .sweepRequested(let requested)? = swept.events.first else {
            Issue.record("no request")
            return
        }
        #expect(requested.sets == 3)
        #expect(requested.dropped == 3)
    }

    @Test func aSweepThatIsCancelledBeforeItStartsSaysSo() async throws {
        let control = ScanControl()
        control.cancel()
        let swept = try await SweptTape(SweptTape.request(), control: control)
        #expect(swept.state.phase == .cancelled)
        #expect(swept.trials.isEmpty)
    }

    @Test func windowsOfAWalkForwardAreMeasuredBehindWhereTheyWereChosen() async throws {
        var request = SweptTape.request()
        request.terms.walkForward = "1y/3m"
        let swept = try await SweptTape(request)
        var told: [ScanEvent.WalkForwardValued] = []
        for case .walkForwardValued(let event) in swept.events { told.append(event) }
        let windows = try #require(told.first?.windows)
        #expect(windows.count >= 3)
        for window in windows {
            #expect(window.trainFrom < window.testFrom)
            #expect(window.testFrom <= window.testTo)
            #expect(window.set.map { (0..<6).contains($0) } ?? true)
        }
        #expect(told.reduce(0) { $0 + $1.times.count } == told.first?.points)
    }

    @Test func aRequestThatWillNotDoIsRefusedWithEachFieldAtFault() throws {
        var request = SweptTape.request()
        request.terms.grid = ["period=10..20:5", "nothing=1,2"]
        request.terms.objective = "luck"
        request.terms.walkForward = "soon"
        let pointers = Set(try problems(request).map(\.pointer))
        #expect(pointers.isSuperset(of: ["/grid/1", "/objective", "/walk_forward"]))
    }

    /// What is wrong with a request; nothing for one that is taken.
    private func problems(_ request: SweepRequest) throws -> [RequestProblem] {
        let plan = Result { () throws(ScanRefusal) in
            try ScanPlan(sweep: request, sources: SweptTape.sources)
        }
        guard case .failure(let refusal) = plan else { return [] }
        guard case .invalid(let invalid) = refusal else { throw refusal }
        return invalid.problems
    }

    @Test func moreTrialsThanMayBeAreRefusedWithTheNumbers() throws {
        var request = SweptTape.request()
        request.maxTrials = 29
        let detail = try #require(try problems(request).first?.detail)
        #expect(detail.contains("6 sets × 5 stocks are 30 trials; at most 29"))
        request.maxTrials = 30
        #expect(try ScanPlan(sweep: request, sources: SweptTape.sources).trials == 30)
    }
}
