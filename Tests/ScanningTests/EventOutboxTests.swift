import ScanEvents
import Testing

@testable import Scanning

/// The way of events from the workers to the tape.
@Suite(.timeLimit(.minutes(3)))
struct EventOutboxTests {
    private func cancelled(_ outbox: EventOutbox) {
        outbox.put { .cancelled(elapsed: $0) }
    }

    @Test func whoWaitsGetsTheFirstEventAtOnce() async {
        let outbox = EventOutbox { 7 }
        let taking = Task.immediate { await outbox.takeAll() }
        cancelled(outbox)
        #expect(await taking.value == [.cancelled(elapsed: 7)])
    }

    @Test func whatGathersIsTakenTogetherAndThenTheEnd() async {
        let outbox = EventOutbox { 7 }
        for _ in 0..<3 { cancelled(outbox) }
        outbox.close()
        #expect(await outbox.takeAll()?.count == 3)
        #expect(await outbox.takeAll() == nil)
        #expect(await outbox.takeAll() == nil)
    }

    @Test func theEndWakesWhoWaits() async {
        let outbox = EventOutbox { 7 }
        let taking = Task.immediate { await outbox.takeAll() }
        outbox.close()
        #expect(await taking.value == nil)
    }
}
