import AnalyticsExport
import Foundation

/// How far an export is, on standard error: a line that changes on a terminal, else one now and then.
struct ExportDisplay {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var isShown = false

    /// Shows progress, if some time has passed since it was shown last.
    mutating func show(_ progress: ExportProgress) {
        let now = ContinuousClock.now
        guard now - last > (isTerminal ? .milliseconds(200) : .seconds(10)) else { return }
        last = now
        let line =
            "Exporting: \(progress.tapesDone) of \(progress.tapes) scans, "
            + "\(progress.records) records"
        guard isTerminal else { return warn(line) }
        isShown = true
        write("\r\u{1b}[K" + line)
    }

    /// Takes the line away.
    mutating func clear() {
        guard isShown else { return }
        isShown = false
        write("\r\u{1b}[K")
    }

    private func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
