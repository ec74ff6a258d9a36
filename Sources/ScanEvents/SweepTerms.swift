/// Which sets of parameters a sweep tries, and how it judges them.
package struct SweepTerms: Form {
    package static let about: StaticString =
        "Which sets of parameters are tried, as they were asked for, and how they are judged."
    package static let noun = "the terms of a sweep"

    /// The inputs that are varied, `NAME=a..b:step` or `NAME=v1,v2`.
    package var grid: [String] = []
    /// How many sets are drawn of them; nil for all.
    package var random: Int?
    /// What they are drawn with.
    package var seed: Int?
    /// What the inputs of a set must meet together.
    package var conditions: [String] = []
    /// The figure by which the best set is found.
    package var objective = SweepObjective.sharpe.rawValue
    /// Lengths of the windows to choose in and to measure in, `2y/6m`; nil for none.
    package var walkForward: String?

    /// Joins its fields.
    package init() {}

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member(
            "grid", &grid, .each(.part),
            "The inputs that are varied: NAME=a..b:step, NAME=a..b or NAME=v1,v2.")
        try form.optional(
            "random", &random, .positive,
            "How many sets are drawn at random. Left out where all are tried.")
        try form.optional("seed", &seed, .count, "What they are drawn with.")
        try form.member(
            "where", &conditions, .each(.part), "What the inputs of a set must meet together.")
        try form.member(
            "objective", &objective, .objective, "The figure by which the best set is found.")
        try form.optional(
            "walk_forward", &walkForward, .part,
            "Lengths of the windows to choose in and to measure in. Left out where there are none.")
    }
}
