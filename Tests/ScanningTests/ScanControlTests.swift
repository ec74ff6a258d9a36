import Synchronization
import Testing

@testable import Scanning

/// The end of a scan before its time reaches all that is at work, whenever it began.
@Suite(.timeLimit(.minutes(3)))
struct ScanControlTests {
    private final class Calls: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    @Test func whatIsAtWorkIsToldOnce() async {
        let (control, calls) = (ScanControl(), Calls())
        let value = await control.withCancellation(
            {
                #expect(calls.value == 0)
                control.cancel()
                control.cancel()
                return 1
            }, onCancel: { calls.add() })
        #expect(value == 1 && calls.value == 1 && control.isCancelled)
    }

    @Test func whatBeginsAfterwardsIsToldBeforeItBegins() async {
        let (control, calls) = (ScanControl(), Calls())
        control.cancel()
        let before = await control.withCancellation({ calls.value }, onCancel: { calls.add() })
        #expect(before == 1 && calls.value == 1)
    }

    @Test func whatIsDoneIsNotTold() async {
        let (control, calls) = (ScanControl(), Calls())
        await control.withCancellation({}, onCancel: { calls.add() })
        control.cancel()
        #expect(calls.value == 0)
    }
}
