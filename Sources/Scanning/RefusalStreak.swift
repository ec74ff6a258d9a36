internal import ScanEvents
internal import StockWork

/// Decides, from what a live source answers, when it answers nobody any more: it decides, its user
/// acts.
///
/// A stock that is refused is held back rather than failed, as the next answer tells whose fault
/// it was. After enough equal refusals in a row the scan pauses and asks for one stock again. If
/// that one is refused, too, or soon all others are, the scan ends for now and what was held back
/// is left to do.
struct RefusalStreak {
    /// What is to be done about a stock.
    enum Decision: Equatable {
        /// Nothing for now.
        case hold
        /// Nothing for now; pause, then ask for it again.
        case pause
        /// End the scan.
        case giveUp
    }

    private let limit: Int
    private var cause: RefusalCause?
    private var count = 0
    /// How many stocks the source has answered since the last pause; nil before the first.
    private var answersSincePause: Int?

    /// Makes the start of a scan that pauses after so many equal refusals in a row.
    init(limit: Int) {
        precondition(limit > 0, "a pause needs a refusal")
        self.limit = limit
    }

    /// Notes a stock that was refused.
    ///
    /// - Returns: what to do, and whether the stocks that were held back before have failed.
    mutating func noteRefusal(_ cause: RefusalCause) -> (decision: Decision, othersFailed: Bool) {
        let isOther = self.cause != nil && self.cause != cause
        if isOther { count = 0 }
        self.cause = cause
        count += 1
        guard count >= limit else { return (.hold, isOther) }
        let hasHelped = answersSincePause.map { $0 >= limit } ?? true
        return (hasHelped ? .pause : .giveUp, isOther)
    }

    /// Notes a stock that the source answered, well or badly; those held back have failed.
    mutating func noteAnswer() {
        cause = nil
        count = 0
        answersSincePause = answersSincePause.map { $0 + 1 }
    }

    /// Notes that the pause is over and that the source answered.
    mutating func noteRecovery() {
        cause = nil
        count = 0
        answersSincePause = 1
    }
}

/// What makes refusals equal, whichever stock was asked for; nil for what is a stock's own fault.
struct RefusalCause: Equatable {
    private let code: FailureCode
    private let text: String

    init?(_ failure: StockFailure, of ticker: String) {
        code = failure.code
        switch failure.code {
        case .rateLimited, .timeout, .internal: text = ""
        // Such as a page that blocks programs, which is the same for all.
        case .badData: text = failure.message.replacing("'\(ticker)'", with: "")
        default: return nil
        }
    }
}
