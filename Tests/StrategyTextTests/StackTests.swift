import Foundation
import StrategyText
import Testing

/// Nesting costs stack, and the limit of levels bounds it.
@Suite struct StackTests {
    @Test(arguments: [
        ("(", ")"), ("-", ""), ("abs(", ")"), ("if(true, ", ", 1)"), ("close[", "]"),
        ("1 + 2 * (", ")"), ("not (", ")"),
    ])
    func deepTextIsReadOnASmallStack(_ opening: String, _ closing: String) {
        let texts = [64, 65, 10_000].map { levels in
            "strategy \"T\" language 1\nx = " + String(repeating: opening, count: levels) + "1"
                + String(repeating: closing, count: levels)
        }
        #if DEBUG
            let stackBytes = 2 * 1024 * 1024
        #else
            let stackBytes = 256 * 1024
        #endif
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            for text in texts { _ = problems(of: text) }
            done.signal()
        }
        thread.stackSize = stackBytes
        thread.start()
        done.wait()
    }
}
