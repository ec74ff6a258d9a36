import EventLog
import Foundation
import Projections
import ScanEvents

/// Shows a scan's progress on standard error: a bar that is redrawn on a terminal, else lines.
struct ScanDisplay: Sendable {
    /// How many stocks a report stands for; nil for about twenty lines, or for all on a terminal.
    let every: Int?

    /// Follows the scan on the tape behind `reader` until it ends.
    ///
    /// - Returns: the scan's last state.
    /// - Throws: `LogError` or `JSONError` where the tape cannot be read.
    func show(_ reader: LogReader) async throws -> ScanState {
        let terminal = Terminal.standardError
        let clock = ContinuousClock()
        var lastDrawn: ContinuousClock.Instant?
        var state = ScanState()
        for try await block in reader.follow() {
            for seq in block.firstSeq..<block.endSeq where !state.isFinished {
                let record = try RecordedEvent(block.payload, block.range(of: seq))
                let isNews = state.apply(record, in: block.payload)
                if isNews, terminal == nil { report(record.event, state) }
            }
            if let terminal, isDue(since: lastDrawn, clock) || state.isFinished {
                terminal.draw(state)
                lastDrawn = clock.now
            }
        }
        terminal?.finish()
        write(state.finalLine)
        return state
    }

    /// One line of a log file for what happened.
    private func report(_ event: ScanEvent, _ state: ScanState) {
        switch event {
        case .stockFailed(let failure):
            write("Failed: \(failure.ticker) - \(failure.message)")
        case .stockSlow(let ticker, let seconds, _):
            write("Slow: \(ticker) - \(ScanState.duration(seconds)) so far")
        case .stockCompleted:
            break
        default:
            return
        }
        let step = every ?? max(1, state.total / 20)
        if state.done.isMultiple(of: step) || state.done == state.total {
            write(state.progressLine)
        }
    }

    private func isDue(since last: ContinuousClock.Instant?, _ clock: ContinuousClock) -> Bool {
        last.map { $0.duration(to: clock.now) >= .milliseconds(100) } ?? true
    }

    private func write(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }
}
