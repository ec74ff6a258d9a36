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

/// What a scan holds and orders at the end of the bars, on its tape.
@Suite(.timeLimit(.minutes(3)))
struct SignalsOnTapeTests {
    private static let tickers = ["AAPL", "MSFT", "XOM", "GE", "VRTX", "FCX"]
    private let clock = ManualClock()
    private let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil)

    private func plan(trades: Bool? = false) throws -> ScanPlan {
        try ScanPlan(
            ScanRequest(strategy: "bollinger_bands", trades: trades, tickers: Self.tickers),
            strategies: .builtIn, sources: sources)
    }

    private func open(_ directory: String) async throws -> TapeStore {
        try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    private func events(of job: JobID, in store: TapeStore) async throws -> [ScanEvent] {
        var events: [ScanEvent] = []
        try await store.reader(of: job).forEachEvent { record, _ in events.append(record.event) }
        return events
    }

    private func signals(_ events: [ScanEvent]) -> [ScanEvent.SignalsGiven] {
        events.compactMap { if case .signalsGiven(let part) = $0 { part } else { nil } }
    }

    @Test(arguments: [1, 3])
    func theyAreThoseOfTheStocksOwnRunsInTheOrderOfTheScan(workers: Int) async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let plan = try plan(trades: nil)
            let recorder = try await plan.record(in: store)
            var settings = ScanSettings()
            settings.workers = workers
            try await Scan(plan, recorder: recorder, settings: settings).complete()
            let given = signals(try await events(of: recorder.job, in: store))
            #expect(given.count == 1)
            var expected: [StockSignal] = []
            let strategy = plan.strategy
            for ticker in Self.tickers {
                let bars = try await BundledPrices.load().history(of: ticker, from: nil, to: nil)
                    .bars
                let run = try Backtest.run(strategy, on: bars)
                let signal = StockSignal(run, of: strategy, on: bars)
                if !signal.isIdle { expected.append(signal) }
            }
            #expect(!expected.isEmpty && given.first?.signals == expected)
            #expect(given.first?.stocks == Self.tickers.count)
            #expect(given.first?.marketTime == "2018-02-07")
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    /// Records a scan up to there, as a process does that ends then.
    private func cutOff(
        _ plan: ScanPlan, after events: [ScanEvent], in directory: String
    ) async throws -> JobID {
        let recorder = try await plan.record(in: try await open(directory))
        try await recorder.append(events)
        await recorder.close()
        return recorder.job
    }

    /// As processes leave tapes that are killed between two records of the end, one behind the other.
    @Test func aScanThatIsCutBetweenAnyTwoRecordsOfItsEndTellsTheSame() async throws {
        try await withTemporaryDirectory { directory in
            let plan = try plan()
            let whole = try await open(directory + "/whole")
            let uncut = try await plan.record(in: whole)
            try await Scan(plan, recorder: uncut).complete()
            let all = try await events(of: uncut.job, in: whole)
            let expected = try await whole.reader(of: uncut.job).scanState()
            let start = try #require(all.firstIndex { $0.type == "scan_started" })
            let end = try #require(all.firstIndex { $0.type == "scan_completed" })
            let lastStock = try #require(all.lastIndex { $0.type == "stock_completed" })
            try #require(end - lastStock >= 4)
            for last in (lastStock - 1)...end {
                let job = try await cutOff(
                    plan, after: Array(all[start...last]), in: directory + "/\(last)")
                let store = try await open(directory + "/\(last)")
                // The scan that has told its end is over: only its seal is missing.
                if last < end {
                    try await Scan.resuming(
                        job, in: store, strategies: .builtIn, sources: sources
                    ).complete()
                }
                let state = try await store.reader(of: job).scanState()
                #expect(state.signals == expected.signals, "cut behind record \(last)")
                #expect(state.signals?.signals.isEmpty == false)
            }
        }
    }

    @Test func aLongListIsCutIntoPartsAndStocksThatEndEarlyAreListed() throws {
        var signals = (0..<250).map { number in
            var signal = StockSignal()
            signal.ticker = "T\(number)"
            signal.lastTime = "2018-02-07"
            (signal.action, signal.orderLine) = ("enter_long", 3)
            return signal
        }
        // Neither held nor ordered: told of only where its bars end early.
        for place in [7, 8] { (signals[place].action, signals[place].orderLine) = (nil, nil) }
        signals[8].lastTime = "2018-02-06"
        let tickers = signals.map(\.ticker)
        let events = ScanEvent.given(signals.shuffled(), of: tickers)
        let parts = self.signals(events)
        #expect(parts.map(\.offset) == [0, 100, 200])
        #expect(parts.allSatisfy { $0.total == 249 && $0.stocks == 250 })
        #expect(parts.flatMap(\.signals).map(\.ticker) == tickers.filter { $0 != "T7" })
        #expect(parts.allSatisfy { $0.marketTime == "2018-02-07" })
        #expect(self.signals(ScanEvent.given([], of: [])).map(\.total) == [0])
    }

    @Test func theLongestPartFitsIntoARecord() {
        var signal = StockSignal()
        let number = -1.2345678901234567e-300
        signal.ticker = String(repeating: "A", count: 16)
        signal.lastTime = "2018-02-07T15:59"
        signal.entryTime = "2018-02-07T15:59"
        (signal.lastClose, signal.size, signal.entryPrice) = (-number, number, -number)
        (signal.entryLine, signal.barsHeld, signal.orderLine) = (9_999, .max, 9_999)
        (signal.stop, signal.target) = (number, number)
        (signal.action, signal.isRefused, signal.orderSize) = ("reverse_to_short", true, -number)
        (signal.orderStop, signal.orderTarget) = (number, number)
        let all = Array(repeating: signal, count: ScanEvent.SignalsGiven.maxSignalsInRecord)
        let bytes = ScanEvent.given(all, of: []).map(\.recordBody.count)
        #expect(bytes.count == 1 && bytes[0] < 60_000)
    }
}
