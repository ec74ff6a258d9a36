internal import MarketData
internal import Synchronization

/// The stocks that are being worked on, and which of them take too long: it decides, its user
/// acts.
///
/// Times are those since the scan started. A stock is slow by all the time that it takes; its time
/// is up by that in which it did not wait for its turn at the source.
final class StockWatch: Sendable {
    /// What is to be done about the stocks at a moment.
    struct Due {
        /// Stocks to report as slow, with how long each takes so far.
        var slow: [(ticker: String, time: Duration)] = []
        /// What ends the waiting for each stock whose time is up.
        var expired: [@Sendable () -> Void] = []
        /// When to look again, at the latest.
        var next: Duration
    }

    private struct Entry {
        let ticker: String
        let start: Duration
        let turns: WaitMeter
        let expire: @Sendable () -> Void
        /// Whether there is no report to come that it is slow.
        var isReported: Bool
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var nextID = 0
    }

    private let state = Mutex(State())
    private let slowAfter: Duration
    private let timeout: Duration

    /// Makes a watch that reports a stock after `slowAfter` and gives it up after `timeout`.
    init(slowAfter: Duration, timeout: Duration) {
        self.slowAfter = slowAfter
        self.timeout = timeout
    }

    /// Watches a stock from `start` on; `expire` is called once at most, when its time is up.
    ///
    /// - Parameters:
    ///   - ticker: the stock.
    ///   - start: the time at which the work on it began.
    ///   - turns: what measures how long it waits for its turn.
    ///   - reportsSlow: whether to tell when it is slow.
    ///   - expire: ends the waiting for it.
    /// - Returns: the name under which to `end` it.
    func begin(
        _ ticker: String, at start: Duration, turns: WaitMeter, reportsSlow: Bool = true,
        expire: @escaping @Sendable () -> Void
    ) -> Int {
        state.withLock { state in
            let id = state.nextID
            state.nextID += 1
            state.entries[id] = Entry(
                ticker: ticker, start: start, turns: turns, expire: expire,
                isReported: !reportsSlow)
            return id
        }
    }

    /// Watches a stock no more.
    func end(_ id: Int) {
        state.withLock { $0.entries[id] = nil }
    }

    /// What is due at `now`; each stock is told once as slow and once as expired.
    func due(at now: Duration) -> Due {
        state.withLock { state in
            // A stock that begins after now is due no sooner than this.
            var due = Due(next: now + min(slowAfter, timeout))
            for (id, entry) in state.entries {
                let time = now - entry.start
                let expiry = entry.start + timeout + entry.turns.waited()
                if now >= expiry {
                    due.expired.append(entry.expire)
                    state.entries[id] = nil
                    continue
                }
                if time >= slowAfter, !entry.isReported {
                    due.slow.append((entry.ticker, time))
                    state.entries[id]?.isReported = true
                }
                let isReported = state.entries[id]?.isReported ?? true
                due.next = min(due.next, expiry, isReported ? expiry : entry.start + slowAfter)
            }
            due.slow.sort { $0.ticker < $1.ticker }
            return due
        }
    }
}
