import JSONText
import Projections
import ScanEvents
import Testing

@Suite struct ScanStatisticsTests {
    /// Eleven stocks of two sectors and of none, with figures that no two ways of reckoning share.
    private static let eleven: [ScanEvent] = [
        stock("A", "Energy", 812.4, 9, 6, 1.2, 50),
        stock("B", "Energy", -93.15, 4, 1, -0.3, 12.5),
        stock("C", "Finance", 44.04, 3, 2, 0.45, 80),
        stock("D", nil, 44.04, 5, 2, 0.45, 33.3),
        .lost("L", .timeout, sector: "Energy"),
        stock("E", "Finance", -560.9, 8, 2, -1.1, 100),
        stock("F", "Energy", 1_203.77, 11, 8, 2.25, 66.6),
        stock("G", nil, 0, 0, 0, 0, 0),
        .lost("M", .noData), .lost("N", .badData, sector: "Utilities"), .lost("O", .noData),
        stock("H", "Finance", 17.3, 2, 1, 0.07, 5),
        stock("I", "Energy", -12.26, 6, 3, -0.02, 47.5),
        stock("J", "Energy", 305.5, 7, 5, 0.9, 90),
        stock("K", "Finance", -88.8, 5, 2, -0.25, 21),
    ]

    private static func stock(
        _ ticker: String, _ sector: String?, _ pnl: Double, _ trades: Int, _ won: Int,
        _ sharpeRatio: Double, _ exposurePct: Double
    ) -> ScanEvent {
        .done(
            ticker, sector: sector, pnl: pnl, trades: trades, won: won, sharpeRatio: sharpeRatio,
            exposurePct: exposurePct,
            fetchedAt: ticker < "D" ? "2026-01-0\(trades)T00:00:00.000000Z" : nil)
    }

    /// `numpy.percentile`, `mean` and `median` of the eleven; quotients and sums by hand.
    @Test func figuresAreThoseOfNumpy() throws {
        let statistics = try statistics(of: Self.eleven)
        let expected: [(String, Double)] = [
            ("q1_pnl", -50.53), ("q3_pnl", 174.77), ("q1_return_pct", -0.51),
            ("q3_return_pct", 1.75), ("gross_profit", 2_427.05), ("gross_loss", 755.11),
            ("profit_factor", 3.2142), ("avg_exposure_pct", 45.99), ("avg_sharpe_ratio", 0.365),
            ("median_sharpe_ratio", 0.26),
        ]
        for (name, number) in expected { #expect(statistics[name] == .number(number), "\(name)") }
    }

    @Test func bestAndWorstAreTheEndsOfTheRanking() throws {
        let statistics = try statistics(of: Self.eleven)
        #expect(tickers(statistics["best"]) == "FAJCD")
        #expect(tickers(statistics["worst"]) == "EBKIG")
        let first = statistics["best"].elements.first
        #expect(
            first
                == .object([
                    ("ticker", .string("F")), ("pnl", .number(1_203.77)),
                    ("return_pct", .number(12.04)),
                ]))
    }

    @Test(arguments: [
        (0, "", ""), (1, "A", ""), (2, "A", "B"), (3, "AB", "C"), (7, "ABCD", "GFE"),
        (9, "ABCDE", "IHGF"), (10, "ABCDE", "JIHGF"), (12, "ABCDE", "LKJIH"),
    ])
    func noStockIsAmongBothBestAndWorst(count: Int, best: String, worst: String) throws {
        let stocks = "LKJIHGFEDCBA".suffix(count).map { ScanEvent.done(String($0), pnl: 5) }
        let statistics = try statistics(of: stocks)
        #expect(tickers(statistics["best"]) == best)
        #expect(tickers(statistics["worst"]) == worst)
    }

