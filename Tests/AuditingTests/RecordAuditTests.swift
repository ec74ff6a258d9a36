import EventLog
import JSONText
import ScanEvents
import Tapes
import Auditing
import TestSupport
import Testing

/// Tapes whose bytes, seal and registry are right, but whose records cannot be: the finding of
/// each, at its record.
@Suite(.timeLimit(.minutes(3)))
struct RecordAuditTests {
    struct Forgery: Sendable, CustomTestStringConvertible {
        let what: String
        let seq: Int
        let edit: @Sendable (inout [ScanEvent]) -> Void

        init(_ what: String, _ seq: Int, _ edit: @escaping @Sendable (inout [ScanEvent]) -> Void) {
            (self.what, self.seq, self.edit) = (what, seq, edit)
        }

        var testDescription: String { "\(what) at \(seq)" }
    }

    static let forgeries = [
        // The order of things.
        Forgery("first record", 0) { $0.swapAt(0, 1) },
        Forgery("order", 1) { $0.insert(AuditedTape.requested(), at: 1) },
        Forgery("order", 2) { $0.insert($0[1], at: 2) },
        Forgery("order", 1) { $0.remove(at: 1) },
        Forgery("order", 7) { $0.append(AuditedTape.failed("B", elapsed: 4)) },
        Forgery("order", 7) { $0.append(.cancelled(.init(elapsed: 4))) },
        Forgery("elapsed", 3) { $0[3] = AuditedTape.failed("B", elapsed: 0.5) },
        Forgery("elapsed", 6) { $0[6] = .completed(.init(successful: 2, failed: 1, elapsed: 2)) },
        Forgery("elapsed", 4) { $0.insert(.resumed(.init(remaining: 1, elapsed: 1)), at: 4) },
        Forgery("elapsed", 3) {
            $0.insert(.stockSlow(.init(ticker: "B", seconds: 1, elapsed: 0.5)), at: 3)
        },
        // The strategy.
        Forgery("strategy", 1) { $0.insert(contentsOf: AuditedTape.strategy.dropFirst(), at: 1) },
        Forgery("strategy", 2) {
            $0.insert(contentsOf: [AuditedTape.strategy[0], AuditedTape.strategy[0]], at: 1)
        },
        Forgery("strategy", 2) {
            $0.insert(contentsOf: [AuditedTape.strategy[0], AuditedTape.strategy[2]], at: 1)
        },
        Forgery("order", 2) { $0.insert(AuditedTape.strategy[0], at: 2) },
        Forgery("sha256 of the strategy", 3) {
            $0.insert(contentsOf: AuditedTape.strategy.prefix(2), at: 1)
        },
        // What is held and ordered.
        Forgery("signals", 5) { $0.insert(AuditedTape.signals(offset: 1), at: 5) },
        Forgery("signals", 6) {
            $0.insert(
                contentsOf: [AuditedTape.signals(), AuditedTape.signals(offset: 1)], at: 5)
        },
        Forgery("signals", 7) { $0.insert(AuditedTape.signals(total: 3), at: 5) },
        Forgery("ticker", 5) { $0.insert(AuditedTape.signals(of: ["A", "X"]), at: 5) },
        Forgery("market_time", 7) {
            $0.insert(AuditedTape.signals(market: "2017-12-28"), at: 5)
        },
        Forgery("signals with a position", 7) {
            $0.insert(AuditedTape.signals(held: 1), at: 5)
        },
        // The stocks.
        Forgery("stocks", 1) { $0[0] = AuditedTape.requested(stocks: 4) },
        Forgery("universe_sha256", 1) { $0[0] = AuditedTape.requested(tickers: ["A", "C", "B"]) },
        Forgery("tickers", 1) { $0[0] = AuditedTape.requested(asked: ["A", "B"]) },
        Forgery("tickers", 1) {
            $0[0] = AuditedTape.requested(tickers: ["A", "A", "C"], asked: nil)
            $0[1] = .started(ScanEvent.Started(tickers: ["A", "A", "C"]))
        },
        Forgery("ticker", 2) { $0[2] = AuditedTape.completed("X", pnl: 25.5, elapsed: 1) },
        Forgery("ticker", 3) {
            $0.insert(.stockSlow(.init(ticker: "X", seconds: 1, elapsed: 1)), at: 3)
        },
        Forgery("ticker", 3) { events in
            events.insert(
                .stockLeftOut(
                    ScanEvent.StockLeftOut(
                        ticker: "X", code: .pricesChanged, message: "m", elapsed: 1)), at: 3)
        },
        Forgery("stock A", 3) { $0.insert($0[2], at: 3) },
        Forgery("stock B", 4) { $0[4] = AuditedTape.completed("B", pnl: -10, elapsed: 3) },
        // Their figures.
        Forgery("pnl of A", 2) {
            $0[2] = AuditedTape.completed("A", pnl: 25.5, end: 10_025, elapsed: 1)
        },
        Forgery("return_pct of A", 2) {
            $0[2] = AuditedTape.completed("A", pnl: 25.5, percent: 25.5, elapsed: 1)
        },
        Forgery("total_trades of A", 2) {
            $0[2] = AuditedTape.completed("A", pnl: 25.5, trades: 2, elapsed: 1)
        },
        Forgery("start_value of A", 2) { $0[0] = AuditedTape.requested(cash: 20_000) },
        // Their trades.
        Forgery("trades of A", 3) { Self.trade(&$0, AuditedTape.trades().prefix(1) + []) },
        Forgery("trades of A", 2) { Self.trade(&$0, AuditedTape.trades().dropFirst() + []) },
        Forgery("trades of A", 4) {
            Self.trade(&$0, AuditedTape.trades() + AuditedTape.trades().suffix(1))
        },
        Forgery("total_trades of A", 2) { Self.trade(&$0, []) },
        Forgery("total_trades of A", 4) { Self.trade(&$0, AuditedTape.trades("C")) },
        Forgery("winning_trades of A", 4) {
            Self.trade(&$0, AuditedTape.trades { if $0.offset == 0 { $0.sizes[0] = -1 } })
        },
        Forgery("losing_trades of A", 4) {
            Self.trade(&$0, AuditedTape.trades { if $0.offset == 0 { $0.sizes[0] = -1 } })
        },
        Forgery("pnl of A", 4) {
            Self.trade(&$0, AuditedTape.trades { $0.entryPrices[0] = 99.9999 })
        },
        Forgery("pnl of A", 4) {
            Self.trade(&$0, AuditedTape.trades { $0.commissions = $0.sizes.map { _ in 0.01 } })
        },
        // The counts.
        Forgery("successful", 6) {
            $0[6] = .completed(.init(successful: 3, failed: 1, elapsed: 4))
        },
        Forgery("failed", 6) { $0[6] = .completed(.init(successful: 2, failed: 0, elapsed: 4)) },
        Forgery("failed", 5) { $0.remove(at: 3) },
        Forgery("stocks done", 5) {
            $0.remove(at: 3)
            $0[5] = .completed(.init(successful: 2, failed: 0, elapsed: 4))
        },
        Forgery("remaining", 4) { $0.insert(.resumed(.init(remaining: 2, elapsed: 2)), at: 4) },
        // The portfolio.
        Forgery("portfolio", 5) { $0.remove(at: 5) },
        Forgery("portfolio", 5) { $0[5] = AuditedTape.portfolio(offset: 1) },
        Forgery("portfolio", 5) { $0[5] = AuditedTape.portfolio(values: [1, 20_015.5]) },
        Forgery("portfolio", 6) { $0[5] = AuditedTape.portfolio(points: 2) },
        Forgery("portfolio", 6) {
            $0[5] = AuditedTape.portfolio(points: 3)
            $0.insert(AuditedTape.portfolio(points: 3, offset: 2), at: 6)
        },
        Forgery("stocks of the portfolio", 5) { $0[5] = AuditedTape.portfolio(stocks: 1) },
        Forgery("stocks of the portfolio", 5) { $0[5] = AuditedTape.portfolio(stocks: 3) },
        Forgery("last value of the portfolio", 6) {
            $0[5] = AuditedTape.portfolio(values: [20_015.6])
        },
        // The benchmark.
        Forgery("benchmark", 1) {
            $0[1] = .started(
                ScanEvent.Started(
                    tickers: AuditedTape.tickers,
                    benchmark: ScanEvent.PriceRecord(
                        bars: 2, firstDate: "2017-01-03", lastDate: "2017-12-29",
                        barsDigest: String(repeating: "0", count: 64), rowsRead: 2)))
        },
        Forgery("excess_return_pct of A", 2) {
            $0[2] = AuditedTape.completed("A", pnl: 25.5, held: 10, excess: 1, elapsed: 1)
        },
        Forgery("last value of the benchmark", 6) {
            AuditedTape.compare(&$0)
            $0[5] = AuditedTape.portfolio(held: [22_600.1])
        },
        Forgery("portfolio", 6) {
            AuditedTape.compare(&$0)
            $0[5] = AuditedTape.portfolio(points: 2, values: [20_000], held: [20_000])
            $0.insert(AuditedTape.portfolio(points: 2, offset: 1, held: [22_600], beta: 1), at: 6)
        },
    ]

