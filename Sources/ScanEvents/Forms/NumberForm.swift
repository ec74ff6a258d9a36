/// In which range a number must be.
package enum NumberForm: Sendable {
    /// All of them.
    case any
    /// Zero or more.
    case notNegative
    /// More than zero.
    case positive
    /// 0 to 100.
    case percent
    /// More than zero, at most 10^12.
    case cash
    /// From 0 to below 1.
    case fraction
    /// A duration in seconds, to the microsecond.
    case seconds
    /// Seconds since the scan started, to the microsecond.
    case elapsed

    /// Whether it is written to the microsecond.
    var isTime: Bool { self == .seconds || self == .elapsed }

    /// The range in words.
    package var description: String {
        switch self {
        case .any: "a number"
        case .notNegative, .seconds, .elapsed: "a number of 0 or more"
        case .positive: "a number above 0"
        case .percent: "a number from 0 to 100"
        case .cash: "a number above 0, at most 1e12"
        case .fraction: "a number from 0 to below 1"
        }
    }

    /// Whether a number is in the range.
    package func contains(_ number: Double) -> Bool {
        switch self {
        case .any: true
        case .notNegative, .seconds, .elapsed: number >= 0
        case .positive: number > 0
        case .percent: number >= 0 && number <= 100
        case .cash: number > 0 && number <= 1e12
        case .fraction: number >= 0 && number < 1
        }
    }
}

/// In which range a whole number must be, which is written without fraction and exponent.
package enum IntegerForm: Sendable {
    /// How many of something there are.
    case count
    /// At least one.
    case positive
    /// None or one.
    case atMostOne
    /// The version of the records' form; that of a later version is told, but no fault.
    case version
    /// The number of the first record.
    case first

    /// The range.
    package var range: ClosedRange<Int> {
        switch self {
        case .count: 0...Int.max
        case .positive, .version: 1...Int.max
        case .atMostOne: 0...1
        case .first: 0...0
        }
    }
}
