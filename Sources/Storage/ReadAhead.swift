internal import Dispatch
internal import Synchronization

/// Makes elements on a thread of its own while those made before are used.
///
/// A few at most wait to be used, so memory does not depend on how many there are, and they are
/// handed over several at a time, as waking a thread for each would cost much of what is gained.
/// A thread that is not needed any more ends with the element at hand.
package final class ReadAhead<Element: Sendable, Failure: Error>: Sendable {
    fileprivate final class Shared: Sendable {
        let state = Mutex(State())
        let wakesMaker = DispatchSemaphore(value: 0)
        let wakesUser = DispatchSemaphore(value: 0)
    }

    fileprivate struct State {
        /// What was made, the first one first.
        var made: [Result<Element?, Failure>] = []
        /// What the user has taken over, the first one last.
        var ready: [Result<Element?, Failure>] = []
        var isMakerAsleep = false
        var isUserAsleep = false
        var isAbandoned = false
    }

    /// So many elements are worth to wake the user for.
    fileprivate static var least: Int { 4 }
    /// At most so many wait to be taken over.
    static var most: Int { 16 }

    private let shared = Shared()

    /// Starts with the first element.
    ///
    /// - Parameter makeNext: gives one element after the other, nil after the last; it may block
    ///   and is called on one thread at a time.
    package init(_ makeNext: @escaping @Sendable () throws(Failure) -> Element?) {
        BlockingExecutor.pool.async { [shared] in
            var goesOn = true
            while goesOn {
                let result = Result { () throws(Failure) in try makeNext() }
                goesOn = shared.hand(over: result)
            }
        }
    }

    deinit {
        let wakesMaker = shared.state.withLock { state in
            state.isAbandoned = true
            return state.isMakerAsleep
        }
        if wakesMaker { shared.wakesMaker.signal() }
    }

    /// The next element; nil after the last one, after which it must not be asked again.
    ///
    /// Blocks until it is made.
    /// - Throws: what making it threw, after which it must not be asked again either.
    package func next() throws(Failure) -> Element? {
        while true {
            if let result = shared.take() { return try result.get() }
            shared.wakesUser.wait()
        }
    }
}

extension ReadAhead.Shared {
    /// Takes what was made, and sleeps while there is enough of it.
    ///
    /// - Returns: whether more is to be made.
    func hand(over result: Result<Element?, Failure>) -> Bool {
        let isLast = if case .success(.some) = result { false } else { true }
        let (wakesUser, isAsleep, isAbandoned) = state.withLock { state in
            state.made.append(result)
            let wakesUser =
                state.isUserAsleep && (isLast || state.made.count >= ReadAhead.least)
            if wakesUser { state.isUserAsleep = false }
            state.isMakerAsleep =
                !isLast && !state.isAbandoned && state.made.count >= ReadAhead.most
            return (wakesUser, state.isMakerAsleep, state.isAbandoned)
        }
        if wakesUser { self.wakesUser.signal() }
        if isAsleep { wakesMaker.wait() }
        return !isLast && !isAbandoned
    }

    /// The next of what was made; nil where the user is to sleep until there is more.
    func take() -> Result<Element?, Failure>? {
        let (result, wakesMaker) = state.withLock { state in
            var wakesMaker = false
            if state.ready.isEmpty, !state.made.isEmpty {
                swap(&state.ready, &state.made)
                state.ready.reverse()
                wakesMaker = state.isMakerAsleep
                state.isMakerAsleep = false
            }
            state.isUserAsleep = state.ready.isEmpty
            return (state.ready.popLast(), wakesMaker)
        }
        if wakesMaker { self.wakesMaker.signal() }
        return result
    }
}
