import EventLog
import Foundation
import GRDB
import JSONText
import ScanEvents
import TestSupport
import Testing

@testable import AnalyticsExport

/// What stands in the tables of exported tapes.
@Suite(.timeLimit(.minutes(3)))
struct TapeExportTests {
    /// The lines of a table in NDJSON, parsed.
    private func rows(
        _ table: ExportTable, _ bodies: [String] = TestTape.bodies, isSealed: Bool = true
    ) async throws -> [[String: JSONValue]] {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(bodies, to: tape, isSealed: isSealed)
            _ = try TapeExport(.ndjson, tables: [table]).run(
                [TestTape.source(tape)], to: directory + "/x")
            return try readFile(directory + "/x").split(separator: 10).map { line in
                guard case .object(let members) = try JSONValue.parse(Array(line)) else {
                    return [:]
                }
                return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
            }
        }
    }

    @Test func aScanHasARowWithItsRequestAndOutcome() async throws {
        let row = try #require(try await rows(.scans).first)
        #expect(row.count == ExportTable.scans.columns.count)
        #expect(row["job_id"] == .string(TestTape.job))
        #expect(row["state"] == .string("completed"))
        #expect(row["strategy"] == .string("rsi"))
        #expect(row["parameters"] == .string(#"{"level":30.5,"period":14}"#))
        #expect(row["start_date"] == .string("2017-01-03"))
        #expect(row["tickers"] == .null && row["whole_units"] == .boolean(false))
        #expect(row["successful"] == .number(1) && row["failed"] == .number(1))
        #expect(row["total_pnl"] == .number(-3.5) && row["losing_stocks"] == .number(1))
        #expect(row["records"] == .number(6) && row["sealed"] == .boolean(true))
    }

    @Test func onlyTheFirstOutcomeOfAStockHasARow() async throws {
        let again = TestTape.bodies.dropLast() + [TestTape.completed("A", pnl: 7), TestTape.ended]
        let stocks = try await rows(.stocks, Array(again))
        #expect(stocks.map { $0["pnl"] } == [.number(-3.5)])
        #expect(try await rows(.events, Array(again)).count == 7)
    }

    @Test func aTapeThatIsNotSealedIsExportedAndMarked() async throws {
        for count in 1...TestTape.bodies.count {
            let bodies = Array(TestTape.bodies.prefix(count))
            let row = try #require(try await rows(.scans, bodies, isSealed: false).first)
            #expect(row["sealed"] == .boolean(false) && row["records"] == .number(Double(count)))
            let isEnded = count == TestTape.bodies.count
            #expect(row["state"] == .string(isEnded ? "completed" : "unfinished"))
        }
    }

    @Test func theLastReportOfASlowStockCountsForTheTimeThatHasPassed() async throws {
        let slow = #""type":"stock_slow","ticker":"B","seconds":5,"elapsed":9.25"#
        let row = try await rows(.scans, Array(TestTape.bodies.prefix(3)) + [slow]).first
        #expect(row?["elapsed"] == .number(9.25))
    }

    @Test func recordsOfALaterFormAreCarriedWhole() async throws {
        let later =
            #""type":"stock_dreamt","ticker":"Ä","seq_of":[1,{"x":1e30}],"result":"none"  "#
        let extended = TestTape.ended + #","mood":{"of":"the \u00e4 day"}"#
        let bodies = TestTape.bodies.dropLast() + [later, extended]
        let events = try await rows(.events, Array(bodies))
        #expect(events[4]["type"] == .string("stock_dreamt"))
        #expect(events[4]["ticker"] == .string("Ä"))
        #expect(try await rows(.scans, Array(bodies)).first?["unknown_records"] == .number(1))
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(Array(bodies), to: tape)
            let path = directory + "/x.sqlite"
            _ = try TapeExport(.sqlite).run([TestTape.source(tape)], to: path)
            let records = try await DatabaseQueue(path: path).read { database in
                try String.fetchAll(database, sql: "SELECT record FROM events ORDER BY seq")
            }
            #expect(records[4].hasSuffix("," + later + "}"))
            #expect(records[5].hasSuffix("," + extended + "}"))
        }
    }

    @Test func aTradeHasARowWithWhatIsDerivedOfIt() async throws {
        let bodies = [
            TestTape.requested(), TestTape.started,
            // A crash had come before the result: these trades are told again.
            TestTape.traded("A"), TestTape.traded("A"), TestTape.completed("A"),
            TestTape.traded("B"), TestTape.failed("B"), TestTape.ended,
        ]
        let trades = try await rows(.trades, bodies)
        let expected: [[String: JSONValue]] = [
            [
                "seq": .number(4), "number": .number(1), "ticker": .string("A"),
                "sector": .string("Energy"), "side": .string("long"),
                "entry_date": .string("2017-03-03"), "entry_time": .string("2017-03-03"),
                "exit_date": .string("2017-03-06"), "exit_time": .string("2017-03-06"),
                "days_held": .number(3), "bars_held": .number(3), "size": .number(12.5),
                "entry_price": .number(100), "exit_price": .number(104),
                "commission": .number(0.5), "borrow_cost": .number(0), "pnl": .number(49.5),
                "return_pct": .number(49.5 / 1_250 * 100), "low": .number(95), "high": .number(110),
                "mae_pct": .number(-5), "mfe_pct": .number(10), "entry_line": .number(7),
                "exit": .string("rule"), "exit_line": .number(8), "entry_bar": .number(20),
                "exit_bar": .number(23),
            ],
            [
                "seq": .number(4), "number": .number(2), "ticker": .string("A"),
                "sector": .string("Energy"), "side": .string("short"),
                "entry_date": .string("2017-12-29"), "entry_time": .string("2017-12-29"),
                "exit_date": .null, "exit_time": .null, "days_held": .null,
                "bars_held": .number(11), "size": .number(3), "entry_price": .number(50),
                "exit_price": .null, "commission": .number(0.25), "borrow_cost": .number(0),
                "pnl": .number(-15.25), "return_pct": .number(-15.25 / 150 * 100),
                "low": .number(45), "high": .number(60), "mae_pct": .number(-20),
                "mfe_pct": .number(10), "entry_line": .number(9), "exit": .null,
                "exit_line": .null, "entry_bar": .number(25), "exit_bar": .null,
            ],
        ].map { $0.merging(["job_id": .string(TestTape.job)]) { given, _ in given } }
        #expect(trades == expected)
        #expect(try await rows(.trades).isEmpty)
    }

    @Test func theDatabaseIsSoundAndAnswersItsQuestions() async throws {
        try await withTemporaryDirectory { directory in
            let jobs = ["20261124-120000-00000001", "20261124-120000-00000002"]
            for (index, job) in jobs.enumerated() {
                try await TestTape.write(
                    [
                        TestTape.requested(job, stocks: 3), TestTape.started,
                        TestTape.traded("A"),
                        TestTape.completed("A", pnl: -1 - Double(index)),
                        TestTape.completed("C", pnl: index == 0 ? -1 : 5, sector: nil),
                        TestTape.failed("B"), TestTape.ended,
                    ], to: "\(directory)/\(index).gz")
            }
            let path = directory + "/x.sqlite"
            _ = try TapeExport(.sqlite).run(
                jobs.indices.map { TestTape.source("\(directory)/\($0).gz") }, to: path)
            var configuration = Configuration()
            configuration.readonly = true
            try await DatabaseQueue(path: path, configuration: configuration).read { database in
                try database.checkForeignKeys()
                // That finds nothing in tables without keys, either.
                for table in ["stocks", "failures", "trades", "events"] {
                    let key = try #require(
                        try Row.fetchOne(database, sql: "PRAGMA foreign_key_list(\(table))"))
                    #expect(key["table"] == "scans", "\(table)")
                    #expect(key["from"] == "job_id" && key["to"] == "job_id", "\(table)")
                }
                #expect(
                    try String.fetchAll(database, sql: "PRAGMA integrity_check") == ["ok"])
                #expect(try Int.fetchOne(database, sql: "PRAGMA user_version") == 1)
                #expect(
                    try Int.fetchOne(database, sql: "PRAGMA application_id")
                        == SQLiteSchema.applicationID)
                #expect(
                    try Int.fetchOne(
                        database,
                        sql: "SELECT count(*) FROM pragma_table_list "
                            + "WHERE name IN ('scans','stocks','failures','trades','events') AND "
                            + "strict") == 5)
                #expect(
                    try String.fetchAll(database, sql: "SELECT ticker FROM losers_in_every_scan")
                        == ["A"])
                #expect(
                    try String.fetchAll(database, sql: "SELECT ticker FROM best_stocks")
                        == ["C", "A"])
                #expect(
                    try String.fetchAll(
                        database,
                        sql: "SELECT code || failures || scans || tickers FROM failure_causes")
                        == ["no_data221"])
                #expect(
                    try Double.fetchAll(
                        database, sql: "SELECT progress_pct FROM progress WHERE job_id = ?",
                        arguments: [jobs[1]]) == [33.3, 66.7, 100])
                for view in SQLiteSchema.views {
                    let rows = try Row.fetchAll(database, sql: "SELECT * FROM \(view.name)")
                    #expect(!rows.isEmpty, "\(view.name)")
                }
                let scans = try String.fetchOne(
                    database, sql: "SELECT value FROM metadata WHERE name = 'tapedeck.scans'")
                #expect(scans?.contains(jobs[0]) == true && scans?.contains(jobs[1]) == true)
            }
        }
    }

    @Test(arguments: [ExportFormat.csv, .ndjson, .parquet])
    func theSameTapesGiveTheSameBytesAndTheManifestTheirHashes(
        _ format: ExportFormat
    ) async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(to: tape)
            for name in ["x", "y"] {
                _ = try TapeExport(format).run([TestTape.source(tape)], to: "\(directory)/\(name)")
            }
            let manifest = try readFile(directory + "/x/export.json")
            #expect(try readFile(directory + "/y/export.json") == manifest)
            let text = String(decoding: manifest, as: UTF8.self)
            for table in ExportTable.allCases {
                let file = "/\(table.rawValue).\(format.name)"
                let bytes = try readFile(directory + "/x" + file)
                #expect(try readFile(directory + "/y" + file) == bytes)
                let hash = try await Program.system("sha256sum").run([directory + "/x" + file])
                #expect(text.contains(#""sha256":"\#(hash.text.prefix(64))""#))
            }
            let reader = try LogReader.open(tape)
            let root = try #require(try reader.seal()).root.hex
            #expect(
                text.contains(
                    #"{"job_id":"\#(TestTape.job)","sealed":true,"first_seq":0,"last_seq":5,"#
                        + #""root":"\#(root)"}"#))
        }
    }

    @Test func noScansGiveEmptyTables() async throws {
        try await withTemporaryDirectory { directory in
            for format in ExportFormat.all {
                let path = "\(directory)/\(format.name)"
                let summary = try TapeExport(format).run([], to: path)
                #expect(summary.files.allSatisfy { $0.rows == 0 && $0.bytes >= 0 })
            }
            let csv = String(
                decoding: try readFile(directory + "/csv/failures.csv"), as: UTF8.self)
            #expect(csv == "job_id,seq,at,ticker,sector,code,message,seconds,elapsed\r\n")
        }
    }
}
