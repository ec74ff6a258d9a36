import Backtesting
import PriceSources
import ScanEvents
import Tapes

@testable import Scanning

extension ScanPlan {
    /// A plan with a strategy that comes with the program.
    init(
        _ request: ScanRequest, sources: PriceCatalog, isResumed: Bool = false
    ) throws(ScanRefusal) {
        try self.init(request, strategies: .builtIn, sources: sources, isResumed: isResumed)
    }

    /// A sweep's plan with a strategy that comes with the program.
    init(sweep request: SweepRequest, sources: PriceCatalog) throws(ScanRefusal) {
        try self.init(sweep: request, strategies: .builtIn, sources: sources)
    }
}

extension Scan {
    /// Goes on with a scan with a strategy that comes with the program.
    static func resuming(
        _ job: JobID, in store: TapeStore, sources: PriceCatalog,
        control: ScanControl = ScanControl(), settings: ScanSettings = ScanSettings(),
        clock: some Clock<Duration> = ContinuousClock()
    ) async throws -> Scan {
        try await resuming(
            job, in: store, strategies: .builtIn, sources: sources, control: control,
            settings: settings, clock: clock)
    }
}
