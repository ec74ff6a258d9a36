import MarketData
import Synchronization
import Testing

@testable import Scanning

@Suite(.timeLimit(.minutes(3)))
struct StockWatchTests {
    private let watch = StockWatch(slowAfter: .seconds(5), timeout: .seconds(60))
    private let noTurns = WaitMeter(elapsed: { .zero })

    @Test func aStockIsToldOnceAsSlowAndOnceAsExpired() {
        let expired = Mutex(0)
        _ = watch.begin("A", at: .seconds(10), turns: noTurns) { expired.withLock { $0 += 1 } }
        #expect(watch.due(at: .seconds(14.9)).slow.isEmpty)
        let slow = watch.due(at: .seconds(15)).slow
        #expect(slow.map(\.ticker) == ["A"])
        #expect(slow.map(\.time) == [.seconds(5)])
        #expect(watch.due(at: .seconds(16)).slow.isEmpty)
        #expect(watch.due(at: .seconds(69.9)).expired.isEmpty)
        for expire in watch.due(at: .seconds(70)).expired { expire() }
        #expect(watch.due(at: .seconds(71)).expired.isEmpty)
        #expect(expired.withLock { $0 } == 1)
    }

    @Test func aStockThatEndedIsNeitherSlowNorExpired() {
        let id = watch.begin("A", at: .zero, turns: noTurns) {}
        watch.end(id)
        let due = watch.due(at: .seconds(100))
        #expect(due.slow.isEmpty)
        #expect(due.expired.isEmpty)
    }

    @Test func theNextLookIsAtTheNearestDeadline() {
        #expect(watch.due(at: .seconds(1)).next == .seconds(6))
        _ = watch.begin("A", at: .seconds(1), turns: noTurns) {}
        #expect(watch.due(at: .seconds(3)).next == .seconds(6))
        // A is slow and expires at 61; a stock that begins now would be slow at 11.
        #expect(watch.due(at: .seconds(6)).next == .seconds(11))
        #expect(watch.due(at: .seconds(59)).next == .seconds(61))
    }

    @Test func timeInWhichAStockWaitsForItsTurnIsNotItsOwn() async {
        let now = Mutex(Duration.zero)
        let turns = WaitMeter(elapsed: { now.withLock { $0 } })
        _ = watch.begin("A", at: .zero, turns: turns) {}
        await WaitMeter.$current.withValue(turns) {
            await WaitMeter.wait {
                now.withLock { $0 = .seconds(70) }
                let due = watch.due(at: .seconds(70))
                #expect(due.slow.map(\.time) == [.seconds(70)])
                #expect(due.expired.isEmpty)
            }
        }
        #expect(watch.due(at: .seconds(129.9)).next == .seconds(130))
        #expect(watch.due(at: .seconds(130)).expired.count == 1)
    }

    @Test func aStockThatIsNotToBeReportedIsOnlyGivenUp() {
        _ = watch.begin("A", at: .zero, turns: noTurns, reportsSlow: false) {}
        #expect(watch.due(at: .seconds(59)).slow.isEmpty)
        #expect(watch.due(at: .seconds(60)).expired.count == 1)
    }

    @Test func aTimeoutShorterThanTheSlowLimitExpiresWithoutASlowReport() {
        let watch = StockWatch(slowAfter: .seconds(5), timeout: .seconds(2))
        _ = watch.begin("A", at: .zero, turns: noTurns) {}
        #expect(watch.due(at: .seconds(1)).next == .seconds(2))
        let due = watch.due(at: .seconds(2))
        #expect(due.slow.isEmpty)
        #expect(due.expired.count == 1)
    }
}
