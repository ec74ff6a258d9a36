import Dispatch
import Storage
import Testing

@testable import StreamServer

@Suite(.timeLimit(.minutes(3)))
struct SharesTests {
    private let hog = ClientAddress("192.0.2.1")
    private let others = (2..<12).map { ClientAddress("192.0.2.\($0)") }

    @Test func oneClientAloneGetsEightNinthsAndEveryOtherStillGetsSome() {
        let shares = Shares(900)
        var held: [Shares.Permit] = []
        while let permit = shares.take(for: hog) { held.append(permit) }
        #expect(held.count == 800)
        let first = others.map { shares.take(for: $0) }
        #expect(first.allSatisfy { $0 != nil })
        #expect(shares.take(for: hog) == nil)
    }

    @Test func manyClientsThatTakeAllTheyCanLeaveAPlaceForOneWhoComesNew() {
        let shares = Shares(900)
        var held: [Shares.Permit] = []
        for _ in 0..<900 {
            for client in others {
                if let permit = shares.take(for: client) { held.append(permit) }
            }
        }
        #expect(shares.taken < 900)
        #expect(shares.take(for: hog) != nil)
    }

    @Test func aPlaceIsGivenBackWhenNobodyHoldsIt() {
        let shares = Shares(2)
        var permit = shares.take(for: hog)
        #expect(permit != nil && shares.taken == 1)
        #expect(shares.take(for: hog) == nil, "the other is for others")
        permit = nil
        #expect(shares.taken == 0)
        permit = shares.take(2, for: hog)
        #expect(permit != nil && shares.take(for: others[0]) == nil)
    }

    @Test func theOnlyPlaceIsForWhoComesFirst() {
        let shares = Shares(1)
        let permit = shares.take(for: hog)
        #expect(permit != nil && shares.take(for: others[0]) == nil)
    }

    @Test func whatIsRefusedIsTold() async {
        await confirmation(expectedCount: 1) { refused in
            let shares = Shares(1) { refused() }
            let permit = shares.take(for: hog)
            #expect(shares.take(for: hog) == nil)
            withExtendedLifetime(permit) {}
        }
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9", true),
        ("2001:db8:1:2::", "2001:db8:1:3::", false),
        ("2001:db8::1", "2001:db8:0:0:ffff::", true), ("::1", "::2", true), ("::1", "1::", false),
        ("::ffff:192.0.2.1", "192.0.2.1", true), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
        ("1::4:5:6:7:8", "1:0:0:4::", true), ("", "", true),
    ])
    func addressesOfOneSubscriberAreOneClient(one: String, other: String, areSame: Bool) {
        #expect((ClientAddress(one) == ClientAddress(other)) == areSame)
    }
}

struct FairLineTests {
    private let hog = ClientAddress("192.0.2.1")
    private let other = ClientAddress("192.0.2.2")

    @Test func clientsTakeTurnsHoweverManyOneHasWaiting() {
        var line = FairLine<String>(places: 1)
        let entered = [line.enter(hog), line.enter(hog), line.enter(other)]
        #expect(entered == [true, false, false])
        for number in 1...3 { _ = line.wait("hog \(number)", of: hog) }
        _ = line.wait("other 1", of: other)
        var served: [String] = []
        var client = hog
        while let next = line.next(after: client) {
            served.append(next)
            client = next.hasPrefix("hog") ? hog : other
        }
        #expect(served == ["hog 1", "other 1", "hog 2", "hog 3"])
        let isFree = line.enter(other)
        #expect(isFree)
    }

    @Test func nobodyHasAllPlaces() {
        var line = FairLine<String>(places: 3)
        let entered = [line.enter(hog), line.enter(hog), line.enter(hog), line.enter(other)]
        #expect(entered == [true, true, false, true])
        _ = line.wait("hog", of: hog)
        // The place of another is not for one who has his share.
        let next = [line.next(after: other), line.next(after: hog)]
        #expect(next == [nil, "hog"])
    }

    @Test func whoLeavesTheLineGetsNoTurn() {
        var line = FairLine<String>(places: 1)
        _ = line.enter(hog)
        let first = line.wait("first", of: hog)
        _ = line.wait("second", of: hog)
        let left = [line.leave(first, of: hog), line.leave(first, of: hog)]
        #expect(left == ["first", nil])
        let next = line.next(after: hog)
        #expect(next == "second")
    }
}

@Suite(.timeLimit(.minutes(3)))
struct RequestWorkTests {
    private let client = ClientAddress("192.0.2.1")

    @Test func whatAClientThatHasLeftWaitsForIsNotBegun() async throws {
        let work = RequestWork(atOnce: 1)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let gate = Gate()
        let first = Task {
            try await work.run(for: client) { hasLeft in
                begin.yield()
                gate.wait()
                return hasLeft()
            }
        }
        var turns = begun.makeAsyncIterator()
        _ = await turns.next()
        // It leaves before it waits or while it waits, which of them nobody can tell.
        for round in 0..<100 {
            let second = Task {
                try await work.run(for: client) { _ in Issue.record("it was begun") }
            }
            for _ in 0..<round { await Task.yield() }
            second.cancel()
            await #expect(throws: CancellationError.self) { try await second.value }
        }
        // What is at work is told, and ends by itself.
        first.cancel()
        gate.open()
        #expect(try await first.value)
        #expect(try await work.run(for: client) { _ in 7 } == 7)
    }

    @Test func whatTakesLongGivesWayToWhatIsShort() async throws {
        let own = WorkThreads.niceness
        for (isLong, niceness) in [(false, own), (true, max(own, RequestWork.niceness))] {
            let found = try await RequestWork(atOnce: 1, isLong: isLong).run(for: client) { _ in
                WorkThreads.niceness
            }
            #expect(found == niceness)
        }
    }

    @Test func whatIsThrownIsThrownAndThePlaceIsGivenBack() async throws {
        let work = RequestWork(atOnce: 1)
        for _ in 0..<3 {
            await #expect(throws: CancellationError.self) {
                try await work.run(for: client) { _ in throw CancellationError() }
            }
        }
        #expect(try await work.run(for: client) { _ in 7 } == 7)
    }
}

/// Holds a thread until it is opened.
private final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func wait() { semaphore.wait() }

    func open() { semaphore.signal() }
}
