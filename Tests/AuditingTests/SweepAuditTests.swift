import Auditing
import ScanEvents
import TestSupport
import Testing

/// Tapes of sweeps whose records cannot be: the finding of each, at its record.
@Suite(.timeLimit(.minutes(3)))
struct SweepAuditTests {
    typealias Forgery = RecordAuditTests.Forgery

    private static func resumed(_ remaining: Int) -> ScanEvent {
        .sweepResumed(.init(remaining: remaining, elapsed: 3))
    }

    static let forgeries = [
        // The order of things.
        Forgery("first record", 0) { $0.swapAt(0, 1) },
        Forgery("order", 1) { $0.insert(AuditedSweep.requested(), at: 1) },
        Forgery("order", 3) { $0.insert(AuditedSweep.listed(), at: 3) },
        Forgery("order", 3) { $0.insert($0[2], at: 3) },
        Forgery("order", 4) { $0.remove(at: 4) },
        Forgery("order", 5) { $0.insert($0[4], at: 5) },
        Forgery("order", 8) { $0.remove(at: 8) },
        Forgery("order", 10) { $0.append(AuditedTape.failed("B", elapsed: 6)) },
        Forgery("order", 5) { $0.insert(AuditedTape.completed("A", pnl: 1, elapsed: 2), at: 5) },
        Forgery("order", 9) { $0[9] = .completed(.init(successful: 2, failed: 1, elapsed: 6)) },
        Forgery("order", 1) { $0[0] = AuditedTape.requested() },
        Forgery("elapsed", 6) { $0[6] = AuditedSweep.trials("C") { $0.elapsed = 1 } },
        // The sets.
        Forgery("sets", 1) { $0[1] = AuditedSweep.listed(total: 3) },
        Forgery("sets", 1) { $0[1] = AuditedSweep.listed(offset: 1) },
        Forgery("sets", 1) { $0[1] = AuditedSweep.listed([10, 20, 30]) },
        Forgery("sets", 2) { $0[1] = AuditedSweep.listed([10]) },
        Forgery("sets", 1) { $0.remove(at: 1) },
        Forgery("sets", 2) {
            $0[1] = AuditedSweep.listed([10])
            $0.insert(AuditedSweep.listed([20], offset: 1, input: "other"), at: 2)
        },
        Forgery("input period", 1) {
            $0[0] = AuditedSweep.requested { $0.requested.request.parameters = ["period": 5] }
        },
        Forgery("stocks", 2) { $0[0] = AuditedSweep.requested(stocks: 4) },
        // What all have in common.
        Forgery("trade_from", 4) {
            $0[0] = AuditedSweep.requested { $0.requested.request.tradeFrom = "2017-06-01" }
        },
        Forgery("sets_at_once", 4) { $0[4] = AuditedSweep.prepared { $0.setsAtOnce = 3 } },
        Forgery("idle_sets", 4) { $0[4] = AuditedSweep.prepared { $0.idleSets = 3 } },
        // The trials.
        Forgery("ticker", 5) { $0[5] = AuditedSweep.trials("X") },
        Forgery("sets of A", 5) { $0[5] = AuditedSweep.trials("A") { $0.offset = 1 } },
        Forgery("sets of A", 5) { $0[5] = AuditedSweep.trials("A") { $0.offset = .max } },
        Forgery("trials of A", 6) { $0.insert($0[5], at: 6) },
        Forgery("trials of B", 6) { $0.insert(AuditedSweep.trials("B"), at: 6) },
        Forgery("prices of A", 5) { $0[5] = AuditedSweep.trials("A") { $0.prices = nil } },
        Forgery("bars of A", 5) { $0[5] = AuditedSweep.trials("A") { $0.bars = 252 } },
        Forgery("set 0 of A", 5) { $0[5] = AuditedSweep.trials("A") { $0.idle = [0] } },
        Forgery("remaining", 6) { $0.insert(resumed(4), at: 6) },
        // What the sets made.
        Forgery("sets_valued", 7) { $0[7] = AuditedSweep.valued { $0.offset = 1 } },
        Forgery("sets_valued", 9) { $0[7...7] = AuditedSweep.valuedInParts(second: 0)[...] },
        Forgery("sets_valued", 7) { $0.remove(at: 7) },
        Forgery("sets of sets_valued", 7) { $0[7] = AuditedSweep.valued { $0.total = 3 } },
        Forgery("stocks of sets_valued", 7) { $0[7] = AuditedSweep.valued { $0.stocks = 3 } },
        Forgery("trades of set 0", 7) { $0[7] = AuditedSweep.valued { $0.trades[0] = 9 } },
        Forgery("trades of set 1", 7) {
            $0[5] = AuditedSweep.trials("A") { $0.trades[1] = .max }
            $0[6] = AuditedSweep.trials("C") { ($0.pnl, $0.trades[1]) = ([-50, 25], .max) }
        },
        Forgery("gained_pct of set 1", 7) {
            $0[7] = AuditedSweep.valued { $0.gained[1] = 100 }
        },
        Forgery("exposure_pct of set 0", 7) {
            $0[7] = AuditedSweep.valued { $0.exposures[0] = 25.000_001 }
        },
        Forgery("median_return_pct of set 1", 7) {
            $0[7] = AuditedSweep.valued { $0.medianReturns[1] = 0.126 }
        },
        // The walk-forward.
        Forgery("order", 8) { $0.insert(AuditedSweep.walk(), at: 8) },
        Forgery("walk_forward", 9) { walk(&$0, [AuditedSweep.walk(points: 3)]) },
        Forgery("walk_forward", 8) { walk(&$0, [AuditedSweep.walk(offset: 1)]) },
        Forgery("walk_forward", 8) { walk(&$0, [AuditedSweep.walk(points: 1)]) },
        Forgery("set of a window", 8) { walk(&$0, [AuditedSweep.walk(set: 2)]) },
        // The judgement and the counts.
        Forgery("best set", 8) { $0[8] = AuditedSweep.judged { $0.best = 1 } },
        Forgery("best set", 8) { $0[8] = AuditedSweep.judged { $0.best = nil } },
        Forgery("best set", 8) {
            $0[0] = AuditedSweep.requested { $0.terms.objective = "max_drawdown" }
        },
        Forgery("objective of the best set", 8) {
            $0[8] = AuditedSweep.judged { $0.objective = 0.5 }
        },
        Forgery("neighbours of the best set", 8) {
            $0[8] = AuditedSweep.judged { $0.neighbours = nil }
        },
        Forgery("successful", 9) { $0[9] = ended(successful: 3) },
        Forgery("failed", 9) { $0[9] = ended(failed: 2) },
        Forgery("stocks done", 9) { $0[9] = ended(successful: 1) },
        Forgery("trials", 9) { $0[9] = ended(trials: 6) },
        Forgery("trials done", 9) { events in
            events[6] = AuditedSweep.trials("C") { part in
                (part.pnl, part.sharpeRatios, part.maxDrawdowns) = ([-50], [nil], [0])
                (part.trades, part.barsHeld) = ([4], [50])
            }
            events[9] = ended(trials: 3)
        },
    ]

