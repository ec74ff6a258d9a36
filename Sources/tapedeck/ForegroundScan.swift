import EventLog
import Foundation
import Projections
import Scanning
import TerminalDisplay
import UnixSignals

/// Runs a scan beside its display, which reads the tape like any other viewer.
///
/// The first of `signals` asks the scan to end, the second ends the program.
func show(
    _ scan: Scan, _ reader: LogReader, _ control: ScanControl, _ signals: UnixSignalsSequence,
    every: Int?
) async throws -> ScanState {
    let display = ScanDisplay(every: every)
    return try await withThrowingTaskGroup(of: ScanState?.self) { group in
        group.addTask {
            try await scan.run()
            return nil
        }
        group.addTask { try await display.show(reader) }
        let cancelling = Task { await cancel(control, on: signals) }
        defer { cancelling.cancel() }
        var last = ScanState()
        for try await state in group { last = state ?? last }
        return last
    }
}

/// Ends the scan on the first signal and the program on the second.
private func cancel(_ control: ScanControl, on signals: UnixSignalsSequence) async {
    let console = Console.standardError
    for await _ in signals {
        if control.isCancelled {
            await console.end("Ended at once; `tapedeck resume` goes on with the scan.")
            exit(ProgramExit.cancelled.rawValue)
        }
        console.update { screen, now in
            screen.setNotice(
                "cancelling",
                inFull: "Cancelling once the stocks at work are done; Ctrl-C again ends at once",
                at: now)
        }
        control.cancel()
    }
}
