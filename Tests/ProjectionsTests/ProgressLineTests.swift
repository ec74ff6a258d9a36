import Projections
import ScanEvents
import Testing

@Suite struct ProgressLineTests {
    /// The line of the guide: 25 stocks in 27.34375 s leave 480 × 1.09375 s, that is 525 s.
    @Test func progressLineIsThatOfTheGuide() throws {
        var events: [ScanEvent] = [.requested(stocks: 505), .started(505)]
        events += (1..<25).map { .done("T\($0)", pnl: 50) }
        events.append(.done("AAPL", pnl: 50, elapsed: 27.34375))
        #expect(
            try ScriptedScan(events).state().progressLine
                == "Progress: 5.0% (25/505) - Current: AAPL - ETA: 8m 45s - PnL: $1,250")
    }

    @Test func progressLineBeforeTheFirstStockNamesNone() throws {
        #expect(
            try ScriptedScan([.requested(stocks: 3), .started(3)]).state().progressLine
                == "Progress: 0.0% (0/3) - Current: none - ETA: 0.0s - PnL: $0")
    }

    @Test(arguments: [
        (
            ScanEvent.completed(.init(successful: 1, failed: 1, elapsed: 563)),
            "Complete! Total time: 9m 23s - Total PnL: -$98"
        ),
        (
            .cancelled(.init(elapsed: 61)),
            "Cancelled after 2 of 3 stocks. Total time: 1m 1s - Total PnL: -$98"
        ),
        (
            .failed(.init(code: .internal, message: "disk full", elapsed: 2)),
            "Failed: disk full. Total time: 2.0s - Total PnL: -$98"
        ),
        (
            .interrupted(.init(code: .rateLimited, message: "too many", elapsed: 4)),
            "Interrupted after 2 of 3 stocks: too many. Total time: 4.0s - Total PnL: -$98"
        ),
        (
            .resumed(.init(remaining: 1, elapsed: 3)),
            "Interrupted after 2 of 3 stocks. Total time: 3.0s - Total PnL: -$98"
        ),
    ])
    func finalLineSaysHowTheScanEnded(end: ScanEvent, line: String) throws {
        let scan = ScriptedScan([
            .requested(stocks: 3), .started(3), .done("A", pnl: -98.25), .lost("B"), end,
        ])
        #expect(try scan.state().finalLine == line)
    }

    @Test(arguments: [
        (0, "0.0s"), (0.04, "0.0s"), (0.4, "0.4s"), (9.94, "9.9s"), (9.96, "10s"), (45, "45s"),
        (59.4, "59s"), (59.96, "1m 0s"), (60, "1m 0s"), (525, "8m 45s"), (3_599.4, "59m 59s"),
        (3_599.6, "1h 0m"), (3_600, "1h 0m"), (7_530, "2h 5m"), (360_000, "100h 0m"),
        (1e300, "277777777h 46m"), (.infinity, "277777777h 46m"),
    ])
    func durationIsReadable(seconds: Double, text: String) {
        #expect(ScanState.duration(seconds) == text)
    }

    @Test(arguments: [
        (0, "$0"), (-0.0, "$0"), (0.4, "$0"), (-0.4, "$0"), (-0.49999, "$0"), (0.5, "$1"),
        (-0.5, "-$1"), (-98.25, "-$98"), (999.4, "$999"), (999.5, "$1,000"), (1_250, "$1,250"),
        (-1_250, "-$1,250"), (125_430, "$125,430"), (999_999.5, "$1,000,000"),
        (-12_345_678.9, "-$12,345,679"), (999_999_999_999_999, "$999,999,999,999,999"),
    ])
    func amountIsInWholeDollars(amount: Double, text: String) {
        #expect(ScanState.dollars(amount) == text)
    }

    @Test func summaryTellsCountsBestWorstFailuresAndPrices() throws {
        #expect(
            try ScriptedScan.twelve.state().summary == [
                "9 of 12 stocks with bollinger_bands, 2013-02-08 to the last",
                "PnL $404: 5 stocks gained, 3 lost; 34 trades, 18 won, 16 lost",
                "Portfolio of 9: return 1.12%, max drawdown 12.35%, Sharpe 0.88",
                "       Ticker      PnL   Return  Trades   Won  Drawdown  Sharpe",
                "Best   ADM      $1,235   12.35%       9   67%     2.50%    0.50",
                "       AAL        $100    1.00%       4   75%     2.50%    0.50",
                "       AFL        $100    1.00%       5  100%     2.50%    0.50",
                "       AIG         $12    0.12%       3   67%     2.50%    0.12",
                "       AET          $8    0.07%       2   50%     3.00%    0.10",
                "Worst  AGN     -$1,000  -10.00%       8   13%     2.50%    0.50",
                "       AAPL       -$51   -0.51%       2    0%     2.50%    0.50",
                "       AES          $0    0.00%       1    0%     2.50%    0.50",
                "       ADBE         $0    0.00%       0     -     2.50%       -",
                "Failed: 1 by bad_data: ADI", "  high below low on \"2014-05-06\"",
                "Failed: 1 by insufficient_bars: ABC", "  19 bars, 20 needed",
                "Failed: 1 by no_data: AIV", "  no bars",
                "Prices: 10075 rows read, 8 dropped as incomplete or repeated, 16 kept with open or "
                    + "close outside low…high, fetched from 2026-01-02T03:04:12.999999Z on",
            ])
    }

    @Test(arguments: [
        (20, "Best   ADM      $1,235"), (30, "Best   ADM      $1,235"),
        (31, "Best   ADM      $1,235   12.35%"), (40, "Best   ADM      $1,235   12.35%       9"),
        (63, "Best   ADM      $1,235   12.35%       9   67%     2.50%    0.50"),
    ])
    func tableOfANarrowTerminalHasFewerFigures(columns: Int, best: String) throws {
        let lines = try ScriptedScan.twelve.state().summary(columns: columns)
        #expect(lines.first { $0.hasPrefix("Best") } == best)
    }

    @Test func summaryTellsOfBarsLeftOutOfOpenSessions() throws {
        let state = try ScriptedScan([
            .requested(stocks: 2), .started(2), .done("A", pnl: 1, rowsOpen: 1),
            .done("B", pnl: 1, rowsOpen: 1),
        ]).state()
        #expect(
            state.summary.last
                == "Prices: 2518 rows read, 2 dropped as incomplete or repeated, 4 kept with open or "
                + "close outside low…high, 2 bars of a session that has not ended left out "
                + "(--include-open takes them)")
    }

    @Test func summaryWithoutResultsTellsOfNoPricesAndNoPortfolio() throws {
        let scan = ScriptedScan([
            .requested(stocks: 1), .started(1), .lost("A"),
            .completed(.init(successful: 0, failed: 1, elapsed: 1)),
        ])
        #expect(
            try scan.state().summary == [
                "0 of 1 stocks with bollinger_bands, 2013-02-08 to the last",
                "PnL $0: 0 stocks gained, 0 lost; 0 trades, 0 won, 0 lost",
                "Failed: 1 by no_data: A", "  no bars",
            ])
        #expect(try scan.state().finalLine == "No result: all 1 stocks failed. Total time: 1.0s")
    }

    @Test func failuresOfOneCauseAreToldOnceWithTheirStocks() throws {
        let busy = (0..<10).map { index in
            ScanEvent.lost("T\(index)", .rateLimited, "'T\(index)' after 4 tries: too many")
        }
        let scan = ScriptedScan(
            [.requested(stocks: 14), .started(14)] + busy + [
                .lost("U", .badData, "line 1"), .lost("V", .badData, "line 2"),
                .lost("W", .badData, "line 3"), .lost("X", .badData, "line \u{1b}[2J4"),
            ])
        #expect(
            try scan.state().summary.suffix(7) == [
                "Failed: 10 by rate_limited: T0, T1, T2, T3, T4, T5, T6, T7 and 2 more",
                "  10 × '…' after 4 tries: too many", "Failed: 4 by bad_data: U, V, W, X",
                "  line 1", "  line 2", "  line 3", "  and 1 other causes",
            ])
    }

    @Test func refusedOrdersAndRuinedAccountsAreTold() throws {
        func stock(_ ticker: String, rejected: Int, drawdown: Double, end: Double) -> ScanEvent {
            guard case .stockCompleted(var event) = ScanEvent.done(ticker, pnl: end - 10_000) else {
                return .done(ticker, pnl: 0)
            }
            event.result.rejectedOrders = rejected
            event.result.maxDrawdown = drawdown
            event.result.endValue = end
            return .stockCompleted(event)
        }
        let scan = ScriptedScan([
            .requested(stocks: 4), .started(4),
            stock("D", rejected: 0, drawdown: 99.9, end: 10),
            stock("C", rejected: 2, drawdown: 100, end: 0),
            stock("B", rejected: 1, drawdown: 120, end: 4_000),
            stock("A", rejected: 0, drawdown: 99, end: -5),
        ])
        let summary = try scan.state().summary
        #expect(summary.contains("Orders: 3 refused for want of cash, of B, C"))
        #expect(
            summary.contains("Ruined: accounts of A, B, C, worth nothing or less at some time"))
        let calm = try ScriptedScan.twelve.state().summary
        #expect(!calm.contains { $0.hasPrefix("Orders:") || $0.hasPrefix("Ruined:") })
    }
}
