import EventLog
import Foundation
import JSONText
import MarketData
import PriceSources
import Projections
import ScanEvents
import Tapes
import TestSupport
import Testing

@testable import Scanning

/// Scans with a benchmark of their own, a ticker of the source.
@Suite(.timeLimit(.minutes(3)))
struct BenchmarkTests {
    private let records = ManualClock()
    private let tickers = ["A", "B"]
    /// Holds while the benchmark rises.
    private let text = """
        strategy "Follower" language 1
        enter long when benchmark.close > benchmark.close[1]
        exit long when benchmark.close < benchmark.close[1]

        """

    private func plan(_ source: StubPrices) throws -> ScanPlan {
        try ScanPlan(
            stub: source, strategy: "follower", parameters: [:], text: text, benchmark: "spy")
    }

    private func run(
        _ source: StubPrices, in directory: String
    ) async throws -> (events: [ScanEvent], state: ScanState) {
        let store = try await TapeStore.open(variableDirectory: directory, now: records.now)
        let recorder = try await plan(source).record(in: store)
        try await Scan(plan(source), recorder: recorder).complete()
        let reader = try await store.reader(of: recorder.job)
        try await SchemaCheck.expectValidTapes(in: directory)
        return (try events(reader), try reader.scanState())
    }

    private func events(_ reader: LogReader) throws -> [ScanEvent] {
        var events: [ScanEvent] = []
        try reader.forEachEvent { record, _ in events.append(record.event) }
        return events
    }

    @Test func itsBarOfASessionThatHasNotEndedIsLeftOutLikeThoseOfTheStocks() async throws {
        try await withTemporaryDirectory { directory in
            var source = StubPrices(tickers: tickers)
            source.openUntil = Date(timeIntervalSince1970: 1_000_000_000)
            let state = try await run(source, in: directory).state
            #expect(state.phase == .completed && state.stocks.count == 2)
            let benchmark = try #require(state.started?.benchmark)
            #expect(benchmark.bars == 59 && benchmark.rowsOpen == 1)
            #expect(state.prices.rowsOpen == 2)
            #expect(state.portfolio?.benchmarkValues.count == 59)
        }
    }

    @Test func resultsAreComparedWithItAndTheStrategyReadsIt() async throws {
        try await withTemporaryDirectory { directory in
            let source = StubPrices(tickers: tickers)
            let (events, state) = try await run(source, in: directory)
            #expect(state.phase == .completed)
            #expect(state.requested?.request.benchmark == "SPY")
            let bars = try await source.history(of: "SPY", from: nil, to: nil).bars
            #expect(state.started?.benchmark?.barsDigest == bars.digest)
            let held = bars.close.map { 10_000 * ($0 / bars.close[0]) }
            let portfolio = try #require(state.portfolio)
            for (value, one) in zip(portfolio.benchmarkValues, held) {
                #expect((value - 2 * one).magnitude < 1e-9)
            }
            let rises = zip(bars.close.dropFirst(), bars.close).count { $0 > $1 }
            for case .rulesCounted(let counted) in events {
                #expect(counted.rules.first?.barsTrue == 2 * rises)
            }
            for stock in state.stocks {
                let percent = (held[59] / 10_000 - 1) * 100
                let told = try #require(stock.result.benchmark?.returnPct)
                #expect((told - percent).magnitude < 1e-9)
                #expect(stock.result.totalTrades > 0)
            }
            #expect(state.summary.contains { $0.hasPrefix("Holding SPY: return ") })
            let message = String(decoding: state.completeMessage, as: UTF8.self)
            #expect(message.contains(#""benchmark":{"ticker":"SPY","return_pct":"#))
        }
    }

    @Test func withoutItsPricesAScanFailsWithTheCause() async throws {
        try await withTemporaryDirectory { directory in
            let error = PriceError(.unknownTicker, "there is no 'SPY'")
            let (events, state) = try await run(
                StubPrices(tickers: tickers, behaviours: ["SPY": .fails(error)]), in: directory)
            #expect(state.phase == .failed)
            #expect(
                state.failureMessage == "the benchmark 'SPY' has no prices: there is no 'SPY'")
            #expect(
                events.contains { event in
                    if case .failed(let end) = event { end.code == .unknownTicker } else { false }
                })
            #expect(state.stocks.isEmpty && state.failures.isEmpty)
        }
    }

    /// A resumed scan needs the very bars of then: kept ones, or the same again.
    @Test(arguments: [(0.0, false, true), (1.0, true, true), (1.0, false, false)])
    func resumedScanGoesOnWithTheSameBarsOnly(
        rise: Double, keeps: Bool, isWhole: Bool
    ) async throws {
        try await withTemporaryDirectory { directory in
            let whole = try await run(StubPrices(tickers: tickers), in: directory + "/whole")
            let store = try await TapeStore.open(
                variableDirectory: directory + "/cut", now: records.now)
            var source = StubPrices(tickers: tickers, rise: rise, keeps: keeps)
            // What is left has its old prices, so that results can be compared.
            if keeps { source.behaviours["B"] = .fails(PriceError(.noData, "none")) }
            let recorder = try await plan(source).record(in: store)
            let stock = try #require(
                whole.events.first { event in
                    if case .stockCompleted(let stock) = event {
                        stock.result.ticker == "A"
                    } else {
                        false
                    }
                })
            let start = try #require(whole.events.first { $0.type == "scan_started" })
            try await recorder.append([start, stock])
            let scan = Scan(
                try plan(source), recorder: recorder, resumed: try ResumePoint(recorder.reader),
                control: ScanControl(), settings: ScanSettings(), clock: ContinuousClock())
            try await scan.complete()
            let state = try recorder.reader.scanState()
            #expect(state.phase == (isWhole ? .completed : .failed))
            if !isWhole {
                #expect(state.failureMessage?.contains("others than when the scan") == true)
            } else if !keeps {
                #expect(state.portfolio == whole.state.portfolio)
            } else {
                #expect(state.portfolio?.stocks == 1)
            }
        }
    }

    @Test func strategyThatReadsItIsRefusedWithoutOne() throws {
        let error = #expect(throws: ScanRefusal.self) {
            try ScanPlan(
                stub: StubPrices(tickers: tickers), strategy: "follower", parameters: [:],
                text: text)
        }
        #expect("\(try #require(error))".contains("'follower' reads benchmark: name the ticker"))
        #expect(throws: ScanRefusal.self) {
            try ScanPlan(stub: StubPrices(tickers: tickers), benchmark: "no ticker")
        }
    }

    @Test func backtestIsComparedWithIt() async throws {
        let report = try JSONValue.parse(
            await BacktestReport(plan(StubPrices(tickers: tickers))).json)
        let alone = try JSONValue.parse(
            await BacktestReport(ScanPlan(stub: StubPrices(tickers: tickers))).json)
        #expect(report["request"]?["benchmark"] == .string("SPY"))
        #expect(alone["request"]?["benchmark"] == nil)
        #expect(report["chart"]?["benchmark"] != alone["chart"]?["benchmark"])
        let bars = try await StubPrices(tickers: []).history(of: "SPY", from: nil, to: nil).bars
        let percent = (bars.close[59] / bars.close[0] - 1) * 100
        guard case .number(let told) = report["statistics"]?["benchmark_return_pct"] else {
            Issue.record("no number")
            return
        }
        #expect((told - percent).magnitude < 1e-9)
    }
}
