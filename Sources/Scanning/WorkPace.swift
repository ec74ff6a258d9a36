internal import MarketData

/// How a scan works on its stocks: how many at once, and how long on each.
struct WorkPace: Sendable {
    let time: ScanTime
    let watch: StockWatch
    /// Whether a live source still answers; nil for one that is no server.
    let source: SourceGate?
    /// How long to leave it alone where it answers nobody.
    let sourcePause: Duration
    /// How many tasks fetch or backtest.
    let workers: Int
    /// Of a live source, fetches and backtests have a limit each; from memory or a disk a worker
    /// does one after the other.
    private let fetches: TaskGate<Int>?
    private let backtests: TaskGate<Int>?

    init(_ settings: ScanSettings, _ time: ScanTime, isLive: Bool) {
        self.time = time
        watch = StockWatch(slowAfter: settings.slowAfter, timeout: settings.stockTimeout)
        source = isLive ? SourceGate(limit: settings.refusalLimit) : nil
        sourcePause = settings.sourcePause
        workers = isLive ? max(settings.workers, settings.maxFetches) : settings.workers
        fetches = isLive ? TaskGate(limit: settings.maxFetches) : nil
        backtests = isLive ? TaskGate(limit: settings.workers) : nil
    }

    /// Fetches when there is room for it; nil when the task is cancelled before.
    func fetching<Value>(_ work: () async -> Value) async -> Value? {
        await Self.run(work, in: fetches)
    }

    /// Backtests when there is room for it; nil when the task is cancelled before.
    func backtesting<Value>(_ work: () async -> Value) async -> Value? {
        await Self.run(work, in: backtests)
    }

    private static func run<Value>(
        _ work: () async -> Value, in gate: TaskGate<Int>?
    ) async -> Value? {
        guard let gate else { return await work() }
        guard await gate.enter(0) else { return nil }
        defer { gate.leave(0) }
        return await work()
    }
}
