internal import Backtesting
internal import EventLog
internal import JSONText
internal import MarketData
internal import ScanEvents
internal import StockWork
package import Tapes

/// A scan at work: backtests each stock of a plan and records what comes of it.
///
/// What it records does not depend on the number of workers, but for the order of the stocks
/// and the times.
package struct Scan: Sendable {
    /// What to do; nil where nothing is left but to end the tape.
    private let plan: ScanPlan?
    let recorder: ScanRecorder
    let control: ScanControl
    let settings: ScanSettings
    /// What an earlier run of the scan has recorded; nil for a new scan.
    let resumed: ResumePoint?
    let time: ScanTime
    /// What has changed since the scan was begun, for whoever resumes it; nil for nothing.
    package internal(set) var change: String?
    /// Who carries out the work on the stocks; the workers of this process unless a test says other.
    var exchange: @Sendable (LocalWorkers) -> any WorkExchange = { $0 }

    /// Prepares the scan of `plan`, whose tape `recorder` has been started.
    ///
    /// - Parameters:
    ///   - plan: what to do.
    ///   - recorder: where it is recorded.
    ///   - control: lets its user end it.
    ///   - settings: how to work.
    ///   - clock: measures the elapsed times.
    package init(
        _ plan: ScanPlan, recorder: ScanRecorder, control: ScanControl = ScanControl(),
        settings: ScanSettings = ScanSettings(), clock: some Clock<Duration> = ContinuousClock()
    ) {
        self.init(
            plan, recorder: recorder, resumed: nil, control: control, settings: settings,
            clock: clock)
    }

    init(
        _ plan: ScanPlan?, recorder: ScanRecorder, resumed: ResumePoint?, control: ScanControl,
        settings: ScanSettings, clock: some Clock<Duration>
    ) {
        precondition(settings.workers > 0, "a scan needs a worker")
        precondition(settings.maxFetches > 0, "a scan needs a fetch")
        self.plan = plan
        self.recorder = recorder
        self.control = control
        self.settings = settings
        self.resumed = resumed
        time = ScanTime(clock, startingAt: resumed?.elapsed ?? .zero)
    }

    /// Works through the stocks and ends the tape.
    ///
    /// A stock that fails is recorded and the scan goes on. If the task is cancelled, the tape
    /// ends without a last event, as it would by a crash, and the scan can be resumed. So it does
    /// where a live source answers nobody, after an event that says why. Where the tape cannot be
    /// written, its readers wait for `Scan.retrying`.
    ///
    /// - Parameter staysLive: whether the tape of a scan whose source answers nobody stays open, live
    ///   to its readers, to be resumed by this process.
    /// - Throws: `LogError` or `TapeError` when the tape cannot be written; `ScanInterruption`
    ///   where the source answers nobody; `CancellationError`.
    package func complete(staysLive: Bool = false) async throws {
        do {
            try await recordAll()
        } catch let interruption as ScanInterruption {
            if staysLive { recorder.suspend() } else { await recorder.close() }
            throw interruption
        } catch is CancellationError {
            await recorder.close()
            throw CancellationError()
        } catch let error as LogError {
            guard case .recordTooLarge = error else { throw error }
            // It would be as long the next time.
            try await recorder.append([
                .failed(.init(code: .internal, message: "\(error)", elapsed: time.seconds()))
            ])
        }
        try await recorder.seal()
    }

    private func recordAll() async throws {
        if resumed?.hasEnded == true { return }
        guard let plan, !control.isCancelled else {
            // It was cancelled while it waited for its turn.
            try await recorder.append([.cancelled(.init(elapsed: time.seconds()))])
            return
        }
        if let sweep = plan.sweep { return try await recordSweep(plan, sweep) }
        guard case .bars(let benchmark) = try await benchmark(of: plan) else { return }
        try await recorder.append([firstEvent(of: plan, benchmark)])
        let (tally, outcome) = try await recordStocks(of: plan, against: benchmark?.bars)
        if try await endsEarly(outcome) { return }
        try await recorder.append(
            [ScanEvent.counted(outcome.rules, of: plan.strategy)]
                + ScanEvent.given(outcome.signals, of: plan.tickers)
                + ScanEvent.valued(outcome.portfolio))
        try await recorder.append([
            .completed(
                .init(
                    successful: tally.successful, failed: tally.failed, elapsed: time.seconds()))
        ])
    }

    /// Whether the scan was ended before all stocks were done, which its tape says then.
    ///
    /// - Throws: `ScanInterruption` where the source answers nobody; `LogError`, `CancellationError`.
    func endsEarly(_ outcome: StockCoordinator.Outcome) async throws -> Bool {
        try Task.checkCancellation()
        if let failure = outcome.interruption, !control.isCancelled {
            let message = "the price source answers nobody: \(failure.message)"
            try await recorder.append([
                .interrupted(.init(code: failure.code, message: message, elapsed: time.seconds()))
            ])
            throw ScanInterruption(description: message)
        }
        guard outcome.wasCutShort || outcome.interruption != nil else { return false }
        try await recorder.append([.cancelled(.init(elapsed: time.seconds()))])
        return true
    }

    /// Works on the stocks and records them, both at once; an error of the one ends the other.
    func recordStocks(
        of plan: ScanPlan, against benchmark: Bars?
    ) async throws -> (Tally, StockCoordinator.Outcome) {
        let outbox = EventOutbox(elapsed: time.seconds)
        let workers = LocalWorkers(
            plan.workbench(settings.costLimits, against: benchmark), workers: settings.workers,
            maxFetches: settings.maxFetches, elapsed: time.elapsed)
        let stocks = StockCoordinator(
            plan, resumed: resumed, control: control, outbox: outbox,
            exchange: exchange(workers), settings: settings, time: time)
        return try await withThrowingTaskGroup(of: Part.self) { group in
            group.addTask { .recorded(try await record(outbox)) }
            group.addTask {
                defer { outbox.close() }
                return .worked(await stocks.visitAll())
            }
            var tally = Tally(successful: 0, failed: 0)
            var outcome = StockCoordinator.Outcome(cash: plan.request.cash)
            for try await part in group {
                switch part {
                case .recorded(let whole): tally = whole
                case .worked(let whole): outcome = whole
                }
            }
            return (tally, outcome)
        }
    }

    private func firstEvent(of plan: ScanPlan, _ benchmark: PriceHistory?) -> ScanEvent {
        guard let resumed, resumed.hasStarted else {
            return .started(
                ScanEvent.Started(
                    tickers: plan.tickers, benchmark: benchmark.map { ScanEvent.PriceRecord($0) }))
        }
        return .resumed(
            .init(
                remaining: plan.tickers.count - resumed.doneCount, elapsed: time.seconds()))
    }

    /// Moves events to the tape; while one batch becomes durable, the next one gathers.
    private func record(_ outbox: EventOutbox) async throws -> Tally {
        var tally = Tally(
            successful: resumed?.barsDigests.count ?? 0, failed: resumed?.failed.count ?? 0)
        while let events = await outbox.takeAll() {
            try await recorder.append(events)
            for event in events { tally.count(event) }
        }
        return tally
    }
}

/// A scan has ended for now, as its price source answers nobody; it can be resumed.
package struct ScanInterruption: Error, CustomStringConvertible {
    /// Why, as its tape says.
    package let description: String
}

/// What the two sides of the work return.
private enum Part: Sendable {
    case recorded(Tally)
    case worked(StockCoordinator.Outcome)
}
