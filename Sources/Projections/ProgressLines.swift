package import ScanEvents

/// A scan's progress as lines of a log file, folded from its records.
package struct ProgressLines: Sendable {
    /// The state after the records so far.
    package private(set) var state = ScanState()
    private let every: Int?

    /// Starts before the first record.
    ///
    /// - Parameter every: how many stocks a line of progress stands for, at least 1; nil for
    ///   about twenty lines a scan.
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
    package mutating func apply(_ record: RecordedEvent, in bytes: [UInt8]) -> [String] {
        guard state.apply(record, in: bytes) else { return [] }
        switch record.event {
        case .stockCompleted:
            return isDue ? [state.progressLine] : []
        case .stockFailed(let failure):
            return ["Failed: \(failure.ticker) - \(failure.message)"]
                + (isDue ? [state.progressLine] : [])
        case .stockSlow(let ticker, let seconds, _):
            return ["Slow: \(ticker) - \(ScanState.duration(seconds)) so far"]
        case .resumed(let remaining, _):
            return ["Resumed with \(remaining) stocks to do"]
        case .paused(_, let message, let seconds, _):
            return ["Paused for \(ScanState.duration(seconds)): \(message)"]
        case .completed, .cancelled, .failed, .interrupted:
            return [state.finalLine]
        case .requested, .started, .stockLeftOut, .portfolioValued, .sealed, .unknown:
            return []
        }
    }

    private var isDue: Bool {
        let step = every ?? max(1, state.total / 20)
        return state.done.isMultiple(of: step) || state.done == state.total
    }
}
