internal import Dispatch
internal import Synchronization

/// Makes elements on a thread of its own while those made before are used.
///
/// A few at most wait to be used, so memory does not depend on how many there are. A thread that
/// is not needed any more ends with the element at hand.
package final class ReadAhead<Element: Sendable, Failure: Error>: Sendable {
    private final class Shared: Sendable {
        let state = Mutex(State())
        let places = DispatchSemaphore(value: 0)
        let arrivals = DispatchSemaphore(value: 0)
    }

    private struct State {
        var waiting: [Result<Element?, Failure>] = []
        var isAbandoned = false
    }

    private static var placeCount: Int { 4 }
    private let shared = Shared()

    /// Starts with the first element.
    ///
    /// - Parameter makeNext: gives one element after the other, nil after the last; it may block
    ///   and is called on one thread at a time.
    package init(_ makeNext: @escaping @Sendable () throws(Failure) -> Element?) {
        for _ in 0..<Self.placeCount { shared.places.signal() }
        BlockingExecutor.pool.async { [shared] in
            var isOver = false
            while !isOver {
                shared.places.wait()
                if shared.state.withLock({ $0.isAbandoned }) { return }
                let result: Result<Element?, Failure>
                do throws(Failure) {
                    let element = try makeNext()
                    isOver = element == nil
                    result = .success(element)
                } catch {
                    isOver = true
                    result = .failure(error)
                }
                shared.state.withLock { $0.waiting.append(result) }
                shared.arrivals.signal()
            }
        }
    }

    deinit {
        shared.state.withLock { $0.isAbandoned = true }
        shared.places.signal()
    }

    /// The next element; nil after the last one, after which it must not be asked again.
    ///
    /// Blocks until it is made.
    /// - Throws: what making it threw, after which it must not be asked again either.
    package func next() throws(Failure) -> Element? {
        shared.arrivals.wait()
        let result = shared.state.withLock { $0.waiting.removeFirst() }
        shared.places.signal()
        return try result.get()
    }
}