    /// Sums by hand, means and medians by `statistics` of Python.
    @Test func sectorsComeByNameAndTheStocksWithoutOneLast() throws {
        let sectors = try statistics(of: Self.eleven)["by_sector"].elements
        let expected = [
            #"{"sector":"Energy","stocks":5,"failed":1,"pnl":2216.26,"avg_return_pct":4.43,"#
                + #""median_return_pct":3.06,"profitable_stocks":3,"losing_stocks":2,"#
                + #""total_trades":37,"win_rate":62.16,"best":"F","worst":"B"}"#,
            #"{"sector":"Finance","stocks":4,"failed":0,"pnl":-588.36,"avg_return_pct":-1.47,"#
                + #""median_return_pct":-0.36,"profitable_stocks":2,"losing_stocks":2,"#
                + #""total_trades":18,"win_rate":38.89,"best":"C","worst":"E"}"#,
            #"{"sector":"Utilities","stocks":0,"failed":1,"pnl":0.0,"avg_return_pct":null,"#
                + #""median_return_pct":null,"profitable_stocks":0,"losing_stocks":0,"#
                + #""total_trades":0,"win_rate":null,"best":null,"worst":null}"#,
            #"{"sector":null,"stocks":2,"failed":2,"pnl":44.04,"avg_return_pct":0.22,"#
                + #""median_return_pct":0.22,"profitable_stocks":1,"losing_stocks":0,"#
                + #""total_trades":5,"win_rate":40.0,"best":"D","worst":"G"}"#,
        ]
        #expect(sectors.count == expected.count)
        for (sector, text) in zip(sectors, expected) {
            #expect(try sector == JSONValue.parse(Array(text.utf8)))
        }
    }

    @Test func failuresAreCountedByCodeTheMostFrequentFirst() throws {
        #expect(
            try statistics(of: Self.eleven)["failures_by_code"]
                == .object([
                    ("no_data", .number(2)), ("bad_data", .number(1)), ("timeout", .number(1)),
                ]))
    }

    @Test func pricesAreThoseOfTheResultsAndTheOldestCounts() throws {
        #expect(
            try statistics(of: Self.eleven)["prices"]
                == .object([
                    ("rows_read", .number(11 * 1_259)), ("rows_dropped", .number(11)),
                    ("rows_outside_range", .number(22)),
                    ("oldest_fetched_at", .string("2026-01-03T00:00:00.000000Z")),
                ]))
    }

    @Test func barsLeftOutOfOpenSessionsAreAddedUpWhereThereAreAny() throws {
        let prices = try statistics(of: [
            .done("A", pnl: 1, rowsOpen: 1), .done("B", pnl: 1), .done("C", pnl: 1, rowsOpen: 1),
        ])["prices"]
        #expect(prices["rows_open"] == .number(2) && prices["rows_read"] == .number(3 * 1_259))
    }

    @Test(arguments: [[], [.lost("A", sector: "Energy")]] as [[ScanEvent]])
    func figureThatDoesNotExistIsNull(stocks: [ScanEvent]) throws {
        let statistics = try statistics(of: stocks)
        for name in [
            "q1_pnl", "q3_pnl", "q1_return_pct", "q3_return_pct", "profit_factor",
            "avg_exposure_pct", "avg_sharpe_ratio", "median_sharpe_ratio",
        ] {
            #expect(statistics[name] == .null, "\(name)")
        }
        #expect(statistics["gross_profit"] == .number(0), "the sum of nothing exists")
        #expect(statistics["by_sector"].elements.count == stocks.count)
        #expect(statistics["prices"]["oldest_fetched_at"] == .null)
    }

    @Test func profitWithoutLossHasNoFactor() throws {
        let statistics = try statistics(of: [
            .done("A", pnl: 10), .done("B", pnl: 0, trades: 0, won: 0),
        ])
        #expect(statistics["profit_factor"] == .null)
        #expect(statistics["gross_profit"] == .number(10))
        #expect(statistics["avg_sharpe_ratio"] == .number(0.5), "of the stock that has one")
    }

    private func statistics(of stocks: [ScanEvent]) throws -> JSONValue {
        let state = try ScriptedScan([.requested(stocks: stocks.count)] + stocks).state()
        return try JSONValue.parse(state.completeMessage)["statistics"]
    }

    private func tickers(_ list: JSONValue) -> String {
        list.elements.map { stock in
            if case .string(let ticker) = stock["ticker"] { ticker } else { "?" }
        }.joined()
    }
}
