import EventLog
import JSONText
import Projections
import ScanEvents
import TerminalDisplay

/// Shows a scan's progress on standard error: a bar that is redrawn on a terminal, else lines.
struct ScanDisplay: Sendable {
    /// How many stocks a line stands for; nil for at most one line per five per cent.
    let every: Int?
    private let console = Console.standardError

    init(every: Int?) {
        self.every = every
    }

    /// Follows the scan on the tape behind `reader` until it ends.
    ///
    /// - Returns: the scan's last state.
    /// - Throws: `LogError` or `JSONError` where the tape cannot be read.
    func show(_ reader: LogReader) async throws -> ScanState {
        try await show { view in
            for try await block in reader.follow() { try await view.take(block) }
            return nil
        }
    }

    /// Shows what `follow` hands to the view until it returns, perhaps with the last line in place
    /// of the scan's own.
    ///
    /// - Returns: the scan's last state.
    func show(_ follow: (View) async throws -> String?) async throws -> ScanState {
        console.begin(every: every)
        let ticking = Task { [console] in
            while !Task.isCancelled {
                await console.flush()
                try? await Task.sleep(for: ProgressScreen.drawInterval)
            }
        }
        let view = View(console: console)
        do {
            let lastLine = try await follow(view)
            ticking.cancel()
            let state = view.state
            await console.end(lastLine ?? view.lastLine)
            return state
        } catch {
            ticking.cancel()
            await console.end(nil)
            throw error
        }
    }

    /// The place to which a source of records hands them.
    struct View: Sendable {
        fileprivate let console: Console

        /// The scan as it stands.
        var state: ScanState {
            var state = ScanState()
            console.update { screen, _ in state = screen.state }
            return state
        }

        /// The line that is to be written last, nil where it has been written.
        fileprivate var lastLine: String? {
            var line: String?
            console.update { screen, _ in line = screen.lastLine }
            return line
        }

        /// Whether the scan has come to its end.
        var isFinished: Bool { value(\.isFinished) ?? true }

        /// Whether the scan has ended for now.
        var isInterrupted: Bool { value(\.phase) == .interrupted }

        /// Folds in the records of a commit.
        func take(_ block: LogBlock) async throws {
            for seq in block.firstSeq..<block.endSeq {
                let record = try RecordedEvent(block.payload, block.range(of: seq))
                console.update { screen, now in screen.apply(record, in: block.payload, at: now) }
            }
            await console.flush()
        }

        /// Folds in a record that came after the last one.
        func take(_ record: RecordedEvent, in bytes: [UInt8]) async {
            console.update { screen, now in screen.apply(record, in: bytes, at: now) }
            // What is to be printed must not pile up.
            if record.seq.isMultiple(of: 64) { await console.flush() }
        }

        /// Says what the user must know before all else, nil once that is over.
        func setNotice(_ text: String?, inFull line: String? = nil) {
            console.update { screen, now in screen.setNotice(text, inFull: line, at: now) }
        }

        /// Forgets what came so far.
        func reset() {
            console.update { screen, now in screen.reset(at: now) }
        }

        private func value<Value>(_ path: KeyPath<ScanState, Value>) -> Value? {
            var value: Value?
            console.update { screen, _ in value = screen.state[keyPath: path] }
            return value
        }
    }
}
