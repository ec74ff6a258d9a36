internal import ScanHistory
internal import Scanning
internal import Synchronization

/// How many scans there may be at once.
package struct ScanLimits: Sendable {
    /// The most scans that are worked on at once.
    package var maxRunning = 2
    /// The most scans that wait.
    package var maxWaiting = 64

    /// Makes the defaults.
    package init() {}
}

/// A scan that waits for its turn, or has it.
struct QueuedScan: Sendable {
    let job: JobID
    let scan: Scan
    /// Ends it before its time.
    let control: ScanControl
    /// How many of its stocks an earlier process has done.
    var doneBefore = DoneStocks()
    /// How long to wait should a fault stop it.
    var pauses = RetryPauses()
    /// Its client's place among those that wait or work; nil for one of an earlier process.
    var place: Shares.Place?
}

/// How many stocks of a scan are done.
struct DoneStocks: Sendable {
    var successful = 0
    var failed = 0
}

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
    /// Who has asked for scans that wait or work: one client may have as many as the limits say,
    /// and a few more are left for others then.
    private let places: Shares
    private let whenRefused: @Sendable () -> Void

    /// Makes an empty queue; `whenRefused` is called for each scan that is not taken on.
    init(limits: ScanLimits, whenRefused: @escaping @Sendable () -> Void = {}) {
        self.limits = limits
        self.whenRefused = whenRefused
        let most = limits.maxRunning + limits.maxWaiting
        places = Shares(most + (most + 7) / 8)
    }

    /// How many scans are worked on, how many of these are stopped by a fault, and how many wait.
    var counts: (running: Int, stopped: Int, waiting: Int) {
        state.withLock {
            ($0.running.count + $0.stopped.count, $0.stopped.count, $0.waiting.count)
        }
    }

    /// Takes a place for a scan that is about to be added.
    ///
    /// - Returns: what goes with the scan, so that its client has no more than its share.
    /// - Throws: `QueueFull`.
    @discardableResult
    func reserve(for client: ClientAddress = .none) throws(QueueFull) -> Shares.Place? {
        // The service's own scans are nobody's share.
        let isOwn = client == .none
        let place = isOwn ? nil : places.take(for: client)
        let mostWaiting = isOwn ? limits.maxWaiting : places.total - limits.maxRunning
        let isFull =
            !isOwn && place == nil
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
        return place
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

/// So many scans wait already that no more are taken on.
package struct QueueFull: Error, CustomStringConvertible {
    let limits: ScanLimits

    package var description: String {
        "\(limits.maxRunning) scans are at work and \(limits.maxWaiting) are waiting; "
            + "try again when some are done"
    }
}
