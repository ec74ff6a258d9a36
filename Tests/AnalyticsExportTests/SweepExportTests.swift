import EventLog
import Foundation
import GRDB
import JSONText
import ScanEvents
import TestSupport
import Testing

@testable import AnalyticsExport

/// What stands in the tables of exported sweeps.
@Suite(.timeLimit(.minutes(3)))
struct SweepExportTests {
    /// The lines of a table in NDJSON, parsed.
    private func rows(
        _ table: ExportTable, _ tapes: [[String]]
    ) async throws -> [[String: JSONValue]] {
        try await withTemporaryDirectory { directory in
            let sources = try await sources(tapes, in: directory)
            _ = try TapeExport(.ndjson, tables: [table]).run(sources, to: directory + "/x")
            return try readFile(directory + "/x").split(separator: 10).map { line in
                guard case .object(let members) = try JSONValue.parse(Array(line)) else {
                    return [:]
                }
                return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
            }
        }
    }

    private func sources(_ tapes: [[String]], in directory: String) async throws -> [ExportSource] {
        var sources: [ExportSource] = []
        for (index, bodies) in tapes.enumerated() {
            let path = "\(directory)/\(index).ndjson.gz"
            try await TestTape.write(bodies, to: path)
            sources.append(TestTape.source(path))
        }
        return sources
    }

    @Test func aTrialHasARowOnceWithItsInputs() async throws {
        let again =
            SweepTape.bodies().dropLast(4) + [SweepTape.trials("A", 1..<3)]
            + SweepTape.bodies().suffix(4)
        let trials = try await rows(.trials, [Array(again)])
        #expect(trials.count == 6)
        #expect(trials.map { $0["set"] } == [0, 1, 2, 0, 1, 2].map { .number($0) })
        #expect(trials.map { $0["ticker"] } == ["A", "A", "A", "C", "C", "C"].map { .string($0) })
        let row = trials[1]
        #expect(row.count == ExportTable.trials.columns.count + 2)
        let expected: [(String, JSONValue)] = [
            ("job_id", .string(TestTape.job)), ("seq", .number(4)), ("pnl", .number(50)),
            ("return_pct", .number(0.5)), ("sharpe_ratio", .number(0.25)),
            ("max_drawdown", .number(2)), ("trades", .number(3)), ("bars_held", .number(10)),
            ("exposure_pct", .number(5)), ("idle", .boolean(false)), ("period", .number(20)),
            ("input_set", .number(1.5)),
        ]
        for (name, value) in expected { #expect(row[name] == value, "\(name)") }
        #expect(trials[0]["idle"] == .boolean(true) && trials[0]["sharpe_ratio"] == .null)
    }

    @Test func aSetHasARowOnceAllSetsAreValued() async throws {
        let sets = try await rows(.sets, [SweepTape.bodies()])
        #expect(sets.map { $0["return_pct"] } == [1, 2, 3].map { .number($0) })
        #expect(sets.map { $0["period"] } == [10, 20, 30].map { .number($0) })
        #expect(sets[0]["neighbours"] == .null && sets[2]["neighbours"] == .number(0.5))
        #expect(sets[0].count == ExportTable.sets.columns.count + 2)
        #expect(try await rows(.sets, [SweepTape.bodies().dropLast(3)]).isEmpty)
    }

    @Test func theRowOfASweepTellsItsJudgement() async throws {
        let row = try #require(try await rows(.scans, [SweepTape.bodies()]).first)
        let expected: [(String, JSONValue)] = [
            ("kind", .string("sweep")), ("sets", .number(3)), ("trials", .number(6)),
            ("objective", .string("sharpe_ratio")), ("best_set", .number(2)),
            ("best_objective", .number(1.5)), ("deflated_sharpe", .number(0.5)),
            ("overfitting", .null), ("verdict", .string("luck")), ("total", .number(3)),
            ("successful", .number(2)), ("failed", .number(1)), ("state", .string("completed")),
            ("parameters", .string(#"{"stop":5}"#)), ("return_pct", .null),
        ]
        for (name, value) in expected { #expect(row[name] == value, "\(name)") }
        #expect(row["started_at"] != .null && row["ended_at"] != .null)
        let scan = try #require(try await rows(.scans, [TestTape.bodies]).first)
        #expect(scan["kind"] == .string("scan") && scan["verdict"] == .null)
    }

    @Test func tablesOfTheOtherKindAreEmpty() async throws {
        for table in [ExportTable.sets, .trials] {
            #expect(try await rows(table, [TestTape.bodies]).isEmpty)
        }
        for table in [ExportTable.stocks, .trades, .signals] {
            #expect(try await rows(table, [SweepTape.bodies()]).isEmpty)
        }
        #expect(try await rows(.failures, [SweepTape.bodies()]).count == 1)
    }

    @Test func sweepsOfOtherInputsAreNoneInEachOthersColumns() async throws {
        let other = SweepTape.bodies(TestTape.job.dropLast() + "2", inputs: ["Period", "order"])
        let scan = [TestTape.requested(TestTape.job.dropLast() + "3")] + TestTape.bodies.dropFirst()
        let sets = try await rows(.sets, [SweepTape.bodies(), scan, other])
        #expect(sets.count == 6)
        #expect(
            sets.map { $0["period"] } == [
                .number(10), .number(20), .number(30), .null, .null, .null,
            ])
        #expect(sets[3]["input_Period"] == .number(10) && sets[3]["order"] == .number(1))
        #expect(sets[0]["order"] == .null)
    }

    @Test func awkwardNamesOfInputsMakeSoundColumns() {
        var inputs = InputColumns()
        let names = [
            "fast", "FAST", "trades", "input", "", "1a", "a b", "x\"); DROP", "Ä", "input_input",
        ]
        for name in names { inputs.add(name) }
        #expect(inputs.names == names)
        #expect(
            inputs.columns.map(\.name) == [
                "fast", "input_FAST", "input_trades", "input", "input_input", "input_input_2",
                "input_input_3", "input_input_4", "input_input_5", "input_input_input",
            ])
    }

    @Test func aDatabaseHasSetsAndTrialsOfWhateverInputs() async throws {
        try await withTemporaryDirectory { directory in
            let bodies = SweepTape.bodies(inputs: ["order", "x\" REAL); DROP TABLE scans; --"])
            let sources = try await sources([bodies], in: directory)
            let path = directory + "/x.sqlite"
            _ = try TapeExport(.sqlite).run(sources, to: path)
            _ = try TapeExport(.sqlite).run(sources, to: path)
            for format in [ExportFormat.csv, .parquet] {
                _ = try TapeExport(format).run(sources, to: "\(directory)/\(format.name)")
            }
            let csv = try readFile(directory + "/csv/sets.csv")
            #expect(
                String(decoding: csv, as: UTF8.self).hasPrefix(
                    "job_id,set,order,input_input,return_pct,sharpe_ratio,max_drawdown,trades,"))
            var configuration = Configuration()
            configuration.readonly = true
            try await DatabaseQueue(path: path, configuration: configuration).read { database in
                try database.checkForeignKeys()
                let sum = try Double.fetchOne(
                    database,
                    sql: "SELECT sum(s.\"order\" * t.pnl) FROM trials t "
                        + "JOIN sets s USING (job_id, \"set\")")
                // Twice 10 × 25 + 20 × 50 + 30 × 75.
                #expect(sum == 7_000)
            }
        }
    }
}

/// A sweep's tape of three sets and three stocks, of which one fails.
private enum SweepTape {
    static func bodies(
        _ job: some StringProtocol = TestTape.job, inputs: [String] = ["period", "set"]
    ) -> [String] {
        var listed = ScanEvent.SetsListed()
        (listed.inputs, listed.total, listed.values) = (inputs, 3, [[10, 20, 30], [1, 1.5, 2]])
        var prepared = ScanEvent.SweepPrepared()
        (prepared.points, prepared.setsAtOnce) = (200, 3)
        let events: [ScanEvent] = [
            requested(String(job)), .setsListed(listed),
            .sweepStarted(.init(tickers: ["A", "B", "C"])),
            .sweepPrepared(prepared),
        ]
        return events.map(body) + [trials("A", 0..<3), TestTape.failed("B"), trials("C", 0..<3)]
            + [
                valued, judged,
                .sweepCompleted(.init(successful: 2, failed: 1, trials: 6, elapsed: 1)),
            ]
            .map(body)
    }