    /// Says that the tape has trades, and that these are those of A; C has none.
    static func trade(_ events: inout [ScanEvent], _ trades: [ScanEvent]) {
        events[0] = AuditedTape.requested(trades: true)
        guard case .stockCompleted(var other) = events[4] else { return }
        (other.result.totalTrades, other.result.winningTrades) = (0, 0)
        (other.result.losingTrades, other.result.pnl, other.result.returnPct) = (0, 0, 0)
        other.result.endValue = other.result.startValue
        events[4] = .stockCompleted(other)
        events[5] = AuditedTape.portfolio(values: [20_025.5])
        events.insert(contentsOf: trades, at: 2)
    }

    @Test(arguments: forgeries)
    func aForgedRecordGivesItsFinding(_ forgery: Forgery) async throws {
        try await withTemporaryDirectory { directory in
            let tape = AuditedTape(directory: directory)
            try await tape.write(forgery.edit)
            let report = try tape.audit()
            let finding = report.findings.first {
                $0.check == .fold && $0.what == forgery.what && $0.location.seq == forgery.seq
            }
            #expect(finding != nil, "\(report.lines.joined(separator: "\n"))")
            #expect(finding?.location.member != nil && finding?.location.byte != nil)
            #expect(finding?.advice.isEmpty == false)
        }
    }

