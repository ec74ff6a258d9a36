import Foundation
import Glibc
import Projections

/// A terminal on which one line is redrawn in place.
struct Terminal: Sendable {
    private static let barCells = 24
    private let columns: Int

    /// Standard error, nil where that is no terminal that can redraw a line.
    static var standardError: Terminal? {
        guard isatty(STDERR_FILENO) == 1,
            ProcessInfo.processInfo.environment["TERM"] != "dumb"
        else { return nil }
        var size = winsize()
        let columns =
            unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
            ? Int(size.ws_col) : 80
        return Terminal(columns: columns)
    }

    /// Draws the state of a scan over what was drawn before.
    func draw(_ state: ScanState) {
        let filled = Int(state.progressPct / 100 * Double(Self.barCells))
        var parts = [
            "["
                + String(repeating: "█", count: filled)
                + String(repeating: "·", count: Self.barCells - filled)
                + "]",
            "\(state.done)/\(state.total) (\(percent(state.progressPct)))",
            "ETA \(ScanState.duration(state.etaSeconds))",
            "PnL \(ScanState.dollars(state.pnl))",
        ]
        if !state.failures.isEmpty { parts.append("\(state.failures.count) failed") }
        if let ticker = state.lastTicker { parts.append(ticker) }
        // A line that wraps could not be redrawn.
        while parts.count > 1, parts.joined(separator: "  ").count >= columns {
            parts.removeLast()
        }
        write("\r" + parts.joined(separator: "  ") + "\u{1b}[K")
    }

    /// Leaves the line as it is and goes on below it.
    func finish() {
        write("\n")
    }

    private func percent(_ value: Double) -> String {
        "\((value * 10).rounded() / 10)%"
    }

    private func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
