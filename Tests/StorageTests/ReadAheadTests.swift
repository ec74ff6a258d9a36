import Dispatch
import Synchronization
import Testing

@testable import Storage

struct ReadAheadTests {
    private struct Broken: Error, Equatable {}

    /// Counts up on the thread that reads ahead.
    private final class Counter: Sendable {
        let made = Mutex(0)

        func next(upTo end: Int = .max) -> Int? {
            made.withLock { made in
                guard made < end else { return nil }
                made += 1
                return made
            }
        }
    }

    @Test func elementsComeInTheirOrderUpToTheLast() {
        let counter = Counter()
        let ahead = ReadAhead { counter.next(upTo: 1_000) }
        var found: [Int] = []
        while let number = ahead.next() { found.append(number) }
        #expect(found == Array(1...1_000))
    }

    /// Whoever waits already is woken by the end, however few elements come before it.
    @Test func aFewElementsAreHandedOverToWhoWaitsForThem() {
        for round in 0..<400 {
            let counter = Counter()
            let ahead = ReadAhead { counter.next(upTo: round % 4) }
            for number in 0..<round % 4 { #expect(ahead.next() == number + 1) }
            #expect(ahead.next() == nil)
        }
    }

    @Test func anErrorComesAfterTheElementsBeforeIt() throws {
        let counter = Counter()
        let ahead = ReadAhead { () throws(Broken) in
            guard let number = counter.next(upTo: 3) else { throw Broken() }
            return number
        }
        #expect(try (1...3).map { _ in try ahead.next() } == [1, 2, 3])
        #expect(throws: Broken()) { try ahead.next() }
    }

    @Test func aFewElementsAreMadeAheadAndNoMoreOnceTheyAreNotWanted() {
        let counter = Counter()
        let isOver = DispatchSemaphore(value: 0)
        do {
            // Released with the closure, once the thread has ended.
            let end = AtTheEnd { isOver.signal() }
            let ahead = ReadAhead {
                _ = end
                return counter.next()
            }
            for _ in 0..<100 { _ = ahead.next() }
        }
        isOver.wait()
        let made = counter.made.withLock { $0 }
        // As many as wait, those taken over, and the one at hand.
        let most = ReadAhead<Int, Never>.most
        #expect((100...100 + 2 * most + 1).contains(made), "\(made)")
    }

    private final class AtTheEnd: Sendable {
        private let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }

        deinit { body() }
    }
}