    static let soundEdits: [@Sendable (inout [ScanEvent]) -> Void] = [
        { _ in },
        { Self.trade(&$0, AuditedTape.trades()) },
        { $0.insert(AuditedTape.signals(), at: 5) },
        {
            $0.insert(
                contentsOf: [
                    AuditedTape.signals(of: ["A"]), AuditedTape.signals(of: ["C"], offset: 1),
                ], at: 5)
        },
        { Self.trade(&$0, AuditedTape.trades(most: 1)) },
        // A crash had come between trades and result.
        { Self.trade(&$0, AuditedTape.trades().prefix(1) + AuditedTape.trades()) },
        { Self.trade(&$0, AuditedTape.trades("C") + AuditedTape.trades()) },
        { $0.insert(.stockSlow(.init(ticker: "B", seconds: 1, elapsed: 1)), at: 3) },
        { $0.insert(.resumed(.init(remaining: 1, elapsed: 2)), at: 4) },
        {
            $0[5] = AuditedTape.portfolio(points: 2, values: [20_000])
            $0.insert(AuditedTape.portfolio(points: 2, offset: 1), at: 6)
        },
        { AuditedTape.compare(&$0) },
        { $0[5...] = [.cancelled(.init(elapsed: 4))] },
        { $0[3...] = [.failed(.init(code: .internal, message: "m", elapsed: 4))] },
        { events in
            // A stock that a resumed scan left out of the portfolio.
            events.insert(.resumed(.init(remaining: 0, elapsed: 3)), at: 5)
            events.insert(
                .stockLeftOut(
                    ScanEvent.StockLeftOut(
                        ticker: "A", code: .pricesChanged, message: "m", elapsed: 3)), at: 6)
            events[7] = AuditedTape.portfolio(stocks: 1, values: [9_990])
        },
    ]

