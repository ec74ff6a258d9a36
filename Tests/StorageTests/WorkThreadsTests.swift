import Synchronization
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(3)))
struct WorkThreadsTests {
    /// Lets threads compute until so many of them have come.
    private final class Meeting: Sendable {
        private let missing: Atomic<Int>

        init(of count: Int) { missing = Atomic(count) }

        func arrive() { missing.subtract(1, ordering: .relaxed) }
        func spin() { while missing.load(ordering: .relaxed) > 0 {} }
    }

    @Test func whatComputesForLongHoldsUpNothingThatBlocksForAMoment() async {
        let threads = WorkThreads(8, label: "test", niceness: 19)
        let meeting = Meeting(of: 1)
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 { group.addTask { await threads.run { meeting.spin() } } }
            // On a thread of the pool, and on that of an executor.
            await BlockingExecutor.run {}
            await Writer().write()
            meeting.arrive()
        }
    }

    @Test func thereAreAsManyWorksAtOnceAsThreads() async {
        let threads = WorkThreads(4, label: "test")
        let meeting = Meeting(of: 4)
        await withDiscardingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    await threads.run {
                        meeting.arrive()
                        meeting.spin()
                    }
                }
            }
        }
        #expect(await threads.run { 7 } == 7)
    }

    @Test func threadsGiveWayAsFarAsTheyAreTold() async {
        let own = WorkThreads.niceness
        #expect(await WorkThreads(1, label: "test").run { WorkThreads.niceness } == own)
        let nicer = min(own + 7, 19)
        let found = await WorkThreads(1, label: "test", niceness: nicer).run {
            // What others ask for a nice thread makes it no less so.
            WorkThreads.giveWay(own)
            return WorkThreads.niceness
        }
        #expect(found == nicer)
        #expect(WorkThreads.niceness == own)
    }

    /// An actor with an executor of its own.
    private actor Writer {
        private let executor = BlockingExecutor(label: "test")
        nonisolated var unownedExecutor: UnownedSerialExecutor {
            unsafe executor.asUnownedSerialExecutor()
        }

        func write() {}
    }
}
