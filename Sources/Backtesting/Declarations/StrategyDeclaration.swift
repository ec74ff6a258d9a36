/// What people and programs are told about a strategy: the one place that all of them read.
package struct StrategyDeclaration: Hashable, Sendable {
    /// The name in requests, in snake case, such as `bollinger_bands`.
    package let name: String
    /// The name in headings.
    package let title: String
    /// One sentence for a list of strategies.
    package let summary: String
    /// When it enters and leaves, one sentence each, in the order they are tried.
    package let rules: [String]
    /// What can be set, in the order to show it.
    package let parameters: [ParameterDeclaration]
}

/// A number that a strategy can be given.
package struct ParameterDeclaration: Hashable, Sendable {
    /// Which numbers a parameter takes.
    package enum Kind: String, Sendable {
        /// Whole numbers only.
        case integer
        /// Any finite number.
        case number
    }

    /// The name in requests, in snake case.
    package let name: String
    /// Which numbers it takes.
    package let kind: Kind
    /// The value when a request gives none.
    package let `default`: Double
    /// Smallest and largest value accepted; nil where every finite one is.
    package let range: ClosedRange<Double>?
    /// A sensible distance between two values, for sliders and searches; values need not obey.
    package let step: Double
    /// What it does, in one sentence.
    package let summary: String
}

extension ParameterDeclaration {
    /// The share of cash an entry takes, which most strategies have.
    static let positionSizePercent = ParameterDeclaration(
        name: "position_size_pct", kind: .number, default: 95, range: 1...100, step: 1,
        summary: "Share of the cash that an entry takes, in per cent.")
}
