import ScanEvents
import Synchronization
import Testing

@testable import Scanning

/// The way of events from the workers to the tape.
@Suite(.timeLimit(.minutes(3)))
struct EventOutboxTests {
    private func cancelled(_ outbox: EventOutbox) {
        outbox.put { .cancelled(.init(elapsed: $0)) }
    }

    @Test func whoWaitsGetsTheFirstEventAtOnce() async {
        let outbox = EventOutbox { 7 }
        let taking = Task.immediate { await outbox.takeAll() }
        cancelled(outbox)
        #expect(await taking.value == [.cancelled(.init(elapsed: 7))])
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

    @Test func nobodyWaitsWhileThereIsRoom() async {
        let outbox = EventOutbox(bound: 2) { 7 }
        cancelled(outbox)
        await outbox.waitForRoom()
        cancelled(outbox)
        #expect(await outbox.takeAll()?.count == 2)
    }

    @Test func whoeverWaitsForRoomGoesOnOnceTheEventsAreTaken() async {
        let outbox = EventOutbox(bound: 2) { 7 }
        for _ in 0..<3 { cancelled(outbox) }
        let done = Mutex(false)
        let waiting = Task.immediate {
            await outbox.waitForRoom()
            done.withLock { $0 = true }
        }
        #expect(!done.withLock { $0 })
        #expect(await outbox.takeAll()?.count == 3)
        await waiting.value
    }

    @Test func whoeverWaitsForRoomGoesOnWhenItsTaskIsCancelled() async {
        let outbox = EventOutbox(bound: 1) { 7 }
        cancelled(outbox)
        let waiting = Task.immediate { await outbox.waitForRoom() }
        waiting.cancel()
        await waiting.value
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            await outbox.waitForRoom()
        }
        late.cancel()
        await late.value
    }
}
