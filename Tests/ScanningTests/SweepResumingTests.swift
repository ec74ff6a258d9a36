import EventLog
import PriceSources
import Projections
import ScanEvents
import Tapes
import TestSupport
import Testing

@testable import Scanning

@Suite(.timeLimit(.minutes(3)))
struct SweepResumingTests {
    private func open(_ directory: String) async throws -> TapeStore {
        try await TapeStore.open(variableDirectory: directory, now: ManualClock().now)
    }

    /// Records the first events of a sweep and lets the process end there.
    private func cutOff(
        _ request: SweepRequest, in directory: String, after events: some Sequence<ScanEvent>
    ) async throws {
        let store = try await open(directory)
        let recorder = try await ScanPlan(sweep: request, sources: SweptTape.sources)
            .record(in: store)
        for event in events { try await recorder.append([event]) }
        await recorder.close()
    }

    /// Records the first events of a sweep, then goes on with it.
    private func resumed(
        _ request: SweepRequest, after events: some Sequence<ScanEvent>
    ) async throws -> (recorded: [ScanEvent], ordered: [ScanEvent]) {
        try await withTemporaryDirectory { directory in
            try await cutOff(request, in: directory, after: events)
            let store = try await open(directory)
            let job = try #require(store.interrupted.first)
            try await Scan.resuming(
                job, in: store, sources: SweptTape.sources, settings: SweptTape.settings()
            ).complete()
            try await SchemaCheck.expectValidTapes(in: directory)
            let reader = try await store.reader(of: job)
            return (try SweptTape.recorded(reader), try SweptTape.events(of: reader))
        }
    }

    @Test func aSweepCutOffAfterAnyRecordEndsAsAnUnbrokenOne() async throws {
        var request = SweptTape.request()
        request.terms.walkForward = "1y/6m"
        let whole = try await SweptTape(request)
        let events = try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let plan = try ScanPlan(sweep: request, sources: SweptTape.sources)
            let recorder = try await plan.record(in: store)
            try await Scan(plan, recorder: recorder, settings: SweptTape.settings()).complete()
            return try SweptTape.recorded(try await store.reader(of: recorder.job))
        }
        // The first two records are written by `record`, the last would end the sweep.
        for kept in 2..<(events.count - 1) {
            let told = try await resumed(request, after: events[2..<kept])
            // What was told before the end and again is told by its last telling.
            #expect(
                last(told.ordered) == last(whole.events), "after \(kept) of \(events.count)")
            let trials = told.recorded.compactMap { event -> String? in
                guard case .trialsCompleted(let trials) = event else { return nil }
                return "\(trials.ticker) \(trials.offset)"
            }
            #expect(Set(trials).count == trials.count, "a trial is told twice after \(kept)")
        }
    }

    /// The events, of those that may be told again the last only.
    private func last(_ events: [ScanEvent]) -> [ScanEvent] {
        var seen: Set<String> = []
        let again = ["sets_valued", "walk_forward_valued", "sweep_judged", "sets_listed"]
        return events.reversed().filter {
            !again.contains($0.type) || seen.insert($0.type).inserted
        }.reversed()
    }

    @Test func aResumedSweepSaysHowManyTrialsAreLeft() async throws {
        let whole = try await SweptTape(SweptTape.request())
        let first = try #require(
            whole.events.firstIndex { $0.type == "trials_completed" })
        let told = try await resumed(
            SweptTape.request(), after: whole.events[2...first].map(\.self))
        var remaining: Int?
        for case .sweepResumed(let event) in told.recorded { remaining = event.remaining }
        // Of five stocks one has trials, and none has failed on the tape so far.
        #expect(remaining == 24)
    }
}
