internal import ScanEvents

/// Why there is no proof, or why it does not hold.
package struct ProofError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension ScanEvent {
    /// What was asked for; nil for any other event.
    var requested: Requested? {
        switch self {
        case .requested(let event): event
        case .sweepRequested(let event): event.requested
        default: nil
        }
    }

    /// Whether the event tells the outcome of a stock, or of a set on it.
    func isOutcome(of ticker: String, set: Int?) -> Bool {
        switch self {
        case .stockCompleted(let event): set == nil && event.result.ticker == ticker
        case .stockFailed(let event): event.ticker == ticker
        case .trialsCompleted(let event):
            event.ticker == ticker && set.map { event.sets.contains($0) } ?? false
        default: false
        }
    }
}
