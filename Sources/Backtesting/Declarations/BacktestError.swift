/// Why a backtest could not be run.
package enum BacktestError: Error, Hashable, Sendable {
    /// No strategy has that name; the names that there are come along.
    case unknownStrategy(String, known: [String])
    /// Parameters are unknown, fractional where they must not be, or out of range.
    case invalidParameters(strategy: String, [ParameterProblem])
    /// Cash or commission cannot be worked with.
    case invalidTerms(String)
    /// The strategy cannot decide even once on so few bars.
    case insufficientBars(ticker: String, strategy: String, available: Int, needed: Int)

    /// The kind of failure for programs, such as `insufficient_bars`.
    package var code: String {
        switch self {
        case .unknownStrategy: "unknown_strategy"
        case .invalidParameters: "invalid_parameters"
        case .invalidTerms: "invalid_terms"
        case .insufficientBars: "insufficient_bars"
        }
    }
}

extension BacktestError: CustomStringConvertible {
    /// What is wrong and what would do, for people.
    package var description: String {
        switch self {
        case .unknownStrategy(let name, let known):
            "there is no strategy '\(name)'; there are "
                + known.map { "'\($0)'" }.joined(separator: ", ")
        case .invalidParameters(_, let problems):
            problems.map(\.message).joined(separator: "; ")
        case .invalidTerms(let message):
            message
        case .insufficientBars(let ticker, let strategy, let available, let needed):
            "'\(ticker)' has \(available) bars in the range; '\(strategy)' with these parameters "
                + "needs at least \(needed)"
        }
    }
}
