import Dispatch
import Foundation
import Synchronization

/// Notes Ctrl-C and SIGTERM, so that work can end cleanly; the second one ends the program.
final class Interruption {
    /// Whether one has come.
    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    private let flag: Flag
    private let sources: [any DispatchSourceSignal]

    /// Begins to listen.
    init() {
        let flag = Flag()
        self.flag = flag
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                flag.value.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
    }

    /// Throws `CancellationError` once a signal has come.
    func check() throws {
        if flag.value.load(ordering: .relaxed) { throw CancellationError() }
    }
}