    static func trials(_ ticker: String, _ sets: Range<Int>) -> String {
        var event = ScanEvent.TrialsCompleted()
        (event.ticker, event.offset, event.bars) = (ticker, sets.lowerBound, 200)
        event.pnl = sets.map { Double($0 + 1) * 25 }
        event.sharpeRatios = sets.map { $0 == 0 ? nil : Double($0) / 4 }
        event.maxDrawdowns = sets.map { Double($0) * 2 }
        event.trades = sets.map { $0 * 3 }
        event.barsHeld = sets.map { $0 * 10 }
        if sets.lowerBound == 0 { event.idle = [0] }
        return body(.trialsCompleted(event))
    }

    private static func requested(_ job: String) -> ScanEvent {
        var event = ScanEvent.SweepRequested()
        event.requested = ScanEvent.Requested(
            jobID: job, engine: "tapedeck 0.1.0",
            request: ScanRequest(strategy: "rsi", parameters: ["stop": 5]), stocks: 3,
            universeDigest: String(repeating: "0", count: 64))
        event.sets = 3
        return .sweepRequested(event)
    }

    private static var valued: ScanEvent {
        var event = ScanEvent.SetsValued()
        (event.stocks, event.total) = (2, 3)
        (event.returns, event.sharpeRatios) = ([1, 2, 3], [0.5, nil, 1.5])
        (event.maxDrawdowns, event.trades, event.exposures) = ([1, 2, 3], [0, 6, 12], [0, 5, 10])
        (event.gained, event.medianReturns) = ([100, 100, 100], [0.25, 0.5, 0.75])
        (event.excessReturns, event.neighbours) = ([nil, 1, 2], [nil, 1, 0.5])
        return .setsValued(event)
    }

    private static var judged: ScanEvent {
        var event = ScanEvent.SweepJudged()
        (event.best, event.objective, event.verdict) = (2, 1.5, "luck")
        (event.deflatedEffective, event.deflated) = (0.5, 0.25)
        return .sweepJudged(event)
    }

    private static func body(_ event: ScanEvent) -> String {
        String(decoding: event.recordBody, as: UTF8.self)
    }
}
