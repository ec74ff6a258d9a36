import Foundation
import MarketData
import TestSupport
import Testing

/// Scans by the program, of kept prices whose last bar belongs to a session that has not ended.
@Suite(.timeLimit(.minutes(3)))
struct OpenSessionTests {
    /// Stands for the chart service: a bar a day up to the present one, which lasts an hour more.
    private struct Chart: PriceSource {
        let name = "yahoo"
        let interval = BarInterval.day
        let isLive = true
        let coverage: ClosedRange<CalendarDate>? = nil
        let tickers: [String] = []
        let today: CalendarDate
        let now: Date
        let isOpen: Bool

        func history(
            of ticker: String, from: CalendarDate?, to: CalendarDate?
        ) async throws -> PriceHistory {
            let days = (today.dayNumber - 119...today.dayNumber).compactMap {
                CalendarDate(dayNumber: $0)
            }
            var close = days.map { 100 + Double(Int($0.dayNumber) * 7 % 23) }
            // What is no close yet is far away.
            if isOpen { close[119] += 50 }
            let bars = try Bars(
                ticker: ticker, times: days.map { BarTime($0) }, open: close, high: close,
                low: close, close: close, volume: close)
            return PriceHistory(
                bars: bars.clipped(from: from, to: to), counts: RowCounts(rows: 120),
                fetchedAt: now, openUntil: isOpen ? now.addingTimeInterval(3_600) : nil)
        }
    }

    private let now = Date()
    private let tickers = ["AAPL", "MSFT", "SPY"]
    private var today: CalendarDate {
        CalendarDate(dayNumber: Int32(now.timeIntervalSince1970 / 86_400)) ?? .latest
    }
    private var first: CalendarDate? { CalendarDate(dayNumber: today.dayNumber - 90) }

    /// Keeps prices where the program keeps them.
    private func keep(in directory: String, isOpen: Bool) async throws {
        let now = now
        let kept = CachedPrices(
            Chart(today: today, now: now, isOpen: isOpen), directory: directory + "/prices",
            now: { now.addingTimeInterval(isOpen ? 0 : 1) }
        ).refreshing(as: "yahoo")
        for ticker in tickers {
            _ = try await kept.history(of: ticker, from: first, to: today)
        }
    }

    private func tapedeck(
        _ command: [String], _ directory: String, from start: CalendarDate? = nil
    ) async throws -> Program.Outcome {
        try await Program.product("tapedeck").run(
            command + [
                "--source", "yahoo", "--start", (start ?? first)?.description ?? "", "--end",
                today.description, "--var", directory,
            ])
    }

    private func audit(_ directory: String) async throws -> Program.Outcome {
        try await Program.product("tapedeck-replay").run(
            ["audit", "--recompute", "--var", directory])
    }

    private let scan = ["scan", "sma_cross", "--tickers", "AAPL,MSFT", "--benchmark", "SPY"]

    @Test func theOpenBarIsLeftOutToldAndLeftOutAgainByAnAudit() async throws {
        try await withTemporaryDirectory { directory in
            try await keep(in: directory, isOpen: true)
            let outcome = try await tapedeck(scan, directory)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(
                outcome.text.contains(
                    "2 bars of a session that has not ended left out (--include-open takes them)"),
                "\(outcome.text)")
            let cat = try await Program.product("tapedeck-replay").run(
                ["cat", "latest", "--var", directory])
            #expect(cat.text.contains(#""price_adjustment":"splits_and_dividends""#))
            #expect(cat.text.matches(of: /"rows_open":1/).count == 3)
            let noon = try await audit(directory)
            #expect(noon.status == 0, "\(noon.text)\(noon.errors)")
            #expect(noon.text.contains("2 stocks computed again"), "\(noon.text)")
            // In the evening the same day has a close.
            try await keep(in: directory, isOpen: false)
            let evening = try await audit(directory)
            #expect(evening.status == 0, "\(evening.text)\(evening.errors)")
            #expect(evening.text.contains("2 stocks computed again"), "\(evening.text)")
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func theOpenBarIsTakenWhereItIsAskedFor() async throws {
        try await withTemporaryDirectory { directory in
            try await keep(in: directory, isOpen: true)
            let outcome = try await tapedeck(scan + ["--include-open"], directory)
            #expect(outcome.status == 0 && !outcome.text.contains("left out"))
            #expect(try await audit(directory).status == 0)
            let backtest = ["backtest", "sma_cross", "AAPL"]
            #expect(
                try await tapedeck(backtest, directory).text
                    .contains(/\nbars +90\n(.*\n)*rows_open +1\n/))
            #expect(
                try await tapedeck(backtest + ["--include-open"], directory).text
                    .contains(/\nbars +91\n/))
        }
    }

    @Test func aStockOfNothingButTheOpenBarHasNoData() async throws {
        try await withTemporaryDirectory { directory in
            try await keep(in: directory, isOpen: true)
            let outcome = try await tapedeck(
                ["scan", "buy_and_hold", "--tickers", "AAPL"], directory, from: today)
            #expect(
                outcome.errors.contains(
                    "the only bar of 'AAPL' is that of \(today), whose session has not ended"),
                "\(outcome.errors)")
        }
    }
}
