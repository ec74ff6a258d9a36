import ArgumentParser
import Backtesting
import Jobs
import Projections
import Tapes
import Scanning
import StrategyFiles
import UnixSignals

/// `tapedeck resume`: goes on with scans that were cut off.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with the scans that a crash or a shutdown cut off, one after the other.",
        discussion: "`tapedeck serve` does the same by itself when it starts. " + ProgramExit.help)

    @OptionGroup var tapes: StoreOptions
    @OptionGroup var strategies: StrategyOptions
    @OptionGroup var pace: PaceOptions

    @OptionGroup var display: DisplayOptions
    @OptionGroup var verdict: VerdictOptions

    func run() async throws {
        let environment = try await Settings()
        let (tapes, settings) = (try tapes.resolve(environment), try pace.resolve(environment))
        do {
            let store = try await openStore(tapes)
            if store.interrupted.isEmpty { try printResult(["No scan was cut off."]) }
            let folder = StrategyFolder(
                path: try strategies.path(environment, beside: tapes.variableDirectory))
            let runner = ScanRunner(
                store: store, strategies: folder, sources: priceSources(tapes), settings: settings)
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            let control = ScanControl()
            var exits: [ProgramExit] = []
            try await withCancellation(control, on: signals) {
                for job in store.interrupted where !control.isCancelled {
                    exits.append(try await resume(job, runner, control))
                }
            }
            // The one that says most, where several scans differ.
            let gravest = [ProgramExit.cancelled, .failed, .interrupted, .stocksFailed]
            try (gravest.first(where: exits.contains) ?? .done).throwUnlessDone()
        } catch let error as TapeError {
            throw Failure(error)
        }
    }

    /// Goes on with one scan and prints what came of it.
    private func resume(
        _ job: JobID, _ runner: ScanRunner, _ control: ScanControl
    ) async throws -> ProgramExit {
        let scan: PreparedScan
        do {
            scan = try await runner.resume(job, control: control)
            if let change = scan.change { warn(change) }
        } catch let refusal as ScanRefusal {
            warn("scan \(job) cannot be resumed: \(refusal)")
            return .failed
        }
        let state = try await show(scan, of: runner, every: display.every)
        try printSummary(of: state, tape: runner.store.archive.path(of: job))
        return verdict.exit(of: state)
    }
}
