package import PriceSources
package import ScanEvents
package import Tapes
package import Scanning
package import StrategyFiles

/// Begins scans, goes on with them and works on them, one call a step: what a queue of scans and a
/// command in the foreground have in common.
package struct ScanRunner: Sendable {
    /// What came of the work on a scan.
    package enum Ending: Sendable {
        /// Its tape is sealed.
        case sealed
        /// It has ended for now, as its price source answers nobody.
        case interrupted(ScanInterruption)
        /// It was cut off, as its task was cancelled.
        case cutOff
        /// A fault of the disk has stopped it, or of the program.
        case stopped(any Error)
    }

    /// The tapes.
    package let store: TapeStore
    private let strategies: StrategyFolder
    private let sources: PriceCatalog
    private let settings: ScanSettings

    /// Makes a runner of scans whose tapes are in `store`.
    package init(
        store: TapeStore, strategies: StrategyFolder, sources: PriceCatalog,
        settings: ScanSettings
    ) {
        self.store = store
        self.strategies = strategies
        self.sources = sources
        self.settings = settings
    }

    /// Begins a scan; its request is durable on return.
    ///
    /// - Parameters:
    ///   - plan: what to scan.
    ///   - idempotency: the client's name for its request; nil for none.
    ///   - control: lets its user end it.
    /// - Returns: the scan, to be run.
    /// - Throws: `TapeError` where its tape cannot be begun.
    package func begin(
        _ plan: ScanPlan, idempotency: ScanEvent.Idempotency? = nil,
        control: ScanControl = ScanControl()
    ) async throws -> PreparedScan {
        let recorder = try await plan.record(in: store, idempotency: idempotency)
        return PreparedScan(
            job: recorder.job,
            scan: Scan(plan, recorder: recorder, control: control, settings: settings),
            control: control)
    }

    /// Prepares to go on with a scan that was cut off or has ended for now; once.
    ///
    /// - Parameters:
    ///   - job: the scan.
    ///   - control: lets its user end it.
    /// - Returns: the scan, to be run.
    /// - Throws: `ScanRefusal` where it cannot be gone on with, `TapeError` where its tape
    ///   cannot be read or written.
    package func resume(_ job: JobID, control: ScanControl) async throws -> PreparedScan {
        PreparedScan(
            job: job,
            scan: try await Scan.resuming(
                job, in: store, strategies: strategies, sources: sources, control: control,
                settings: settings),
            control: control)
    }

    /// Prepares to go on with a scan that a fault has stopped; nil where its tape is sealed already.
    ///
    /// Throws as `resume`; it may be tried again.
    func retry(_ job: JobID, control: ScanControl) async throws -> PreparedScan? {
        let scan = try await Scan.retrying(
            job, in: store, strategies: strategies, sources: sources, control: control,
            settings: settings)
        return scan.map { PreparedScan(job: job, scan: $0, control: control) }
    }

    /// Works on a scan until there is nothing left to do for now.
    ///
    /// - Parameters:
    ///   - prepared: the scan.
    ///   - staysLive: whether the tape of one that has ended for now stays open, live to its
    ///     readers, to be resumed by this process.
    /// - Returns: what came of it.
    package func bringToEnd(_ prepared: PreparedScan, staysLive: Bool = false) async -> Ending {
        do {
            try await prepared.scan.complete(staysLive: staysLive)
            return .sealed
        } catch let interruption as ScanInterruption {
            return .interrupted(interruption)
        } catch is CancellationError {
            return .cutOff
        } catch {
            return .stopped(error)
        }
    }
}
