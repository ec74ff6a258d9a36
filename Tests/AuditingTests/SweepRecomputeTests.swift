import Auditing
import Backtesting
import EventLog
import Foundation
import PriceSources
import ScanEvents
import Scanning
import Tapes
import TestSupport
import Testing

/// The trials of a sweep run again find what no sum of the tape can: a record that its prices do not
/// give.
@Suite(.timeLimit(.minutes(3)))
struct SweepRecomputeTests {
    /// Six sets over four stocks, of which one has no prices, worked on in blocks of so many bytes.
    private static func request(walkForward: String? = nil) -> SweepRequest {
        var terms = SweepTerms()
        terms.grid = ["period=10..20:5", "devfactor=1,2.5"]
        terms.walkForward = walkForward
        return SweepRequest(
            ScanRequest(
                strategy: "bollinger_bands", startDate: "2016-01-04", commission: 0.001,
                tickers: ["AAPL", "NOPE", "MSFT", "XOM"]), terms)
    }

    /// Records a sweep, changes the bodies of its records, and audits what is then a whole tape.
    private func audit(
        _ request: SweepRequest = request(walkForward: "6m/3m"), maxMemoryBytes: Int = 1 << 30,
        sample: RecomputeAudit.Sample? = nil, _ edit: ([String]) throws -> [String] = { $0 }
    ) async throws -> AuditReport {
        try await withTemporaryDirectory { directory in
            let store = try await TapeStore.open(
                variableDirectory: directory + "/a", now: ManualClock().now)
            let plan = try ScanPlan(
                sweep: request, strategies: .builtIn,
                sources: PriceCatalog(files: .anywhere, cacheDirectory: nil),
                maxMemoryBytes: maxMemoryBytes)
            let recorder = try await plan.record(in: store)
            var settings = ScanSettings()
            (settings.workers, settings.slowAfter) = (1, .seconds(3_600))
            try await Scan(plan, recorder: recorder, settings: settings).complete()
            var bodies = try Self.bodies(try await store.reader(of: recorder.job))
            bodies = try edit(bodies)
            let tape = AuditedTape(directory: directory)
            let job = recorder.job.description
            try await tape.write(bodies, to: job, isSealed: false)
            var report = try ArchiveAudit().audit(tape: tape.path(job))
            let work = RecomputeAudit(
                strategies: .builtIn, sourceName: nil, pricesDirectory: directory + "/prices",
                sample: sample)
            try await work.run(try LogReader.open(tape.path(job)), &report)
            return report
        }
    }

    private static func bodies(_ reader: LogReader) throws -> [String] {
        var bodies: [String] = []
        try reader.forEachEvent { record, _ in
            if case .sealed = record.event { return }
            bodies.append(AuditedTape.body(record.event))
        }
        return bodies
    }

    @Test(arguments: [1 << 30, 60_000])
    func anHonestSweepIsWhatItsPricesGive(maxMemoryBytes: Int) async throws {
        let report = try await audit(maxMemoryBytes: maxMemoryBytes)
        #expect(report.findings.isEmpty, "\(report.lines.joined(separator: "\n"))")
        #expect(report.notes.contains("18 trials computed again"), "\(report.notes)")
        #expect(!report.isIncomplete)
        #expect(!report.notes.contains { $0.contains("stocks are missing") })
    }

    @Test func aSampleIsOfAsManyTrialsAsWereAskedFor() async throws {
        for seed in [UInt64(1), 2, 3] {
            let report = try await audit(sample: .init(count: 5, seed: seed))
            #expect(report.findings.isEmpty, "\(report.lines.joined(separator: "\n"))")
            let words = "5 trials computed again, of 18, drawn with seed \(seed)"
            #expect(report.notes.contains(words), "\(report.notes)")
        }
        let all = try await audit(sample: .init(count: 1_000, seed: 4))
        #expect(all.notes.contains("18 trials computed again, of 18, drawn with seed 4"))
    }

    /// A member of the first record of a type, changed; what must be named.
    struct Forgery: Sendable, CustomTestStringConvertible {
        let type: String
        let edit: @Sendable (inout ScanEvent) -> Void
        let what: String

        var testDescription: String { "\(type): \(what)" }
    }

    private static func trials(
        _ what: String, _ edit: @escaping @Sendable (inout ScanEvent.TrialsCompleted) -> Void
    ) -> Forgery {
        Forgery(
            type: "trials_completed",
            edit: { event in
                guard case .trialsCompleted(var part) = event else { return }
                edit(&part)
                event = .trialsCompleted(part)
            }, what: what)
    }

    private static func judged(
        _ what: String, _ edit: @escaping @Sendable (inout ScanEvent.SweepJudged) -> Void
    ) -> Forgery {
        Forgery(
            type: "sweep_judged",
            edit: { event in
                guard case .sweepJudged(var part) = event else { return }
                edit(&part)
                event = .sweepJudged(part)
            }, what: what)
    }

    private static func valued(
        _ what: String, _ edit: @escaping @Sendable (inout ScanEvent.SetsValued) -> Void
    ) -> Forgery {
        Forgery(
            type: "sets_valued",
            edit: { event in
                guard case .setsValued(var part) = event else { return }
                edit(&part)
                event = .setsValued(part)
            }, what: what)
    }

    static let forgeries = [
        trials("sharpe_ratio of set 1 of AAPL") { $0.sharpeRatios[1] = 9 },
        trials("max_drawdown of set 5 of AAPL") { $0.maxDrawdowns[5] = $0.maxDrawdowns[5].nextUp },
        trials("bars of AAPL") { $0.bars -= 1 },
        trials("idle of set 2 of AAPL") {
            $0.idle = [2]
        },
        trials("bars_sha256 of AAPL") {
            $0.prices?.barsDigest = String(repeating: "a", count: 64)
        },
        valued("return_pct, 3 of sets_valued") { $0.returns[3] = 1 },
        valued("max_drawdown, 0 of sets_valued") {
            $0.maxDrawdowns[0] = $0.maxDrawdowns[0]?.nextUp
        },
        valued("neighbours, 5 of sets_valued") { $0.neighbours[5] = nil },
        judged("overfitting of sweep_judged") { $0.overfitting = 0 },
        judged("verdict of sweep_judged") { $0.verdict = $0.verdict == "edge" ? "luck" : "edge" },
        judged("sentences, 0 of sweep_judged") { $0.sentences[0] = "It is safe." },
        Forgery(
            type: "walk_forward_valued",
            edit: { event in
                guard case .walkForwardValued(var part) = event else { return }
                part.values[1] += 1
                event = .walkForwardValued(part)
            }, what: "values, 1 of walk_forward_valued"),
    ]

    @Test(arguments: forgeries)
    func aRecordThatThePricesDoNotGiveIsAFinding(_ forgery: Forgery) async throws {
        let report = try await audit { bodies in
            var bodies = bodies
            let mark = "\"type\":\"\(forgery.type)\""
            let seq = try #require(
                bodies.firstIndex {
                    // Stocks are recorded in the order in which they are done.
                    $0.hasPrefix(mark)
                        && (mark.contains("trials") ? $0.contains(#""ticker":"AAPL""#) : true)
                })
            let line = #"{"seq":0,"at":"2026-01-02T03:04:05.000006Z",\#(bodies[seq])}"#
            var event = try RecordedEvent(Array(line.utf8)).event
            forgery.edit(&event)
            bodies[seq] = AuditedTape.body(event)
            return bodies
        }
        let found = report.findings.filter { $0.check == .recompute }
        #expect(found.map(\.what) == [forgery.what], "\(report.lines.joined(separator: "\n"))")
    }
}
