internal import Tapes
internal import Scanning
internal import Synchronization

/// Whose turn it is: a few scans at work, a bounded number waiting in order.
final class ScanQueue: Sendable {
    /// What a scan was doing when it was cancelled.
    enum Cancellation {
        /// It is not in the queue.
        case unknown
        /// It was being worked on or prepared, or is ending already.
        case underway
        /// It was waiting, and is no more.
        case waiting(QueuedScan)
    }

    private struct State {
        var running: [JobID: QueuedScan] = [:]
        var waiting: [QueuedScan] = []
        /// The places taken by scans that are about to be added.
        var reserved = 0
        /// Those that were accepted earlier and are being prepared, which have a place.
        var expected: [JobID: ScanControl] = [:]
        /// Those that were cancelled before their turn, until their tapes say so.
        var ending: Set<JobID> = []
        /// Those of the expected that a fault has stopped, until it passes.
        var stopped: Set<JobID> = []
    }

    private let limits: ScanLimits
    private let state = Mutex(State())
    private let whenRefused: @Sendable () -> Void

    /// Makes an empty queue; `whenRefused` is called for each scan that is not taken on.
    init(limits: ScanLimits, whenRefused: @escaping @Sendable () -> Void = {}) {
        self.limits = limits
        self.whenRefused = whenRefused
    }

    /// How many scans are worked on, how many of these are stopped by a fault, and how many wait.
    var counts: (running: Int, stopped: Int, waiting: Int) {
        state.withLock {
            ($0.running.count + $0.stopped.count, $0.stopped.count, $0.waiting.count)
        }
    }

    /// Takes a place for a scan that is about to be added.
    ///
    /// - Parameter client: who asks for it; nil for the operator, who shares with nobody.
    /// - Returns: what goes with the scan, so that its client has no more than its share.
    /// - Throws: `QueueFull`.
    @discardableResult
    func reserve(for client: QueueClient? = nil) throws(QueueFull) -> QueueClient.Permit? {
        let permit = client?.takePermit()
        let mostWaiting =
            client == nil ? limits.maxWaiting : limits.sharedPlaces - limits.maxRunning
        let isFull =
            client != nil && permit == nil
            || state.withLock { state in
                let taken = state.reserved + state.waiting.count
                let free = mostWaiting + max(0, limits.maxRunning - state.running.count)
                guard taken < free else { return true }
                state.reserved += 1
                return false
            }
        if isFull {
            whenRefused()
            throw QueueFull(limits: limits)
        }
        return permit
    }

    /// Takes a place, though there may be none left, for a scan that was accepted earlier and
    /// can be cancelled from now on.
    func expect(_ job: JobID, _ control: ScanControl) {
        state.withLock { state in
            state.reserved += 1
            state.expected[job] = control
        }
    }

    /// Notes that a fault keeps an expected scan from going on.
    func stop(_ job: JobID) {
        state.withLock { _ = $0.stopped.insert(job) }
    }

    /// Gives back the place of an expected scan that will not come.
    func drop(_ job: JobID) {
        state.withLock { state in
            state.reserved -= 1
            state.expected[job] = nil
            state.stopped.remove(job)
        }
    }

    /// Gives back a place that no scan was added for.
    func giveBack() {
        state.withLock { $0.reserved -= 1 }
    }

    /// Adds a scan in the place that was taken for it.
    ///
    /// - Returns: whether it is its turn at once; one that was cancelled takes nobody's turn, as
    ///   all that it does is to say so on its tape.
    func add(_ scan: QueuedScan) -> Bool {
        state.withLock { state in
            state.reserved -= 1
            state.expected[scan.job] = nil
            state.stopped.remove(scan.job)
            if scan.control.isCancelled {
                state.ending.insert(scan.job)
                return true
            }
            guard state.running.count < limits.maxRunning else {
                state.waiting.append(scan)
                return false
            }
            state.running[scan.job] = scan
            return true
        }
    }

    /// Notes that a scan has ended.
    ///
    /// - Returns: the scan whose turn it is now.
    func finish(_ job: JobID) -> QueuedScan? {
        state.withLock { state in
            // One that was cancelled while it waited had no turn.
            state.ending.remove(job)
            guard state.running.removeValue(forKey: job) != nil, !state.waiting.isEmpty else {
                return nil
            }
            let next = state.waiting.removeFirst()
            state.running[next.job] = next
            return next
        }
    }

    /// Ends a scan before its time.
    func cancel(_ job: JobID) -> Cancellation {
        state.withLock { state in
            if let control = state.running[job]?.control ?? state.expected[job] {
                control.cancel()
                return .underway
            }
            if state.ending.contains(job) { return .underway }
            guard let index = state.waiting.firstIndex(where: { $0.job == job }) else {
                return .unknown
            }
            let scan = state.waiting.remove(at: index)
            scan.control.cancel()
            state.ending.insert(job)
            return .waiting(scan)
        }
    }

    /// Whether a scan waits for its turn.
    func isWaiting(_ job: JobID) -> Bool {
        state.withLock { state in state.waiting.contains { $0.job == job } }
    }
}
