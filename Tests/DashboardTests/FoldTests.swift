import Foundation
import Projections
import ScanEvents
import TestSupport
import Testing

/// The page folds a tape to what the service folds it to, at every record of every type.
@Suite(
    .timeLimit(.minutes(3)),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/node")))
struct FoldTests {
    private static let start: [ScanEvent] = [
        .requested(
            ScanEvent.Requested(
                jobID: "20260102-030405-00000001", engine: "tapedeck 0.1.0",
                request: ScanRequest(strategy: "sma_cross"), stocks: 4,
                universeDigest: String(repeating: "0", count: 64),
                priceAdjustment: "splits")),
        text("strategy ", offset: 0), text("from the middle", offset: 5),
        text("\"Ä", offset: 9), text("\"", offset: 12, digit: "1"),
        text("\" and more than there is", offset: 12), text("\"", offset: 12),
        .started(ScanEvent.Started(tickers: ["A", "B", "C", "D"])),
        .stockSlow(.init(ticker: "A", seconds: 5, elapsed: 5.25)),
        .stockSlow(.init(ticker: "B", seconds: 5.5, elapsed: 5.5)),
        .stockSlow(.init(ticker: "A", seconds: 9, elapsed: 9.5)),
        .stockTraded(traded), completed("A", pnl: 10.125, elapsed: 10),
        completed("A", pnl: 9, elapsed: 11),
        .stockSlow(.init(ticker: "A", seconds: 12, elapsed: 12)),
        .paused(.init(code: .rateLimited, message: "too many", seconds: 60, elapsed: 13)),
        counted(3), .interrupted(.init(code: .rateLimited, message: "too many", elapsed: 73)),
        .resumed(.init(remaining: 3, elapsed: 73)),
        .stockLeftOut(
            ScanEvent.StockLeftOut(
                ticker: "A", code: .pricesChanged, message: "other bars", elapsed: 73.5)),
        .resumed(.init(remaining: 3, elapsed: 74)),
        .stockLeftOut(
            ScanEvent.StockLeftOut(ticker: "A", code: .noData, message: "none", elapsed: 74.5)),
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: "B", sector: nil, code: .noData, message: "none", seconds: 1, elapsed: 75)),
        completed("C", pnl: -0.3, elapsed: 76), completed("D", pnl: 0.1, elapsed: 77),
    ]

    private static let traded: ScanEvent.StockTraded = {
        var event = ScanEvent.StockTraded()
        (event.ticker, event.trades) = ("A", 1)
        (event.barsBefore, event.barsHeld, event.timesBefore) = ([0], [0], [739_000])
        (event.timesHeld, event.entryLines, event.exits, event.exitLines) = ([0], [3], [nil], [nil])
        (event.sizes, event.entryPrices, event.exitPrices) = ([1], [10], [nil])
        (event.lows, event.highs, event.lastClose) = ([9], [11], 10.5)
        return event
    }()

    private static func completed(
        _ ticker: String, pnl: Double, elapsed: Double
    ) -> ScanEvent {
        .stockCompleted(
            ScanEvent.StockCompleted(
                result: StockResult(
                    ticker: ticker, pnl: pnl, returnPct: pnl / 100, totalTrades: 1,
                    winningTrades: 1, losingTrades: 0, openTrades: 0, rejectedOrders: 0,
                    sharpeRatio: nil, maxDrawdown: 0, grossProfit: pnl, grossLoss: 0,
                    exposurePct: 50, startValue: 10_000, endValue: 10_000 + pnl),
                prices: ScanEvent.PriceRecord(
                    bars: 1, firstDate: "2026-01-02", lastDate: "2026-01-02",
                    barsDigest: String(repeating: "0", count: 64), rowsRead: 1),
                seconds: 0.25, elapsed: elapsed))
    }

    /// A part of a text of 13 bytes.
    private static func text(
        _ text: String, offset: Int, digit: String = "0"
    ) -> ScanEvent {
        .strategyRecorded(
            ScanEvent.StrategyRecorded(
                language: 1, digest: String(repeating: digit, count: 64), bytes: 13,
                offset: offset, text: text))
    }

    private static func counted(_ barsTrue: Int) -> ScanEvent {
        .rulesCounted(
            ScanEvent.RulesCounted(
                stocks: 3,
                rules: [
                    RuleCount(line: 4, sentence: "In.", barsTrue: barsTrue, orders: 1),
                    RuleCount(line: 6, sentence: "Out.", barsTrue: barsTrue, orders: 0),
                    RuleCount(line: 8, sentence: "Never.", barsTrue: 0, orders: 0),
                ], missingLevels: barsTrue - 3))
    }

    /// A part of two signals.
    private static func signals(_ offset: Int) -> ScanEvent {
        var signal = StockSignal()
        (signal.ticker, signal.lastTime) = ("A", "2026-01-0\(offset + 1)")
        var part = ScanEvent.SignalsGiven()
        (part.stocks, part.marketTime, part.total) = (3, "2026-01-03", 2)
        (part.offset, part.signals) = (offset, [signal])
        return .signalsGiven(part)
    }

    private static func valued(_ offset: Int) -> ScanEvent {
        .portfolioValued(
            ScanEvent.PortfolioValued(
                stocks: 2, statistics: PortfolioStatistics(), points: 2, offset: offset,
                times: ["2026-01-0\(offset + 1)"], values: [20_000 + Double(offset)],
                benchmark: PortfolioBenchmark(
                    statistics: PortfolioStatistics(),
                    comparison: BenchmarkComparison(beta: 0.5)),
                benchmarkValues: [20_000.5 + Double(offset)]))
    }

    private static let ends: [[ScanEvent]] = [
        [
            counted(7), signals(0), signals(2), signals(1), valued(0), valued(1),
            .completed(.init(successful: 3, failed: 1, elapsed: 78)),
            .sealed(.init(count: 20, root: String(repeating: "0", count: 64))),
            .unknown(type: "of_a_later_version"),
        ],
        [.cancelled(.init(elapsed: 78)), completed("E", pnl: 1, elapsed: 79)],
        [.failed(.init(code: .internal, message: "disk full", elapsed: 78))],
    ]

    /// The records of a scan, a line each, and the state that the service has after each.
    private func fold(_ events: [ScanEvent]) throws -> (lines: [UInt8], states: [NSDictionary]) {
        var lines: [UInt8] = []
        var states: [NSDictionary] = []
        var state = ScanState()
        for (seq, event) in events.enumerated() {
            let line =
                Array(
                    #"{"seq":\#(seq),"at":"2026-01-02T03:04:05.000001Z","#.utf8)
                + body(of: event) + [UInt8(ascii: "}")]
            state.apply(try RecordedEvent(line), in: line)
            lines += line + [UInt8(ascii: "\n")]
            var status = try #require(
                try JSONSerialization.jsonObject(with: Data(state.status)) as? [String: Any])
            status["results"] = nil
            states.append([
                "status": status, "stocks": state.stocks.map(\.result.ticker),
                "failures": state.failures.map(\.ticker), "slow": state.slowTickers,
                "left_out": state.leftOut.map { "\($0.ticker) \($0.code.rawValue)" },
                "text": state.strategy.flatMap {
                    $0.isWhole ? String(decoding: $0.text, as: UTF8.self) : nil
                } ?? NSNull(),
                "rules": state.rules?.rules.map(\.barsTrue) ?? NSNull(),
                "warnings": state.rules?.warnings ?? [],
                "signals": state.signals.map { $0.total as Any } ?? NSNull(),
                "points": state.portfolio.map { $0.values.count as Any } ?? NSNull(),
                "benchmark": state.portfolio.flatMap { portfolio in
                    portfolio.benchmark?.comparison.beta.map { [$0] + portfolio.benchmarkValues }
                } ?? NSNull(),
                "sweep": state.sweep.map(Self.told) ?? NSNull(),
            ])
        }
        return (lines, states)
    }

    /// The program itself never writes an event that it does not know.
    private func body(of event: ScanEvent) -> [UInt8] {
        guard case .unknown(let type) = event else { return event.recordBody }
        return Array(#""type":"\#(type)""#.utf8)
    }

    @Test(arguments: ends.indices)
    func everyRecordFoldsToWhatTheServiceHas(end: Int) async throws {
        try await compare(Self.start + Self.ends[end])
    }

    private func compare(_ events: [ScanEvent]) async throws {
        let (lines, states) = try fold(events)
        let found = try await foldedByThePage(lines)
        #expect(found.states.count == states.count)
        for (index, pair) in zip(found.states, states).enumerated() {
            #expect(pair.0 == pair.1, "record \(index), \(events[index].type)")
        }
    }

    /// An event that is new fails here until the page and the scan above have it.
    @Test func everyTypeOfTheSchemasIsKnownAndTried() async throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Program.repository + "/Schemas/events")
        let types = Set(names.map { $0.replacing(".schema.json", with: "") })
            .subtracting(["common", "record"])
        let tried = Set((Self.start + Self.ends.joined() + Self.sweeps.joined()).map(\.type))
        #expect(tried.subtracting(["of_a_later_version"]) == types)
        let known = try await foldedByThePage(fold(Self.start).lines).types
        #expect(Set(known) == types)
    }

    private func foldedByThePage(
        _ lines: [UInt8]
    ) async throws -> (types: [String], states: [NSDictionary]) {
        let root = Program.repository
        let outcome = try await Program.system("node").run(
            [
                "\(root)/Tests/DashboardTests/Folds/fold.mjs",
                "\(root)/Sources/Dashboard/Site/dashboard/scan-state.js",
            ], input: lines)
        try #require(outcome.status == 0, "\(outcome.errors)")
        let documents = try outcome.text.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8))
        }
        return (
            try #require(documents.first as? [String]),
            documents.dropFirst().compactMap { $0 as? NSDictionary }
        )
    }
}
