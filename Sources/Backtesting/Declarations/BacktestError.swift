package import MarketData
package import StrategyText

/// Why a backtest could not be run.
package enum BacktestError: Error, Hashable, Sendable {
    /// No strategy has that name; the names that there are come along.
    case unknownStrategy(String, known: [String])
    /// The file of that strategy holds none; what is wrong with it comes along.
    case brokenStrategy(String, StrategyProblems)
    /// Parameters are unknown, fractional where they must not be, or out of range.
    case invalidParameters(strategy: String, [ParameterProblem])
    /// Cash or commission cannot be worked with.
    case invalidTerms(String)
    /// The strategy cannot decide even once on so few bars.
    case insufficientBars(ticker: String, strategy: String, available: Int, needed: Int)
    /// There is no bar on or after the day from which it is to trade.
    case noBarsToTrade(ticker: String, from: CalendarDate, last: CalendarDate)
    /// It would take more memory or time than is allowed; the message says how much.
    case tooCostly(String)
    /// The account of a run left the range of numbers.
    case leftNumbers(ticker: String)

    /// The kind of failure for programs, such as `insufficient_bars`.
    package var code: String {
        switch self {
        case .unknownStrategy: "unknown_strategy"
        case .brokenStrategy: "broken_strategy"
        case .invalidParameters: "invalid_parameters"
        case .invalidTerms: "invalid_terms"
        case .insufficientBars, .noBarsToTrade: "insufficient_bars"
        case .tooCostly: "too_costly"
        case .leftNumbers: "bad_data"
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
        case .brokenStrategy(let name, let problems):
            "the strategy '\(name)' has \(problems.problems.count == 1 ? "a mistake" : "mistakes"): "
                + problems.problems.map(\.inOneLine).joined(separator: "; ")
        case .invalidParameters(_, let problems):
            problems.map(\.message).joined(separator: "; ")
        case .invalidTerms(let message), .tooCostly(let message):
            message
        case .insufficientBars(let ticker, let strategy, let available, let needed):
            "'\(ticker)' has \(available) bars in the range; '\(strategy)' with these parameters "
                + "needs at least \(needed)"
        case .noBarsToTrade(let ticker, let from, let last):
            "'\(ticker)' has no bars on or after \(from), from which to trade; its last is of "
                + "\(last)"
        case .leftNumbers(let ticker):
            "the account left the range of numbers; check the prices of \(ticker) and the cash"
        }
    }
}
