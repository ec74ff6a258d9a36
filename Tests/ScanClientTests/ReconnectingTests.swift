import Testing

@testable import ScanClient

struct ReconnectingTests {
    @Test func pausesDoubleUpToFifteenSecondsAndBeginAgainAfterNews() {
        var reconnecting = Reconnecting(giveUpAfter: .seconds(1_000))
        let pauses = (0..<6).map { _ in reconnecting.nextPause(at: .zero, random: 1) }
        #expect(pauses == [1, 2, 4, 8, 15, 15].map { .seconds($0) })
        reconnecting.noteNews()
        #expect(reconnecting.nextPause(at: .zero, random: 1) == .seconds(1))
    }

    @Test func theServiceWishesAndChanceShortens() {
        var reconnecting = Reconnecting(giveUpAfter: .seconds(1_000))
        reconnecting.wishedPause = .seconds(3)
        #expect(reconnecting.nextPause(at: .zero, random: 0) == .milliseconds(1_500))
        #expect(reconnecting.nextPause(at: .zero, random: 0) == .seconds(3))
        reconnecting.wishedPause = .zero
        reconnecting.noteNews()
        #expect(reconnecting.nextPause(at: .zero, random: 1) == .milliseconds(100))
    }

    @Test func itGivesUpAfterSoLongWithoutNews() {
        var reconnecting = Reconnecting(giveUpAfter: .seconds(10))
        #expect(reconnecting.nextPause(at: .seconds(100), random: 1) != nil)
        #expect(reconnecting.nextPause(at: .seconds(107), random: 1) != nil)
        #expect(reconnecting.nextPause(at: .seconds(107), random: 1) == nil)
        // Lost anew, however long after the first time.
        reconnecting.noteNews()
        #expect(reconnecting.nextPause(at: .seconds(200), random: 1) != nil)
    }
}
