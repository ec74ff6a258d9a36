import Backtesting
import EventLog
import MarketData
import PriceSources
import Projections
import ScanEvents
import StockWork
import Tapes
import TestSupport
import Testing

@testable import Scanning

/// The trades of a scan on its tape.
@Suite(.timeLimit(.minutes(3)))
struct TradesOnTapeTests {
    private static let tickers = ["AAPL", "MSFT", "XOM", "GE"]
    private let clock = ManualClock()
    private let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil)

    private func request(trades: Bool?) -> ScanRequest {
        ScanRequest(
            strategy: "bollinger_bands", commission: 0.001, trades: trades, tickers: Self.tickers)
    }

    private func plan(_ request: ScanRequest) throws(ScanRefusal) -> ScanPlan {
        try ScanPlan(request, strategies: .builtIn, sources: sources)
    }

    private func open(_ directory: String) async throws -> TapeStore {
        try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    private func events(of job: JobID, in store: TapeStore) async throws -> [ScanEvent] {
        var events: [ScanEvent] = []
        let reader = try await store.reader(of: job)
        var blocks = reader.blocks()
        while let block = try blocks.next() {
            for seq in block.firstSeq..<block.endSeq {
                events.append(
                    try RecordedEvent(block.payload, block.range(of: seq)).event)
            }
        }
        return events
    }

    /// The trades of each stock, as their records and its result tell them.
    private func trades(_ events: [ScanEvent], _ request: ScanRequest) -> [String: [StockTrade]] {
        var fold = TradeFold(request)
        var trades: [String: [StockTrade]] = [:]
        for event in events {
            switch event {
            case .stockTraded(let part): fold.add(part)
            case .stockCompleted(let stock):
                trades[stock.result.ticker] = fold.take(of: stock.result.ticker)
            default: break
            }
        }
        return trades
    }

    @Test func theyAreThoseOfTheStocksBacktestsAndComeRightBeforeTheResults() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let plan = try plan(request(trades: nil))
            let recorder = try await plan.record(in: store)
            try await Scan(plan, recorder: recorder).complete()
            let events = try await events(of: recorder.job, in: store)
            guard case .requested(let requested)? = events.first else {
                return #expect(Bool(false), "no request")
            }
            #expect(requested.request.trades == true)
            let trades = trades(events, requested.request)
            for ticker in Self.tickers {
                var one = request(trades: nil)
                one.tickers = [ticker]
                let report = try await BacktestReport(self.plan(one))
                #expect(report.result.trades.count > 10)
                #expect(trades[ticker]?.map(\.pnl) == report.result.trades.map(\.netPnl))
                #expect(
                    trades[ticker]?.map(\.entryTime)
                        == report.result.trades.map(\.entryTime.description))
            }
            for (event, next) in zip(events, events.dropFirst()) {
                guard case .stockTraded(let part) = event else { continue }
                switch next {
                case .stockTraded(let other): #expect(other.ticker == part.ticker)
                case .stockCompleted(let stock): #expect(stock.result.ticker == part.ticker)
                default: #expect(Bool(false), "\(next.type) behind trades")
                }
            }
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func whereNoneAreWantedThereAreNoneAndTheTapeSaysNothingOfThem() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let plan = try plan(request(trades: false))
            let recorder = try await plan.record(in: store)
            try await Scan(plan, recorder: recorder).complete()
            let events = try await events(of: recorder.job, in: store)
            #expect(!events.contains { $0.type == "stock_traded" })
            let first = String(decoding: try #require(events.first).recordBody, as: UTF8.self)
            #expect(!first.contains("trades\":t") && !first.contains("\"trades\":f"))
        }
    }

    /// Records the beginning of a scan and some events, as a process does that ends there.
    private func cutOff(
        _ plan: ScanPlan, after events: [ScanEvent], in directory: String
    ) async throws -> JobID {
        let recorder = try await plan.record(in: try await open(directory))
        try await recorder.append([.started(ScanEvent.Started(tickers: Self.tickers))])
        if !events.isEmpty { try await recorder.append(events) }
        await recorder.close()
        return recorder.job
    }

    /// As a process leaves a tape that ends between the trades of a stock and its result.
    @Test(arguments: [0, 1, 2])
    func aScanThatWasCutBetweenTradesAndResultRecordsThemAgain(records: Int) async throws {
        try await withTemporaryDirectory { directory in
            let plan = try plan(request(trades: nil))
            let whole = try await open(directory + "/whole")
            let uncut = try await plan.record(in: whole)
            try await Scan(plan, recorder: uncut).complete()
            let all = try await events(of: uncut.job, in: whole)
            let first = try #require(all.firstIndex { $0.type == "stock_traded" })

            let job = try await cutOff(
                plan, after: Array(all[first..<(first + records)]), in: directory)
            let store = try await open(directory)
            let scan = try await Scan.resuming(
                job, in: store, strategies: .builtIn, sources: sources)
            try await scan.complete()
            let request = plan.request
            let events = try await events(of: job, in: store)
            #expect(trades(events, request) == trades(all, request))
            let state = try await store.reader(of: job).scanState()
            let other = try await whole.reader(of: uncut.job).scanState()
            #expect(state.timelessResult == other.timelessResult)
        }
    }

    /// A tape of before records none when it goes on, as its request does not ask for them.
    @Test func aTapeWithoutTradesGoesOnWithoutThem() async throws {
        try await withTemporaryDirectory { directory in
            let plan = try plan(request(trades: false))
            let job = try await cutOff(plan, after: [], in: directory)
            let store = try await open(directory)
            try await Scan.resuming(
                job, in: store, strategies: .builtIn, sources: sources
            ).complete()
            let events = try await events(of: job, in: store)
            #expect(!events.contains { $0.type == "stock_traded" })
            #expect(events.count { $0.type == "stock_completed" } == Self.tickers.count)
        }
    }
}
