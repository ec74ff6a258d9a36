import JSONText
import Projections
import ScanEvents
import TestSupport
import Testing

@Suite struct CompleteMessageTests {
    @Test func resultsAreTheTapesBytesBestFirstAndEqualOnesByTicker() throws {
        let state = try ScriptedScan.twelve.state()
        #expect(
            state.ranking.map(\.result.ticker) == [
                "ADM", "AAL", "AFL", "AIG", "AET", "ADBE", "AES", "AAPL", "AGN",
            ])
        let text = String(decoding: state.completeMessage, as: UTF8.self)
        #expect(text.contains(",\(ScriptedScan.laterResult),"), "kept as another version wrote it")
        var objects: [String] = []
        for stock in state.ranking {
            let object = String(decoding: stock.json, as: UTF8.self)
            let tape = ScriptedScan.twelve.lines.filter {
                String(decoding: $0, as: UTF8.self).contains("\"result\":" + object + ",\"bars\":")
            }
            #expect(tape.count == 1, "\(stock.result.ticker)")
            objects.append(object)
        }
        #expect(text.contains("\"stock_results\":[" + objects.joined(separator: ",") + "],"))
    }

    /// Sums of doubles depend on their order; those of a scan must not.
    @Test func totalsDoNotDependOnTheOrderOfTheStocks() throws {
        let seed: UInt64 = 0x5eed_0070
        var random = SeededGenerator(seed: seed)
        var stocks = (0..<60).map { index in
            let magnitude = [0.01, 1, 1e9, 1e18][index % 4]
            func any() -> Double { .random(in: -magnitude...magnitude, using: &random) }
            return ScanEvent.done(
                "T\(index)", sector: [nil, "Energy", "Finance"][index % 3], pnl: any(),
                trades: index % 7, won: index % 3 % 2, sharpeRatio: any(), exposurePct: any(),
                fetchedAt: index % 5 == 0 ? "2026-01-\(10 + index % 11)" : nil)
        }
        stocks += [
            .done("E1", pnl: 3), .done("E2", pnl: 3), .done("E3", pnl: -0.0), .done("E4", pnl: 0),
        ]
        var failures: [ScanEvent] = [
            .lost("F1", .timeout, sector: "Energy"), .lost("F2"), .lost("F3", sector: "Utilities"),
        ]
        var messages: Set<[UInt8]> = []
        var statuses: Set<[UInt8]> = []
        for _ in 0..<20 {
            stocks.shuffle(using: &random)
            failures.shuffle(using: &random)
            let cut = Int.random(in: 0...stocks.count, using: &random)
            let events =
                [.requested(stocks: 67), .started(67)] + stocks.prefix(cut) + failures
                + stocks.dropFirst(cut) + [.valued(1...2, of: 2)]
                + [.completed(.init(successful: 64, failed: 3, elapsed: 5))]
            let state = try ScriptedScan(events).state()
            messages.insert(state.completeMessage)
            statuses.insert([UInt8](state.finalLine.utf8) + state.summary.joined().utf8)
        }
        #expect(messages.count == 1, "seed \(seed)")
        #expect(statuses.count == 1, "seed \(seed)")
    }

    /// Worked out by hand: means, medians and deviations that divide by the number of stocks.
    @Test(
        arguments: [
            (
                "none", [],
                "0.0 0.0 0.0 0.0 0.0|0.0 0.0 0.0 0.0 0.0|0 0 0 0.0 0.0 0.0"
            ),
            (
                // A return of 0.125 lies between 0.12 and 0.13; the even digit wins.
                "one", [.done("A", pnl: 12.5, trades: 3, won: 2)],
                "12.5 12.5 0.0 12.5 12.5|0.12 0.12 0.0 0.12 0.12|1 0 0 100.0 3.0 66.67"
            ),
            (
                // Mean 5; deviation of 2 4 4 4 5 5 7 9 is 2, the sample's would be 2.14.
                "textbook",
                [2, 4, 4, 4, 5, 5, 7, 9].enumerated().map { .done("T\($0)", pnl: $1 * 100) },
                "500.0 450.0 200.0 200.0 900.0|5.0 4.5 2.0 2.0 9.0|8 0 0 100.0 1.0 100.0"
            ),
            (
                // Median of an odd number; zero is neither gain nor loss; 1 of 3 is 33.33 %.
                "of each kind",
                [
                    .done("A", pnl: 300, trades: 4, won: 1), .done("B", pnl: 0, trades: 0, won: 0),
                    .done("C", pnl: -600, trades: 2, won: 1),
                ],
                "-100.0 0.0 374.17 -600.0 300.0|-1.0 0.0 3.74 -6.0 3.0|1 1 1 33.33 2.0 33.33"
            ),
            (
                "no trades", [.done("A", pnl: 0, trades: 0, won: 0), .lost("B")],
                "0.0 0.0 0.0 0.0 0.0|0.0 0.0 0.0 0.0 0.0|0 0 1 0.0 0.0 0.0"
            ),
        ] as [(String, [ScanEvent], String)])
    func macroStatisticsAreThoseWorkedOutByHand(
        name: String, stocks: [ScanEvent], figures: String
    ) throws {
        let state = try ScriptedScan([.requested(stocks: stocks.count)] + stocks).state()
        let statistics = try JSONValue.parse(state.completeMessage)["macro_statistics"]
        let names =
            ["pnl", "return_pct"].flatMap { figure in
                ["avg_", "median_", "std_", "min_", "max_"].map { $0 + figure }
            } + [
                "profitable_stocks", "losing_stocks", "neutral_stocks", "profitability_rate",
                "avg_trades_per_stock", "win_rate",
            ]
        let expected = figures.split { " |".contains($0) }.map { Double($0) }
        guard case .object(let members) = statistics else {
            Issue.record("\(name): \(statistics)")
            return
        }
        #expect(members.map(\.name) == names)
        for (member, figure) in zip(members, expected) {
            #expect(member.value == figure.map { .number($0) }, "\(name): \(member.name)")
        }
        #expect(expected.count == names.count)
    }

    @Test func totalsAddUpOverTheStocksThatHaveAResult() throws {
        let message = try JSONValue.parse(ScriptedScan.twelve.state().completeMessage)
        // 100.25 - 50.5 + 0 + 1234.5 - 0.25 + 7.5 + 100.25 - 1000 + 12.34 on 9 × 10,000
        let expected: [(String, Double)] = [
            ("total", 12), ("total_stocks", 12), ("successful", 9), ("failed", 3),
            ("total_pnl", 404.09), ("total_time", 63.1), ("start_value", 90_000),
            ("end_value", 90_404.09), ("return_pct", 0.45), ("total_trades", 34),
            ("winning_trades", 18), ("losing_trades", 16), ("stocks_with_trades", 8),
        ]
        for (name, number) in expected { #expect(message[name] == .number(number), "\(name)") }
        #expect(message["start_date"] == .string("2013-02-08"))
        #expect(message["end_date"] == .null)
    }

    @Test func scanWithoutStocksIsCompleteWithZeros() throws {
        let state = try ScriptedScan([
            .requested(stocks: 0), .started(0),
            .completed(.init(successful: 0, failed: 0, elapsed: 0)),
        ]).state()
        let message = try JSONValue.parse(state.completeMessage)
        for name in ["total", "total_pnl", "start_value", "end_value"] {
            #expect(message[name] == .number(0), "\(name)")
        }
        #expect(message["return_pct"] == .null)
        #expect(message["stock_results"] == .array([]))
        #expect(message["failed_stocks"] == .array([]))
        #expect(state.progressPct == 0)
        #expect(state.etaSeconds == 0)
    }
}