    @Test(arguments: soundEdits.indices)
    func whatAScanMayRecordIsSound(_ index: Int) async throws {
        try await withTemporaryDirectory { directory in
            let tape = AuditedTape(directory: directory)
            try await tape.write(Self.soundEdits[index])
            let report = try tape.audit()
            #expect(report.verdict == .sound && report.isSealed, "\(report.lines)")
            #expect(report.job == AuditedTape.job && report.root != nil)
            let bytes = try readFile(tape.path).count
            #expect(report.members == 1 && report.bytes == bytes)
        }
    }

    /// A change of a record's text, and the field that must be named.
    static let forms: [(seq: Int, from: String, to: String, what: String)] = [
        (2, #""bars":251,"#, "", "/bars"), (2, #""bars":251"#, #""bars":"251""#, "/bars"),
        (2, #""bars":251"#, #""bars":0"#, "/bars"), (2, "2017-01-03", "2017-13-03", "/first_date"),
        (2, #""rows_dropped":0"#, #""rows_dropped":-1"#, "/rows_dropped"),
        (2, #""open_trades":0"#, #""open_trades":2"#, "/result/open_trades"),
        (2, #""exposure_pct":50.0"#, #""exposure_pct":100.5"#, "/result/exposure_pct"),
        (2, #""ticker":"A""#, #""ticker":"a b""#, "/result/ticker"),
        (0, #""commission":0.0"#, #""commission":1.0"#, "/request/commission"),
        (0, #""cash":10000.0"#, #""cash":0.0"#, "/request/cash"),
        (0, #""engine":"tapedeck 0.1.0""#, #""engine":"other 0.1.0""#, "/engine"),
        (3, #""message":"none""#, #""message":"""#, "/message"),
        (3, #""elapsed":2.0"#, #""elapsed":2.0,"elapsed":2.0"#, "/elapsed"),
        (4, #""elapsed":3.0"#, #""elapsed":3.0,"x":"#, "record"),
    ]

    @Test(arguments: forms.indices)
    func aFieldThatIsNotAsItMustBeIsNamed(_ index: Int) async throws {
        let form = Self.forms[index]
        try await withTemporaryDirectory { directory in
            let tape = AuditedTape(directory: directory)
            var bodies = AuditedTape.events.map(AuditedTape.body)
            let edited = bodies[form.seq].replacing(form.from, with: form.to)
            try #require(edited != bodies[form.seq], "\(bodies[form.seq])")
            bodies[form.seq] = edited
            try await tape.write(bodies)
            let report = try tape.audit()
            let finding = report.findings.first { $0.check == .schema }
            #expect(finding?.what == form.what, "\(report.lines.joined(separator: "\n"))")
            #expect(finding?.location.seq == form.seq)
        }
    }

    @Test func whatALaterVersionAddsIsToldAndNeverAFinding() async throws {
        try await withTemporaryDirectory { directory in
            let tape = AuditedTape(directory: directory)
            var bodies = AuditedTape.events.map(AuditedTape.body)
            bodies[3] += #","colour":"blue""#
            bodies[3] = bodies[3].replacing("no_data", with: "halted")
            bodies.insert(#""type":"stock_rated","ticker":"A""#, at: 3)
            try await tape.write(bodies)
            let report = try tape.audit()
            #expect(report.verdict == .sound, "\(report.lines.joined(separator: "\n"))")
            for thing in ["type stock_rated", "field /colour", "code halted"] {
                #expect(
                    report.notes.contains { $0.hasPrefix("\(thing) is unknown to this version") },
                    "\(report.notes)")
            }
            // Those of one record by name: a report is the same in every run.
            let order = report.notes.compactMap { note in
                note.firstRange(of: " is unknown").map { note[..<$0.lowerBound] }
            }
            #expect(order == ["type stock_rated", "code halted", "field /colour"])
        }
    }

    @Test func findingsBeyondTheLimitAreCountedOnly() async throws {
        try await withTemporaryDirectory { directory in
            let tape = AuditedTape(directory: directory)
            try await tape.write(isSealed: false) { events in
                events.insert(
                    contentsOf: Array(repeating: events[2], count: AuditReport.maxFindings + 5),
                    at: 3)
            }
            let report = try tape.audit()
            #expect(report.findings.count == AuditReport.maxFindings)
            #expect(report.findingCount == AuditReport.maxFindings + 5)
            #expect(report.lines.contains("  and 5 more findings"))
        }
    }
}
