internal import Projections

/// Where a scan stands, as the registry and the lists of scans tell it in a word.
package enum ScanStanding: Hashable, Sendable {
    /// The service works on it.
    case running
    /// It waits for its turn.
    case waiting
    /// It was cut off, or has ended for now: it can be gone on with.
    case interrupted
    /// It has not ended; whether anybody works on it, only the service knows.
    case unfinished
    /// All stocks are done.
    case completed
    /// Ended by its user.
    case cancelled
    /// Ended by a fault.
    case failed
    /// Its tape is not what was sealed, cannot be read, or is another scan's.
    case damaged
    /// Its tape is gone.
    case missing
    /// A word that this version does not know.
    case unknown(String)

    /// Those that a service tells, in the order in which one is told of them.
    package static let ofService: [ScanStanding] = [
        .running, .interrupted, .completed, .cancelled, .failed, .damaged, .waiting,
    ]

    private static let known: [ScanStanding] = ofService + [.unfinished, .missing]

    /// Takes a word.
    package init(_ word: String) {
        self = Self.known.first { $0.word == word } ?? .unknown(word)
    }

    /// How a scan has ended; nil before.
    init?(end phase: ScanState.Phase) {
        switch phase {
        case .requested, .running, .interrupted: return nil
        case .completed: self = .completed
        case .cancelled: self = .cancelled
        case .failed: self = .failed
        }
    }

    /// The word.
    package var word: String {
        switch self {
        case .running: "running"
        case .waiting: "waiting"
        case .interrupted: "interrupted"
        case .unfinished: "unfinished"
        case .completed: "completed"
        case .cancelled: "cancelled"
        case .failed: "failed"
        case .damaged: "damaged"
        case .missing: "missing"
        case .unknown(let word): word
        }
    }
}
