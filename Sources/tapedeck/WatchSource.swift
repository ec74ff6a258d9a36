import EventLog
import Projections
import ScanClient
import Tapes
import Storage

/// Where the records of a scan come from that runs elsewhere.
enum WatchSource: Sendable {
    /// A tape that another process writes, or wrote.
    case tape(String, giveUpAfter: Duration)
    /// A scan on a service.
    case feed(ScanFeed)

    /// Hands the records to `view` until the scan has ended.
    ///
    /// - Throws: `LogError`, `JSONError` or `RecordsMissing` where the records cannot be read;
    ///   `ScanFeedError` where the service refuses; `CancellationError`.
    func follow(_ view: ScanDisplay.View) async throws -> WatchEnd {
        switch self {
        case .tape(let path, let giveUpAfter):
            try await Self.follow(tapeAt: path, view, giveUpAfter: giveUpAfter)
        case .feed(let feed):
            try await Self.follow(feed, view)
        }
    }

    private static func follow(
        tapeAt path: String, _ view: ScanDisplay.View, giveUpAfter: Duration
    ) async throws -> WatchEnd {
        let tape = try await BlockingExecutor.run {
            Result { try LogFileWatch(path) }
        }.get()
        let clock = ContinuousClock()
        var heardAt = clock.now
        var nextCheck = heardAt + .seconds(1)
        while !view.isFinished {
            let blocks = try await tape.newBlocks()
            for block in blocks { try await view.take(block) }
            if !blocks.isEmpty {
                view.setNotice(nil)
                heardAt = clock.now
                nextCheck = heardAt + .seconds(1)
                continue
            }
            if await tape.isSealed { return .finished }
            if clock.now >= nextCheck {
                nextCheck = clock.now + .seconds(1)
                if await hasWriter(ofTapeAt: path) {
                    view.setNotice(nil)
                    heardAt = clock.now
                } else if heardAt.duration(to: clock.now) >= giveUpAfter {
                    return .gaveUp("no process works on it; `tapedeck resume` goes on with it")
                } else if !view.isInterrupted {
                    view.setNotice(
                        "nobody at work",
                        inFull: "No process works on the scan; waiting for one that goes on with it"
                    )
                }
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return .finished
    }

    /// Whether a process may go on with a tape; where the system does not tell, one may.
    private static func hasWriter(ofTapeAt path: String) async -> Bool {
        await BlockingExecutor.run { ScanArchive.hasWriter(ofTapeAt: path) } ?? true
    }

    private static func follow(
        _ feed: ScanFeed, _ view: ScanDisplay.View
    ) async throws -> WatchEnd {
        let end = try await feed.follow { update in
            switch update {
            case .record(let line):
                try await view.take(line)
            case .reset:
                view.reset()
            case .lost(let reason, let pause):
                view.setNotice(
                    "connection lost",
                    inFull: "Connection lost: \(reason); trying again, next in "
                        + ScanState.duration(pause / .seconds(1)))
            case .connected:
                view.setNotice(nil)
            }
            return !view.isFinished
        }
        switch end {
        case .enough, .finished: return .finished
        case .gaveUp(let reason): return .gaveUp(reason)
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
