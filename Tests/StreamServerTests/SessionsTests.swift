import Testing

@testable import StreamServer

struct SessionsTests {
    private let now = 1_764_316_800

    @Test func aSessionLetsInUntilItsTimeIsUp() {
        let sessions = Sessions()
        let session = sessions.open(at: now)
        let end = now + Sessions.seconds
        #expect(sessions.isOpen(session, at: now))
        #expect(sessions.isOpen(session, at: end - 1))
        #expect(!sessions.isOpen(session, at: end))
    }

    @Test func aSessionThatIsClosedLetsNobodyInAndOthersStay() {
        let sessions = Sessions()
        let (first, second) = (sessions.open(at: now), sessions.open(at: now))
        sessions.close("none of them")
        sessions.close(first)
        #expect(!sessions.isOpen(first, at: now))
        #expect(sessions.isOpen(second, at: now))
    }

    @Test func eachSessionHasANumberOfItsOwnThatNoOtherMatches() {
        let sessions = Sessions()
        let session = sessions.open(at: now)
        #expect(session.count == 64)
        #expect(session != sessions.open(at: now))
        for place in session.indices {
            var altered = session
            altered.replaceSubrange(place...place, with: session[place] == "0" ? "1" : "0")
            #expect(!sessions.isOpen(altered, at: now), "\(altered)")
        }
        for other in ["", session + "0", String(session.dropLast()), session.uppercased()]
        where other != session {
            #expect(!sessions.isOpen(other, at: now), "\(other)")
        }
        #expect(!Sessions().isOpen(session, at: now), "another process knows it")
    }

    @Test func soManySessionsAreKeptAndTheOldestMakeRoom() {
        let sessions = Sessions()
        let first = sessions.open(at: now)
        let others = (1...Sessions.maxCount).map { _ in sessions.open(at: now + 1) }
        #expect(!sessions.isOpen(first, at: now + 1))
        #expect(others.allSatisfy { sessions.isOpen($0, at: now + 1) })
        // Those whose time is up do so before any other.
        let later = now + 1 + Sessions.seconds
        let next = [sessions.open(at: later), sessions.open(at: later)]
        #expect(next.allSatisfy { sessions.isOpen($0, at: later) })
    }
}
