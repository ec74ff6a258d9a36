import MarketData
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(3))) struct TaskGateTests {
    @Test func placesOfKeysAreApart() async {
        let gate = TaskGate<String>(limit: 2)
        #expect(await gate.enter("a"))
        #expect(await gate.enter("a"))
        #expect(await gate.enter("b"))
        gate.leave("a")
        #expect(await gate.enter("a"))
    }

    @Test func cancelledTaskTakesNoPlace() async {
        let gate = TaskGate<Int>(limit: 1)
        #expect(await gate.enter(0))
        let waiting = Task { await gate.enter(0) }
        waiting.cancel()
        #expect(await waiting.value == false)
        gate.leave(0)
        #expect(await gate.enter(0))
    }

    @Test func aPlaceGoesToWhoHasWaitedLongest() async {
        let gate = TaskGate<Int>(limit: 1)
        #expect(await gate.enter(0))
        let order = Order()
        let waiting = (0..<4).map { number in
            Task.immediate {
                guard await gate.enter(0) else { return }
                order.note(number)
                gate.leave(0)
            }
        }
        // One that waits and leaves the line is passed over.
        waiting[1].cancel()
        await waiting[1].value
        gate.leave(0)
        for task in waiting { await task.value }
        #expect(order.numbers == [0, 2, 3])
    }

    @Test func neverMoreThanTheLimitAreInside() async {
        let gate = TaskGate<Int>(limit: 3)
        let count = Count()
        let tasks = (0..<200).map { number in
            let task = Task {
                guard await gate.enter(0) else { return }
                count.enter()
                await Task.yield()
                count.leave()
                gate.leave(0)
            }
            if number.isMultiple(of: 3) { task.cancel() }
            return task
        }
        for task in tasks { await task.value }
        #expect(count.most <= 3)
        #expect(count.total >= 133)
        for _ in 0..<3 { #expect(await gate.enter(0)) }
    }
}

/// The tasks in the order in which they came inside.
private final class Order: Sendable {
    private let noted = Mutex<[Int]>([])

    var numbers: [Int] { noted.withLock { $0 } }

    func note(_ number: Int) { noted.withLock { $0.append(number) } }
}

/// How many tasks are inside, were at most, and have ever been.
private final class Count: Sendable {
    private let counts = Mutex((inside: 0, most: 0, total: 0))

    var most: Int { counts.withLock(\.most) }
    var total: Int { counts.withLock(\.total) }

    func enter() {
        counts.withLock { counts in
            counts.inside += 1
            counts.total += 1
            counts.most = max(counts.most, counts.inside)
        }
    }

    func leave() {
        counts.withLock { $0.inside -= 1 }
    }
}
