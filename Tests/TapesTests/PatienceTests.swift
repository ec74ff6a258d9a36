import Testing

@testable import Tapes

struct PatienceTests {
    @Test func pausesDoubleUpToFifteenSecondsAndBeginAgainAfterNews() {
        var patience = Patience(giveUpAfter: .seconds(1_000))
        let pauses = (0..<6).map { _ in patience.nextPause(at: .zero, random: 1) }
        #expect(pauses == [1, 2, 4, 8, 15, 15].map { .seconds($0) })
        let news = (patience.noteNews(), patience.noteNews())
        #expect(news.0 && !news.1)
        let next = patience.nextPause(at: .zero, random: 1)
        #expect(next == .seconds(1))
    }

    @Test func theSourceWishesAndChanceShortens() {
        var patience = Patience(giveUpAfter: .seconds(1_000))
        let wish = PauseRange(first: .seconds(3))
        #expect(patience.nextPause(at: .zero, wish, random: 0) == .milliseconds(1_500))
        #expect(patience.nextPause(at: .zero, wish, random: 0) == .seconds(3))
        _ = patience.noteNews()
        let none = PauseRange(first: .zero)
        #expect(patience.nextPause(at: .zero, none, random: 1) == .milliseconds(100))
        let short = PauseRange(longest: .seconds(1))
        let pauses = (0..<3).map { _ in patience.nextPause(at: .zero, short, random: 1) }
        #expect(pauses == [1, 1, 1].map { .seconds($0) })
    }

    @Test func itGivesUpAfterSoLongWithoutNews() {
        var patience = Patience(giveUpAfter: .seconds(10))
        #expect(patience.nextPause(at: .seconds(100), random: 1) != nil)
        #expect(patience.nextPause(at: .seconds(107), random: 1) != nil)
        #expect(patience.nextPause(at: .seconds(107), random: 1) == nil)
        // Lost anew, however long after the first time.
        _ = patience.noteNews()
        #expect(patience.nextPause(at: .seconds(200), random: 1) != nil)
    }
}