    private static func walk(_ events: inout [ScanEvent], _ parts: [ScanEvent]) {
        events[0] = AuditedSweep.requested { $0.terms.walkForward = "6m/6m" }
        events.insert(contentsOf: parts, at: 8)
    }

    private static func ended(
        successful: Int = 2, failed: Int = 1, trials: Int = 4
    ) -> ScanEvent {
        .sweepCompleted(
            .init(successful: successful, failed: failed, trials: trials, elapsed: 6))
    }

    private func audit(_ edit: (inout [ScanEvent]) -> Void) async throws -> AuditReport {
        try await withTemporaryDirectory { directory in
            let tape = AuditedTape(directory: directory)
            var events = AuditedSweep.events
            edit(&events)
            try await tape.write(events.map(AuditedTape.body), isSealed: false)
            return try tape.audit()
        }
    }

    @Test(arguments: forgeries)
    func aRecordThatCannotBeIsAFinding(_ forgery: Forgery) async throws {
        let report = try await audit(forgery.edit)
        let finding = report.findings.first { $0.what == forgery.what && $0.check == .fold }
        #expect(finding?.location.seq == forgery.seq, "\(report.lines.joined(separator: "\n"))")
    }

    /// What a sweep may record, and is no finding.
    static let soundEdits: [@Sendable (inout [ScanEvent]) -> Void] = [
        { _ in },
        { $0[7...7] = AuditedSweep.valuedInParts()[...] },
        {
            $0[1] = AuditedSweep.listed([10])
            $0.insert(AuditedSweep.listed([20], offset: 1), at: 2)
        },
        { $0.insert(resumed(2), at: 6) },
        { $0.insert(resumed(0), at: 7) },
        {
            // Cut off in the judgement, and judged again.
            $0.insert(resumed(0), at: 8)
            $0.insert($0[7], at: 9)
        },
        { walk(&$0, [AuditedSweep.walk()]) },
        {
            walk(
                &$0,
                [
                    AuditedSweep.walk(values: [20_000]),
                    AuditedSweep.walk(offset: 1, values: [20_010]),
                ])
        },
        { $0.insert(AuditedSweep.listed([10]), at: 1) },
        {
            // All stocks fail.
            $0[4...] = [
                AuditedTape.failed("A", elapsed: 2), AuditedTape.failed("C", elapsed: 2),
                .sweepCompleted(.init(successful: 0, failed: 3, trials: 0, elapsed: 6)),
            ]
        },
        { $0[6...] = [.cancelled(.init(elapsed: 4))] },
        { $0[3...] = [.failed(.init(code: .internal, message: "m", elapsed: 4))] },
        { events in
            // A stock in two records, the second of them first.
            let parts: [ScanEvent] = [1, 0].map { set in
                AuditedSweep.trials("A") { part in
                    part.offset = set
                    (part.pnl, part.sharpeRatios) = ([part.pnl[set]], [nil])
                    (part.maxDrawdowns, part.trades) = ([0], [part.trades[set]])
                    part.barsHeld = [part.barsHeld[set]]
                }
            }
            events[5...5] = parts[...]
        },
        { events in
            // A stock that fails behind some of its trials.
            events.insert(AuditedTape.failed("C", elapsed: 3), at: 7)
            events[8] = AuditedSweep.valued { $0.stocks = 1 }
            events[10] = ended(successful: 1, failed: 2)
        },
        {
            $0[5] = AuditedSweep.trials("A") { $0.idle = [1] }
            $0[4] = AuditedSweep.prepared { $0.idleSets = 1 }
        },
    ]

    @Test(arguments: soundEdits.indices)
    func whatASweepMayRecordIsNoFinding(_ index: Int) async throws {
        let report = try await audit(Self.soundEdits[index])
        #expect(report.findings.isEmpty, "\(report.lines.joined(separator: "\n"))")
    }

    @Test func aFieldOfATrialThatIsNotAsItMustBeIsNamed() async throws {
        try await withTemporaryDirectory { directory in
            let tape = AuditedTape(directory: directory)
            var bodies = AuditedSweep.events.map(AuditedTape.body)
            bodies[5] = bodies[5].replacing(#""trades":[4,0]"#, with: #""trades":[4,-1]"#)
            bodies[8] = bodies[8].replacing(#""verdict":"luck""#, with: #""verdict":7"#)
            try await tape.write(bodies, isSealed: false)
            let report = try tape.audit()
            let names = report.findings.filter { $0.check == .schema }.map(\.what)
            #expect(names == ["/trades/1", "/verdict"], "\(report.lines)")
        }
    }
}
