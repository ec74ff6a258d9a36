import EventLog
import Foundation
import Projections
import Scanning
import TerminalDisplay
import UnixSignals

/// Runs a scan beside its display, which reads the tape like any other viewer.
func show(_ scan: Scan, _ reader: LogReader, every: Int?) async throws -> ScanState {
    let display = ScanDisplay(every: every)
    return try await withThrowingTaskGroup(of: ScanState?.self) { group in
        group.addTask {
            try await scan.run()
            return nil
        }
        group.addTask { try await display.show(reader) }
        var last = ScanState()
        for try await state in group { last = state ?? last }
        return last
    }
}

/// Runs `body`, whose scans `control` ends on the first of `signals`; the second ends the program.
///
/// Once for all scans of a command: who stops listening to the signals cannot begin again.
func withCancellation<Value>(
    _ control: ScanControl, on signals: UnixSignalsSequence, _ body: () async throws -> Value
) async rethrows -> Value {
    let cancelling = Task { await cancel(control, on: signals) }
    defer { cancelling.cancel() }
    return try await body()
}

/// Ends the scan on the first signal and the program on the second.
private func cancel(_ control: ScanControl, on signals: UnixSignalsSequence) async {
    for await _ in signals {
        if control.isCancelled {
            await endAtOnce("Ended at once; `tapedeck resume` does what is left to do.")
        }
        Console.standardError.update { screen, now in
            screen.setNotice(
                "cancelling",
                inFull: "Cancelling once the stocks at work are done; Ctrl-C again ends at once",
                at: now)
        }
        control.cancel()
    }
}

/// Ends the program, with a last line below the bar if the console takes it.
func endAtOnce(_ lastLine: String? = nil) async -> Never {
    Task {
        // A console that nobody reads must not hold the program.
        try? await Task.sleep(for: .milliseconds(200))
        exit(ProgramExit.cancelled.rawValue)
    }
    await Console.standardError.end(lastLine)
    exit(ProgramExit.cancelled.rawValue)
}
