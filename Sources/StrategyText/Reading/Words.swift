import Indicators

/// The words that have a meaning of their own.
enum Words {
    /// The words that begin a statement.
    static let statements = [
        "strategy", "about", "input", "state", "enter", "exit", "stop", "target", "trail", "size",
        "risk", "allow", "rank", "require",
    ]

    /// The words inside of statements and expressions.
    private static let inner = [
        "language", "from", "to", "step", "then", "long", "short", "any", "as", "when", "at",
        "shares", "over", "reversal", "and", "or", "not", "crosses", "above", "below", "true",
        "false", "if",
    ]

    /// The words behind which an expression cannot be complete.
    static let grammar = Set(statements + inner).subtracting(["true", "false", "if"])

    /// The names of the means of prices.
    static let means = ["hl2", "hlc3", "ohlc4"]

    /// The columns that every strategy has.
    static let given =
        PriceField.allCases.map(\.rawValue) + means + CalendarField.allCases.map(\.rawValue)
        + PositionField.allCases.map(\.rawValue)

    /// The names that no column, state or input can have.
    static let reserved = Set(
        statements + inner + given + [
            "benchmark", "weekly", "monthly", "limit", StrategyProgram.positionSizeName,
        ])

    /// The functions that need no catalogue.
    static let ownFunctions = OwnFunction.allCases.map(\.rawValue)
}

/// A pointwise function of the language itself.
enum OwnFunction: String, CaseIterable {
    case choose = "if"
    case abs, min, max, sqrt, floor, round, sign, mod, log, exp, pow, sin, cos, known
    case orElse = "or_else"
    case atEntry = "at_entry"

    /// The arguments as a message shows them.
    var signature: String {
        switch self {
        case .choose: "if(condition, a, b)"
        case .min, .max: "\(rawValue)(a, b, …)"
        case .mod, .pow, .orElse: "\(rawValue)(a, b)"
        default: "\(rawValue)(x)"
        }
    }

    /// How many arguments it takes.
    var argumentCounts: ClosedRange<Int> {
        switch self {
        case .choose: 3...3
        case .min, .max: 2...8
        case .mod, .pow, .orElse: 2...2
        default: 1...1
        }
    }
}
