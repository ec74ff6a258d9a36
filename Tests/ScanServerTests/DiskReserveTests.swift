import Dispatch
import Foundation
import StreamServer
import Synchronization
import Testing

@testable import ScanServer

struct DiskReserveTests {
    private static let gigabyte = 1024 * 1024 * 1024

    @Test(arguments: [
        (free: 101, size: 1_000, left: 1), (100, 1_000, 0), (0, 0, 0), (50, 1_000, 0),
        (gigabyte + 1, 100 * gigabyte, 1), (gigabyte, 100 * gigabyte, 0),
    ])
    func aTenthOfADiskIsLeftButNoMoreThanAGigabyte(free: Int, size: Int, left: Int) {
        #expect(DiskReserve.left((free, size)) == left)
    }

    @Test func exportsWriteOneAfterTheOther() {
        let atOnce = Mutex((now: 0, most: 0))
        let reserve = DiskReserve { (5_000, 10_000) }
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<50 {
                try? reserve.take { _ in
                    atOnce.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                    // Whoever may come in between has the processor for it.
                    for _ in 0..<20 { sched_yield() }
                    atOnce.withLock { $0.now -= 1 }
                }
            }
        }
        #expect(atOnce.withLock { $0.most } == 1)
    }

    @Test func exportsThatWriteAtOnceLeaveTheReserve() {
        let free = Mutex(5_000)
        let reserve = DiskReserve { (free.withLock { $0 }, 10_000) }
        DispatchQueue.concurrentPerform(iterations: 64) { number in
            for _ in 0..<100 {
                try? reserve.take { left in
                    free.withLock { $0 -= min(left, number + 1) }
                }
            }
        }
        #expect(free.withLock { $0 } == 1_000)
        #expect(throws: Problem.self) { try reserve.check() }
    }
}
