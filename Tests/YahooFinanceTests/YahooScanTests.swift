import Backtesting
import Foundation
import PriceSources
import Projections
import ScanEvents
import Tapes
import Scanning
import TestSupport
import Testing

@testable import YahooFinance

/// Whole scans over the chart service, with its prices kept on disk.
@Suite(.timeLimit(.minutes(3))) struct YahooScanTests {
    /// Forty sessions of New York whose prices go up and down.
    private static let chart = TestChart(
        (0..<40).map { index in
            let day = index < 20 ? "2024-05-\(index + 11)" : "2024-06-\(index - 9)"
            let price = 100 + Double((index * 7) % 13)
            return ("\(day)T13:30", price, price + 2, price - 2, price + 1, price + 1, 1_000)
        })

    private func scan(
        _ source: String, in directory: String, _ baseURL: String, at time: TestTime = TestTime(),
        includeOpen: Bool? = nil
    ) async throws -> ScanState {
        let sources = sources(baseURL, time, directory)
        var request = ScanRequest(
            strategy: "bollinger_bands", parameters: ["period": 5], startDate: "2024-05-01",
            endDate: "2024-06-30", tickers: ["AAPL", "BRK.B", "MSFT"], source: source)
        if let includeOpen { (request.includeOpen, request.benchmark) = (includeOpen, "SPY") }
        let store = try await TapeStore.open(
            variableDirectory: directory, now: ManualClock().now)
        let plan = try ScanPlan(request, strategies: .builtIn, sources: sources)
        let recorder = try await plan.record(in: store)
        try await Scan(plan, recorder: recorder).complete()
        return try await store.reader(of: recorder.job).scanState()
    }

    @Test func secondScanOfTheSameDaysAsksTheNetworkForNothing() async throws {
        try await withTemporaryDirectory { directory in
            try await ScriptedServer.run([Self.chart.reply]) { server, baseURL in
                let first = try await scan("yahoo", in: directory, baseURL)
                #expect(first.phase == .completed)
                #expect(first.stocks.count == 3)
                #expect(first.prices.oldestFetchedAt == "2024-08-01T12:00:00.000000Z")
                #expect(server.requests.count == 3)
                // Another process, much later.
                let later = TestTime(at: "2025-01-01T00:00")
                let second = try await scan("yahoo", in: directory, baseURL, at: later)
                #expect(server.requests.count == 3)
                #expect(second.ranking.map(\.result) == first.ranking.map(\.result))
                #expect(second.portfolio == first.portfolio)
                #expect(second.prices == first.prices, "told how old they are")
            }
        }
    }

    /// The chart when the last of its sessions is on, or was.
    private static func chart(session: (String, String)) -> TestChart {
        var chart = chart
        chart.session = session
        return chart
    }

    @Test(arguments: [
        ("at ten", "2024-06-30T14:00", "20:00", false, 39),
        ("at 15:59", "2024-06-30T19:59", "20:00", false, 39),
        ("at 16:01", "2024-06-30T20:01", "20:00", false, 40),
        ("on a short day at 12:59", "2024-06-30T16:59", "17:00", false, 39),
        ("on a short day at 13:01", "2024-06-30T17:01", "17:00", false, 40),
        ("at ten, the open bar wanted", "2024-06-30T14:00", "20:00", true, 40),
    ])
    func theBarOfASessionThatHasNotEndedIsNoClose(
        name: String, now: String, end: String, includes: Bool, bars: Int
    ) async throws {
        try await withTemporaryDirectory { directory in
            let chart = Self.chart(session: ("2024-06-30T13:30", "2024-06-30T\(end)"))
            try await ScriptedServer.run([chart.reply]) { server, baseURL in
                let time = TestTime(at: now)
                let state = try await scan(
                    "yahoo", in: directory, baseURL, at: time, includeOpen: includes)
                #expect(state.phase == .completed && state.stocks.count == 3)
                #expect(state.requested?.priceAdjustment == "splits_and_dividends")
                #expect(state.requested?.request.includeOpen == includes)
                let left = bars == 39 ? 1 : 0
                #expect(state.prices.rowsOpen == 3 * left)
                #expect(
                    state.started?.benchmark?.rowsOpen == left
                        && state.started?.benchmark?.bars == bars, "\(name)")
                // What was kept gives the other answer without asking again.
                let other = try await scan(
                    "yahoo", in: directory, baseURL, at: time, includeOpen: !includes)
                #expect(server.requests.count == 4)
                #expect(other.prices.rowsOpen == (end > now.suffix(5) && includes ? 3 : 0))
            }
        }
    }

    @Test func refreshAsksForAllOfThemOnceAgain() async throws {
        try await withTemporaryDirectory { directory in
            try await ScriptedServer.run([Self.chart.reply]) { server, baseURL in
                _ = try await scan("yahoo", in: directory, baseURL)
                let later = TestTime(at: "2025-01-01T00:00")
                let second = try await scan("yahoo?refresh=true", in: directory, baseURL, at: later)
                #expect(server.requests.count == 6)
                #expect(second.prices.oldestFetchedAt == "2025-01-01T00:00:00.000000Z")
                #expect(second.requested?.request.source == "yahoo?refresh=true")
                _ = try await scan("yahoo", in: directory, baseURL, at: later)
                #expect(server.requests.count == 6)
            }
        }
    }

    @Test func pauseThatTheServerAsksForLosesNoStock() async throws {
        try await withTemporaryDirectory { directory in
            let busy = ScriptedServer.Reply(status: 429, headers: [("Retry-After", "60")])
            try await ScriptedServer.run([busy, busy, busy, Self.chart.reply]) { server, baseURL in
                let time = TestTime()
                let state = try await scan("yahoo", in: directory, baseURL, at: time)
                #expect(state.stocks.count == 3 && state.failures.isEmpty)
                #expect(server.requests.count == 6)
                #expect(time.uptime >= .seconds(60))
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aServerThatAnswersNobodyIsAskedAFewTimesAndTheRestIsDoneLater() async throws {
        try await withTemporaryDirectory { directory in
            let busy = ScriptedServer.Reply(status: 429)
            let refused = try await ScriptedServer.run([busy]) { server, baseURL in
                await #expect(throws: ScanInterruption.self) {
                    try await scan(Self.many, baseURL, in: directory)
                }
                return server.requests.count
            }
            // Of a hundred stocks, each of which would be asked for four times.
            #expect(refused < 200)
            try await ScriptedServer.run([Self.chart.reply]) { _, baseURL in
                let store = try await TapeStore.open(
                    variableDirectory: directory, now: ManualClock().now)
                let job = try #require(store.interrupted.first)
                try await Scan.resuming(
                    job, in: store, strategies: .builtIn,
                    sources: sources(baseURL, TestTime(), directory)
                ).complete()
                let state = try await store.reader(of: job).scanState()
                #expect(state.phase == .completed)
                #expect(state.stocks.count == Self.many.count && state.failures.isEmpty)
            }
        }
    }

    private static let many = (0..<100).map { "T\($0)" }

    private func scan(_ tickers: [String], _ baseURL: String, in directory: String) async throws {
        let request = ScanRequest(
            strategy: "bollinger_bands", parameters: ["period": 5], startDate: "2024-05-01",
            endDate: "2024-06-30", tickers: tickers, source: "yahoo")
        let store = try await TapeStore.open(
            variableDirectory: directory, now: ManualClock().now)
        let plan = try ScanPlan(
            request, strategies: .builtIn, sources: sources(baseURL, TestTime(), directory))
        let recorder = try await plan.record(in: store)
        var settings = ScanSettings()
        settings.sourcePause = .zero
        try await Scan(plan, recorder: recorder, settings: settings).complete()
    }

    private func sources(
        _ baseURL: String, _ time: TestTime, _ directory: String
    ) -> PriceCatalog {
        var settings = YahooSettings()
        settings.baseURL = baseURL
        let environment = time.environment()
        return PriceCatalog(
            files: .anywhere, cacheDirectory: directory + "/prices", yahoo: settings,
            environment: environment, now: environment.now)
    }
}
