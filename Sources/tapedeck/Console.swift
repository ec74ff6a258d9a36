import EventLog
import Foundation
import Glibc
import Projections
import Storage
import Synchronization
import TerminalDisplay

/// Standard error, shared between a scan's display and all who have something to say meanwhile.
///
/// Writing may block for as long as the user holds the terminal, so it is done on a thread for
/// that; everyone else only leaves word.
actor Console {
    static let standardError = Console()

    private let executor = BlockingExecutor(label: "tapedeck.console")
    private let screen = Mutex<ProgressScreen?>(nil)
    private let clock = ContinuousClock()
    private let start = ContinuousClock.now

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    private init() {}

    /// Starts to show a scan.
    nonisolated func begin(every: Int?) {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        let medium: ProgressScreen.Medium =
            isTerminal ? .terminal(TerminalStyle(environment: environment)) : .lines
        screen.withLock { $0 = ProgressScreen(medium, every: every, at: now) }
    }

    /// Changes what is shown; it is seen with the next `flush`.
    nonisolated func update(_ change: (inout ProgressScreen, _ now: Duration) -> Void) {
        screen.withLock { screen in
            guard var shown = screen else { return }
            // Taken out, so that the state in it is changed in place.
            screen = nil
            change(&shown, now)
            screen = shown
        }
    }

    /// Prints a line, above the bar if there is one.
    nonisolated func say(_ line: String) {
        let isShown = screen.withLock { screen in
            screen?.print(line)
            return screen != nil
        }
        if !isShown { write(line.harmless + "\n") }
    }

    /// Writes what there is to be seen by now.
    func flush() {
        let columns = terminalColumns(STDERR_FILENO) ?? Self.usualColumns
        write(screen.withLock { $0?.output(columns: columns, at: now) } ?? "")
    }

    /// Writes what is left and the last line, and ends the display.
    func end(_ lastLine: String?) {
        let columns = terminalColumns(STDERR_FILENO) ?? Self.usualColumns
        let output = screen.withLock { screen in
            defer { screen = nil }
            return screen?.end(lastLine, columns: columns, at: now)
        }
        write(output ?? "")
    }

    private static let usualColumns = 80

    private nonisolated var now: Duration { start.duration(to: clock.now) }

    private nonisolated func write(_ text: String) {
        guard !text.isEmpty else { return }
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}

/// The width of a terminal: the one that it has by now, or less where `COLUMNS` says so; nil where
/// `descriptor` is none.
func terminalColumns(_ descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let wished = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 0
    switch (isKnown, wished > 0) {
    case (true, true): return min(Int(size.ws_col), wished)
    case (true, false): return Int(size.ws_col)
    case (false, true): return wished
    case (false, false): return 80
    }
}
