/// Why the bars of a ticker could not be had.
package struct PriceError: Error, Hashable, Sendable {
    /// The reasons a stock can fail for, spelled as in the event `stock_failed`.
    package enum Code: String, CaseIterable, Sendable {
        /// The source has never heard of the ticker.
        case unknownTicker = "unknown_ticker"
        /// The source knows the ticker, but has no bars in the range.
        case noData = "no_data"
        /// The source answered with something that is not sound bars.
        case badData = "bad_data"
        /// The source asks to be called less often.
        case rateLimited = "rate_limited"
        /// The source took too long.
        case timeout
        /// Anything else: a fault of ours, or a read that was cancelled.
        case `internal`
    }

    /// The kind of failure, for programs.
    package let code: Code
    /// What failed, where, and what there is instead; for people.
    package let message: String
    /// Whether the task that asked was cancelled: then nothing is wrong with the ticker.
    package let isCancellation: Bool

    /// Makes an error that is not a cancellation.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
        self.isCancellation = false
    }

    private init(cancelled message: String) {
        self.code = .internal
        self.message = message
        self.isCancellation = true
    }

    /// The error that a price source threw, as one of its kind.
    package init(_ error: any Error) {
        if let error = error as? PriceError {
            self = error
        } else {
            self.init(.internal, "\(error)")
        }
    }

    /// The error of a read whose task was cancelled before the bars arrived.
    package static func cancelled(ticker: String, source: String) -> PriceError {
        PriceError(cancelled: "reading '\(ticker)' from '\(source)' was cancelled")
    }
}

extension PriceError: CustomStringConvertible {
    /// The code and the message.
    package var description: String { "\(code.rawValue): \(message)" }
}
