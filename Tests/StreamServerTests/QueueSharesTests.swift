import Jobs
import Testing

@testable import StreamServer

/// How clients share the places of the queue.
struct QueueSharesTests {
    @Test func aClientThatHasQueuedAllItMayLeavesAPlaceForOthers() {
        var limits = ScanLimits()
        (limits.maxRunning, limits.maxWaiting) = (1, 1)
        let places = Shares(limits.sharedPlaces)
        let (one, other) = (ClientAddress("192.0.2.1"), ClientAddress("192.0.2.2"))
        let held = (0..<2).map { _ in places.take(for: one) }
        #expect(held.allSatisfy { $0 != nil })
        #expect(places.take(for: one) == nil)
        let last = places.take(for: other)
        #expect(last != nil)
        #expect(places.take(for: ClientAddress("192.0.2.3")) == nil)
        withExtendedLifetime((held, last)) {}
    }
}
