/// Which sets of parameters are asked for, as they were typed.
package struct SetTerms: Hashable, Sendable {
    /// The inputs that are varied: `NAME=a..b:step`, `NAME=a..b` with the step of the input,
    /// `NAME=v1,v2` or `NAME=v`.
    package var grid: [String]
    /// How many sets are drawn; nil for all.
    package var random: Int?
    /// What they are drawn with; 1 where nobody says.
    package var seed: UInt64?
    /// What the inputs of a set must meet together, as a strategy's `require` says it.
    package var conditions: [String]

    /// Joins them.
    package init(
        grid: [String] = [], random: Int? = nil, seed: UInt64? = nil, conditions: [String] = []
    ) {
        self.grid = grid
        self.random = random
        self.seed = seed
        self.conditions = conditions
    }
}

/// What is wrong with the terms, of each the place in a request.
package struct SetProblems: Error, Equatable, Sendable, CustomStringConvertible {
    /// A fault of one of the terms.
    package struct Problem: Equatable, Sendable {
        /// The place as a JSON pointer, such as `/grid/0`.
        package let pointer: String
        /// What is wrong and what would be right.
        package let detail: String
    }

    /// The faults, at least one.
    package let problems: [Problem]

    package var description: String { problems.map(\.detail).joined(separator: "; ") }
}
