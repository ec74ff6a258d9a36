package import Backtesting
internal import EventLog
package import PriceSources
internal import ScanEvents
internal import Storage
internal import Sweeps
package import Tapes

extension Scan {
    /// Prepares to go on with a scan that was cut off: one of `store.interrupted`, once.
    ///
    /// The stocks are those that were recorded, whatever has become of the universe since. Where
    /// the request will not do any more, the tape ends with `scan_failed`; where the files that
    /// it names cannot be read, it stays as it is, for `retrying` or the next start.
    ///
    /// - Parameters:
    ///   - job: the scan.
    ///   - store: has its tape.
    ///   - strategies: those that its request can name.
    ///   - sources: where its prices come from.
    ///   - control: lets its user end it.
    ///   - settings: how to work.
    ///   - clock: measures the elapsed times.
    /// - Returns: the scan, to be run.
    /// - Throws: `ScanRefusal` where it cannot be gone on with, `TapeError` where its tape
    ///   cannot be read or written.
    package static func resuming(
        _ job: JobID, in store: TapeStore, strategies: some StrategyProvider,
        sources: PriceCatalog, control: ScanControl = ScanControl(),
        settings: ScanSettings = ScanSettings(), clock: some Clock<Duration> = ContinuousClock()
    ) async throws -> Scan {
        try await prepared(
            try store.resume(job), strategies: strategies, sources: sources, control: control,
            settings: settings, clock: clock)
    }

    /// Prepares to go on with a scan of this process, or with one that could not be resumed: its
    /// tape could not be written, or the files that it names could not be read.
    ///
    /// - Parameters:
    ///   - job: the scan.
    ///   - store: has its tape.
    ///   - strategies: those that its request can name.
    ///   - sources: where its prices come from.
    ///   - control: lets its user end it.
    ///   - settings: how to work.
    ///   - clock: measures the elapsed times.
    /// - Returns: the scan, to be run; nil where its tape is sealed already.
    /// - Throws: as `resuming`; it may be tried again.
    package static func retrying(
        _ job: JobID, in store: TapeStore, strategies: some StrategyProvider,
        sources: PriceCatalog, control: ScanControl, settings: ScanSettings,
        clock: some Clock<Duration> = ContinuousClock()
    ) async throws -> Scan? {
        guard let recorder = try await store.reopen(job) else { return nil }
        return try await prepared(
            recorder, strategies: strategies, sources: sources, control: control,
            settings: settings, clock: clock)
    }

    private static func prepared(
        _ recorder: ScanRecorder, strategies: some StrategyProvider, sources: PriceCatalog,
        control: ScanControl, settings: ScanSettings, clock: some Clock<Duration>
    ) async throws -> Scan {
        let reader = recorder.reader
        let prepared = await BlockingExecutor.run {
            Result<(ScanPlan?, ResumePoint, change: String?), any Error> {
                let point = try ResumePoint(reader)
                // To end a tape needs no prices, which may be what is missing.
                guard !point.hasEnded, !control.isCancelled else { return (nil, point, nil) }
                let plan = try ScanPlan(
                    resuming: point, strategies: strategies, sources: sources)
                return (
                    plan, point,
                    point.strategy?.change(
                        named: point.request?.strategy ?? "", since: strategies)
                )
            }
        }
        do {
            let (plan, point, change) = try prepared.get()
            var scan = Scan(
                plan, recorder: recorder, resumed: point, control: control, settings: settings,
                clock: clock)
            scan.change = change
            return scan
        } catch let refusal as ScanRefusal where refusal.isFinal {
            try await recorder.end(because: refusal)
            throw refusal
        }
    }
}

extension ScanPlan {
    /// The plan of a scan that was begun.
    fileprivate init(
        resuming point: ResumePoint, strategies: some StrategyProvider, sources: PriceCatalog
    ) throws(ScanRefusal) {
        let request = point.request ?? ScanRequest(strategy: "")
        let strategies: any StrategyProvider =
            try point.strategy?.library(named: request.strategy, others: strategies) ?? strategies
        let plan: ScanPlan
        if let terms = point.terms {
            plan = try ScanPlan(
                resuming: request, terms, sets: point.recordedSets, strategies: strategies,
                sources: sources)
        } else {
            plan = try ScanPlan(
                request, strategies: strategies, sources: sources, isResumed: true)
        }
        self = point.tickers.map { ScanPlan(plan, tickers: $0) } ?? plan
    }
}

extension ScanRefusal {
    /// Whether the request itself is at fault, and not files that may come back.
    fileprivate var isFinal: Bool {
        switch self {
        case .unknownStrategy: true
        case .invalid(let request):
            !request.problems.contains { ["/source", "/universe"].contains($0.pointer) }
        case .noPrices: false
        }
    }
}

extension ScanRecorder {
    /// Ends the tape of a scan that cannot be gone on with.
    fileprivate func end(because refusal: ScanRefusal) async throws {
        let elapsed = try ResumePoint(reader).elapsed / .seconds(1)
        try await append([
            .failed(
                .init(
                    code: .internal, message: "the scan cannot be resumed: \(refusal)",
                    elapsed: elapsed))
        ])
        try await seal()
    }
}
