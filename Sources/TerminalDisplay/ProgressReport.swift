internal import Projections
internal import ScanEvents

/// Tells what happens in a scan in lines, for a log file or above a bar: a pure function of the
/// tape, so that who comes late reads the same as who was there.
struct ProgressReport: Sendable {
    /// A line, and what it is about.
    enum Line: Equatable {
        /// How far the scan is.
        case progress(String)
        /// A stock that failed, the words before its name apart.
        case failure(String, String)
        /// Something else that happened.
        case note(String)
    }

    private static let percentPerLine = 5.0
    /// A line each time this many stocks more are done; nil for at most one per five per cent.
    private let every: Int?
    private var lastStep = 0

    init(every: Int?) {
        self.every = every
    }

    /// What `event`, which led to `state`, adds.
    mutating func lines(for event: ScanEvent, _ state: ScanState) -> [Line] {
        switch event {
        case .stockFailed(let failure):
            let text = "\(failure.ticker.harmless) - \(failure.message.harmless)"
            return [.failure("Failed: ", text)] + progress(state)
        case .stockCompleted:
            return progress(state)
        case .stockSlow(let ticker, let seconds, _):
            return [.note("Slow: \(ticker.harmless) - \(ScanState.duration(seconds)) so far")]
        case .resumed(let remaining, _):
            return [.note("Resumed: \(remaining) of \(state.total) stocks are left")]
        case .paused(_, let message, let seconds, _):
            return [.note("Paused for \(ScanState.duration(seconds)): \(message.harmless)")]
        default:
            return []
        }
    }

    private mutating func progress(_ state: ScanState) -> [Line] {
        guard isDue(state) else { return [] }
        return [.progress(state.progressLine.harmless)]
    }

    private mutating func isDue(_ state: ScanState) -> Bool {
        if let every { return state.done.isMultiple(of: every) || state.done == state.total }
        // As it is shown, so that 25 of 505 stocks are five per cent; but the whole is the whole.
        let shown = state.done < state.total ? min(99.9, state.progressPct.rounded(places: 1)) : 100
        let step = Int(shown / Self.percentPerLine)
        defer { lastStep = max(lastStep, step) }
        return step > lastStep
    }
}
