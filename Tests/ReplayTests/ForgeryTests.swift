import EventLog
import Foundation
import Tapes
import Auditing
import TestSupport
import Testing

/// Tapes whose checksums, root and registry are right, but whose records cannot be.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct ForgeryTests {
    /// A change of the records of the finished tape.
    struct Forgery: Sendable, CustomTestStringConvertible {
        let name: String
        let edit: @Sendable (inout [String]) -> Void
        /// What one of the findings must say.
        let check: AuditFinding.Check
        let what: String
        let seq: Int

        var testDescription: String { name }
    }

    static let forgeries: [Forgery] = [
        Forgery(
            name: "a field is missing", edit: { $0.replace(#""bars":89,"#, with: "", in: 2) },
            check: .schema, what: "/bars", seq: 2),
        Forgery(
            name: "a number is a string",
            edit: { $0.replace(#""bars":89"#, with: #""bars":"89""#, in: 2) },
            check: .schema, what: "/bars", seq: 2),
        Forgery(
            name: "a count is negative",
            edit: { $0.replace(#""rows_dropped":0"#, with: #""rows_dropped":-1"#, in: 3) },
            check: .schema, what: "/rows_dropped", seq: 3),
        Forgery(
            name: "a date is none",
            edit: { $0.replace("2017-10-02", with: "2017-13-02", in: 3) },
            check: .schema, what: "/first_date", seq: 3),
        Forgery(
            name: "a record is no JSON", edit: { $0[4] += ",\"x\":" }, check: .schema,
            what: "record", seq: 4),
        Forgery(
            name: "a field comes twice", edit: { $0[4] += ",\"elapsed\":1" }, check: .schema,
            what: "/elapsed", seq: 4),
        Forgery(
            name: "a profit is another one",
            edit: { $0.replace(#""pnl":"#, with: #""pnl":1"#, in: 2) },
            check: .fold, what: "pnl of ", seq: 2),
        Forgery(
            name: "a trade is missing",
            edit: { $0.replace(#""open_trades":1"#, with: #""open_trades":0"#, in: 2) },
            check: .fold, what: "total_trades of ", seq: 2),
        Forgery(
            name: "the cash is another one",
            edit: { $0.replace(#""cash":10000.0"#, with: #""cash":20000.0"#, in: 0) },
            check: .fold, what: "start_value of ", seq: 2),
        Forgery(
            name: "a count of the end is another one",
            edit: { $0.replace(#""successful":6"#, with: #""successful":7"#, in: 9) },
            check: .fold, what: "successful", seq: 9),
        Forgery(
            name: "a stock is left out", edit: { $0.remove(at: 5) }, check: .fold,
            what: "successful", seq: 8),
        Forgery(
            name: "a stock comes twice", edit: { $0.insert($0[2], at: 7) }, check: .fold,
            what: "stock ", seq: 7),
        Forgery(
            name: "a stock is another one",
            edit: { $0.replace(#""ticker":"AAPL""#, with: #""ticker":"IBM""#, in: 2) },
            check: .fold, what: "ticker", seq: 2),
        Forgery(
            name: "the stocks are others",
            edit: { $0.replace("AMZN", with: "GE", in: 1) }, check: .fold,
            what: "universe_sha256", seq: 1),
        Forgery(
            name: "the clock goes back",
            edit: { $0.replace(#""elapsed":"#, with: #""elapsed":9"#, in: 2) }, check: .fold,
            what: "elapsed", seq: 3),
        Forgery(
            name: "the portfolio is another one",
            edit: { bodies in
                let end = bodies[8].lastIndex(of: ",") ?? bodies[8].endIndex
                bodies[8] = bodies[8][..<end] + ",1.0]"
            }, check: .fold, what: "last value of the portfolio", seq: 9),
        Forgery(
            name: "a stock comes after the end", edit: { $0.append($0[2]) }, check: .fold,
            what: "order", seq: 10),
        Forgery(
            name: "the first record is another one", edit: { $0.swapAt(0, 1) }, check: .fold,
            what: "first record", seq: 0),
        Forgery(
            name: "the root of the seal is another one",
            edit: {
                $0.append(
                    #""type":"log_sealed","count":10,"root":""# + String(repeating: "0", count: 64)
                        + "\"")
            }, check: .seal, what: "root", seq: 10),
        Forgery(
            name: "the count of the seal is another one",
            edit: {
                $0.append(
                    #""type":"log_sealed","count":9,"root":""# + String(repeating: "0", count: 64)
                        + "\"")
            }, check: .seal, what: "count", seq: 10),
    ]

    @Test(arguments: forgeries)
    func aForgedTapeGivesItsFinding(_ forgery: Forgery) async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished, forgery.edit)
            let report = try ArchiveAudit().audit(tape: forge.path(Tapes.finished))
            let finding = report.findings.first {
                $0.check == forgery.check && $0.what.hasPrefix(forgery.what)
            }
            #expect(finding?.location.seq == forgery.seq, "\(report.lines.joined(separator: "\n"))")
            #expect(finding?.location.member != nil && finding?.location.byte != nil)
        }
    }

    @Test func aCopyThatSaysTheSameIsSound() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            for job in Tapes.all { try await forge.copy(job) }
            try ArchiveAudit().audit(all: TapeArchive(variableDirectory: directory)) { report in
                #expect(report.verdict == .sound, "\(report.lines)")
            }
        }
    }

    @Test func whatALaterVersionAddsIsCarriedShownAndToldButNeverAFinding() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.withFailures) { bodies in
                bodies.replace(#""schema":1"#, with: #""schema":2"#, in: 0)
                bodies.insert(
                    #""type":"stock_rated","ticker":"GE","elapsed":{"days":[1,null]}"#, at: 3)
                bodies[5] += #","colour":"blue""#
                bodies.replace("insufficient_bars", with: "halted", in: 5)
            }
            let program = Program.product("tapedeck-replay")
            func run(_ arguments: [String]) async throws -> Program.Outcome {
                try await program.run(arguments + ["--var", directory])
            }
            let audit = try await run(["audit", Tapes.withFailures])
            #expect(audit.text.contains("type stock_rated is unknown to this version"))
            #expect(audit.text.contains("field /colour is unknown to this version"))
            #expect(audit.text.contains("code halted is unknown to this version"))
            // The number of the form is the one thing that this version cannot vouch for.
            #expect(audit.text.contains("its events have form 2"))
            #expect(audit.status == 0, "\(audit.text)")
            let shown = try await run(["cat", Tapes.withFailures, "--ticker", "GE", "--seq", "3"])
            #expect(shown.text.contains(#""elapsed":{"days":[1,null]}"#))
            let stream = try await run(["stream", Tapes.withFailures, "--view", "events"])
            #expect(stream.text.contains("stock_rated") && stream.text.contains("colour"))
            let status = try await run(["status", Tapes.withFailures])
            #expect(status.status == 0)
            #expect(status.errors.contains("stock_rated"))
            for command in [["stream"], ["list"], ["prove", "GE"], ["audit", "--recompute"]] {
                let job = command[0] == "list" ? [] : [Tapes.withFailures]
                let outcome = try await run([command[0]] + job + command.dropFirst())
                #expect(outcome.status == 0, "\(command): \(outcome.text)\(outcome.errors)")
            }
        }
    }

    @Test(arguments: ["9223372036854775807", "-9223372036854775808", "1e308", "-1e308"])
    func figuresOfAnySizeEndNoCommand(_ number: String) async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            for job in [Tapes.finished, Tapes.resumed, Tapes.withFailures] {
                try await forge.copy(job, isSealed: false) { bodies in
                    for index in bodies.indices {
                        bodies[index].replace(#/":-?[0-9.]+(e[-+]?[0-9]+)?/#, with: "\":\(number)")
                    }
                }
            }
            let program = Program.product("tapedeck-replay")
            for command in [
                "list", "list --json", "status", "status --json", "stream", "cat", "audit",
                "stream --format lines", "diff \(Tapes.finished)", "prove GE", "audit --recompute",
                "export --format csv --output \(directory)/tables",
            ] {
                for job in [Tapes.finished, Tapes.resumed, Tapes.withFailures] {
                    var arguments = command.split(separator: " ").map(String.init)
                    if arguments[0] != "list" { arguments.insert(job, at: 1) }
                    let outcome = try await program.run(arguments + ["--var", directory])
                    // The exit codes of the program, no signal's number.
                    #expect((0...2).contains(outcome.status), "\(command): \(outcome.errors)")
                }
            }
        }
    }

    @Test func findingsBeyondTheLimitAreCountedOnly() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            let bodies = LongScan.bodies(stocks: 400).map {
                $0.replacingOccurrences(of: #""bars":251"#, with: #""bars":0"#)
            }
            try await forge.write(bodies, job: LongScan.job)
            let report = try ArchiveAudit().audit(tape: forge.path(LongScan.job))
            #expect(report.findings.count == AuditReport.maxFindings)
            #expect(report.findingCount == 400)
        }
    }
}
