import EventLog
import Foundation
import Jobs
import PriceSources
import Projections
import ScanEvents
import Scanning
import StrategyFiles
import Tapes
import TerminalDisplay
import UnixSignals

/// Runs a scan in the foreground, its progress on standard error, until it has ended.
///
/// - Parameters:
///   - request: what is asked for.
///   - tapes: where it is recorded.
///   - strategies: where the user's are.
///   - pace: how to work.
///   - display: how progress is told.
/// - Returns: how it ended, and the path of its tape.
/// - Throws: what ends the program.
func foregroundScan(
    of request: ScanRequest, _ tapes: StoreOptions, _ strategies: StrategyOptions,
    _ pace: PaceOptions, _ display: DisplayOptions
) async throws -> (state: ScanState, tape: String) {
    try await foregroundScan(tapes, strategies, pace, display) {
        strategies, sources throws(ScanRefusal) in
        try ScanPlan(request, strategies: strategies, sources: sources)
    }
}

/// Runs what `plan` makes of strategies and sources, a scan or a sweep, as the other does.
func foregroundScan(
    _ tapes: StoreOptions, _ strategies: StrategyOptions, _ pace: PaceOptions,
    _ display: DisplayOptions,
    _ plan: (_ strategies: StrategyFolder, _ sources: PriceCatalog) throws(ScanRefusal) -> ScanPlan
) async throws -> (state: ScanState, tape: String) {
    let environment = try await Settings()
    let (tapes, settings) = (try tapes.resolve(environment), try pace.resolve(environment))
    do {
        let strategies = StrategyFolder(
            path: try strategies.path(environment, beside: tapes.variableDirectory))
        let sources = priceSources(tapes)
        let plan = try plan(strategies, sources)
        let store = try await openStore(tapes)
        if !store.interrupted.isEmpty {
            warn("\(store.interrupted.count) scans were cut off; see `tapedeck resume`")
        }
        // Before there is a tape that a signal could leave open-ended.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let control = ScanControl()
        let runner = ScanRunner(
            store: store, strategies: strategies, sources: sources, settings: settings)
        let scan = try await runner.begin(plan, control: control)
        let state = try await withCancellation(control, on: signals) {
            try await show(scan, of: runner, every: display.every)
        }
        return (state, store.archive.path(of: scan.job))
    } catch let refusal as ScanRefusal {
        throw refusal.ending
    } catch let error as TapeError {
        throw Failure(error)
    }
}

/// Runs a scan beside its display, which reads the tape like any other viewer.
func show(
    _ scan: PreparedScan, of runner: ScanRunner, every: Int?
) async throws -> ScanState {
    let display = ScanDisplay(every: every)
    let reader = try await runner.store.reader(of: scan.job)
    return try await withThrowingTaskGroup(of: ScanState?.self) { group in
        group.addTask {
            // Of an end for now the tape tells, and so does the display.
            if case .stopped(let error) = await runner.bringToEnd(scan) { throw error }
            return nil
        }
        group.addTask { try await display.show(reader) }
        var last = ScanState()
        for try await state in group { last = state ?? last }
        return last
    }
}

/// Runs `body`, whose scans `control` ends on the first of `signals`; the second ends the program.
func withCancellation<Value>(
    _ control: ScanControl, on signals: UnixSignalsSequence, _ body: () async throws -> Value
) async rethrows -> Value {
    let farewell = "Ended at once; `tapedeck resume` does what is left to do."
    let atFirst: @Sendable () -> Void = {
        Console.standardError.update { screen, now in
            screen.setNotice(
                "cancelling",
                inFull: "Cancelling once the stocks at work are done; Ctrl-C again ends at once",
                at: now)
        }
        control.cancel()
    }
    return try await listening(to: signals, atFirst, farewell: farewell, body)
}

/// Runs `body`; the first of `signals` calls `atFirst`, the second ends the program.
///
/// Once for all that a command does: the signals can be listened to by one alone, and only once.
func listening<Value>(
    to signals: UnixSignalsSequence, _ atFirst: @escaping @Sendable () -> Void,
    farewell: String?, _ body: () async throws -> Value
) async rethrows -> Value {
    let listening = Task {
        var isFirst = true
        for await _ in signals {
            if !isFirst { await endAtOnce(farewell) }
            isFirst = false
            atFirst()
        }
    }
    defer { listening.cancel() }
    return try await body()
}

/// Ends the program, with a last line below the bar if the console takes it.
private func endAtOnce(_ lastLine: String?) async -> Never {
    Task {
        // A console that nobody reads must not hold the program.
        try? await Task.sleep(for: .milliseconds(200))
        exit(ProgramExit.cancelled.rawValue)
    }
    await Console.standardError.end(lastLine)
    exit(ProgramExit.cancelled.rawValue)
}
