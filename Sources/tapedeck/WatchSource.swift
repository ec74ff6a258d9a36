import Projections
import ScanClient
import Tapes

/// Where the records of a scan come from that runs elsewhere.
enum WatchSource: Sendable {
    /// A tape that another process writes, or wrote.
    case tape(String)
    /// A scan on a service.
    case service(ScanAddress, ClientToken?)

    /// Hands the records to `view` until the scan has ended.
    ///
    /// - Throws: `LogError`, `JSONError` or `TapeNotFollowed` where the records cannot be read;
    ///   `ScanClientError` where the service refuses; `CancellationError`.
    func follow(_ view: ScanDisplay.View, giveUpAfter: Duration) async throws -> WatchEnd {
        switch self {
        case .tape(let path):
            try await follow(TapeFile(path), view, giveUpAfter)
        case .service(let address, let token):
            try await follow(RemoteScan(address, token: token), view, giveUpAfter)
        }
    }

    private func follow(
        _ source: some TapeSource, _ view: ScanDisplay.View, _ giveUpAfter: Duration
    ) async throws -> WatchEnd {
        var follower = TapeFollower(source, giveUpAfter: giveUpAfter)
        do {
            while !view.isFinished, let update = try await follower.next() {
                switch update {
                case .record(let record, let bytes): await view.take(record, in: bytes)
                case .reset: view.reset()
                case .back: view.setNotice(nil)
                case .away(let reason, let pause): noteAbsence(reason, nextTry: pause, view)
                }
            }
            return .finished
        } catch TapeNotFollowed.gaveUp(let reason) {
            return .gaveUp(reason + advice)
        }
    }

    private func noteAbsence(_ reason: String, nextTry pause: Duration, _ view: ScanDisplay.View) {
        switch self {
        case .tape:
            // Then the last line has told it.
            guard !view.isInterrupted else { return }
            view.setNotice(
                "nobody at work",
                inFull: "No process works on the scan; waiting for one that goes on with it")
        case .service:
            view.setNotice(
                "connection lost",
                inFull: "Connection lost: \(reason); trying again, next in "
                    + ScanState.duration(pause / .seconds(1)))
        }
    }

    private var advice: String {
        switch self {
        case .tape: "; `tapedeck resume` goes on with it"
        case .service: ""
        }
    }
}

/// How watching ended.
enum WatchEnd: Sendable, Equatable {
    /// With the scan.
    case finished
    /// There was no news for too long.
    case gaveUp(String)
    /// By the user.
    case stopped
}
