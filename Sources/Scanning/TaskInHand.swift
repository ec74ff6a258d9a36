internal import MarketData
internal import StockWork
internal import Synchronization

/// A task that is carried out, as the coordinator sees it: since when, whether it takes too long,
/// and whether its scan is to end.
final class TaskInHand: TaskObserver {
    private struct State {
        /// When the work on it began.
        var start: Duration
        var watched: Int?
        var handler: Int?
        var hasAnswer = false
    }

    private let ticker: String
    private let reportsSlow: Bool
    private let watch: StockWatch
    private let control: ScanControl
    private let time: ScanTime
    private let whenAnswered: @Sendable () -> Void
    private let state: Mutex<State>

    /// Takes a task in hand.
    ///
    /// - Parameters:
    ///   - ticker: its stock.
    ///   - reportsSlow: whether to tell when it is slow.
    ///   - watch: watches over its time.
    ///   - control: ends it before its time.
    ///   - time: the time since the scan started.
    ///   - whenAnswered: called once, as soon as its source has given prices.
    init(
        _ ticker: String, reportsSlow: Bool, watch: StockWatch, control: ScanControl,
        time: ScanTime, whenAnswered: @escaping @Sendable () -> Void
    ) {
        self.ticker = ticker
        self.reportsSlow = reportsSlow
        self.watch = watch
        self.control = control
        self.time = time
        self.whenAnswered = whenAnswered
        state = Mutex(State(start: time.elapsed()))
    }

    /// When the work on it began, in seconds since the scan did.
    var start: Double { state.withLock(\.start) / .seconds(1) }

    func willFetch(_ fetch: StockFetch) {
        let start = time.elapsed()
        let watched = watch.begin(
            ticker, at: start, turns: fetch.turns, reportsSlow: reportsSlow
        ) { [ticker] in
            fetch.giveUp(.timeout(ticker))
        }
        let handler = control.whenCancelled { fetch.giveUp(nil) }
        state.withLock { state in
            state.start = start
            (state.watched, state.handler) = (watched, handler)
        }
    }

    func didFetch(_ answer: StockOutcome.SourceAnswer?) {
        let (watched, handler) = state.withLock { state in
            defer { (state.watched, state.handler) = (nil, nil) }
            return (state.watched, state.handler)
        }
        if let watched { watch.end(watched) }
        if let handler { control.forget(handler) }
        if answer == .gave { noteAnswer() }
    }

    /// Notes that the source has given prices, unless that is known.
    func noteAnswer() {
        let isNew = state.withLock { state in
            defer { state.hasAnswer = true }
            return !state.hasAnswer
        }
        if isNew { whenAnswered() }
    }
}
