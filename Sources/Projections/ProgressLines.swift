package import ScanEvents

/// A scan's progress as lines of a log file, folded from its records: what a terminal shows while
/// the scan is at work is what a replay prints, to the byte.
package struct ProgressLines: Sendable {
    /// A line, and what it is about; nothing in it is obeyed by a terminal.
    package enum Line: Equatable, Sendable {
        /// How far the scan is.
        case progress(String)
        /// A stock that failed, the word before its name apart.
        case failure(word: String, String)
        /// Something else that happened.
        case note(String)
        /// How the scan ended.
        case ending(String)

        /// The words.
        package var text: String {
            switch self {
            case .failure(let word, let text): word + text
            case .progress(let text), .note(let text), .ending(let text): text
            }
        }
    }

    private static let percentPerLine = 5.0

    /// The state after the records so far.
    package private(set) var state = ScanState()
    private let every: Int?
    private var lastStep = 0
    /// Whether the last line told how the scan ended.
    private var hasToldTheEnd = false

    /// Starts before the first record.
    ///
    /// - Parameter every: how many stocks a line of progress stands for, at least 1; nil for at
    ///   most a line per five per cent, which it always is of a sweep.
    package init(every: Int? = nil) {
        precondition(every.map { $0 > 0 } ?? true, "a line stands for at least one stock")
        self.every = every
    }

    /// Folds in a record.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - bytes: those that it was read from.
    /// - Returns: the lines that it adds, none to two.
    package mutating func apply(_ record: RecordedEvent, in bytes: [UInt8]) -> [Line] {
        guard state.apply(record, in: bytes) else { return [] }
        let lines = lines(for: record.event)
        guard let last = lines.last else { return [] }
        hasToldTheEnd = if case .ending = last { true } else { false }
        return lines
    }

    /// The line below all others where the records end: how the scan stands; nil where the last of
    /// them has told it.
    package var closingLine: String? {
        hasToldTheEnd ? nil : state.finalLine.harmless
    }

    private mutating func lines(for event: ScanEvent) -> [Line] {
        switch event {
        case .stockCompleted, .trialsCompleted:
            return progress()
        case .stockFailed(let failure):
            let text = "\(failure.ticker.harmless) - \(failure.message.harmless)"
            return [.failure(word: "Failed: ", text)] + progress()
        case .stockSlow(let slow):
            let time = ScanState.duration(slow.seconds)
            return [.note("Slow: \(slow.ticker.harmless) - \(time) so far")]
        case .resumed(let resumed):
            return [.note("Resumed: \(resumed.remaining) of \(state.total) stocks are left")]
        case .sweepResumed(let resumed):
            let left = "\(spelt(resumed.remaining)) of \(spelt(state.total)) trials"
            return [.note("Resumed: \(left) are left")]
        case .sweepPrepared(let prepared):
            guard let day = prepared.tradeFrom else { return [] }
            return [.note("Trading from \(day) on, in all sets")]
        case .paused(let pause):
            let time = ScanState.duration(pause.seconds)
            return [.note("Paused for \(time): \(pause.message.harmless)")]
        case .completed, .sweepCompleted, .cancelled, .failed, .interrupted:
            return [.ending(state.finalLine.harmless)]
        default:
            return []
        }
    }

    private mutating func progress() -> [Line] {
        isDue() ? [.progress(state.progressLine.harmless)] : []
    }

    private mutating func isDue() -> Bool {
        if let every, state.sweep == nil {
            return state.done.isMultiple(of: every) || state.done == state.total
        }
        // As it is shown, so that 25 of 505 stocks are five per cent; but the whole is the whole.
        let shown = state.done < state.total ? min(99.9, state.progressPct.rounded(places: 1)) : 100
        let step = Int(shown / Self.percentPerLine)
        defer { lastStep = max(lastStep, step) }
        return step > lastStep
    }
}
