extension ScanEvent {
    /// The sets of a sweep, or a part of them.
    package struct SetsListed: EventForm {
        package static let type: StaticString = "sets_listed"
        package static let about: StaticString = """
            The sets of a sweep, or a part of them, in their order; a set is known by its place, from \
            0. Comes behind strategy_recorded. A long list is cut into several records, in order.
            """

        /// The inputs that are varied, in the order of the strategy.
        package var inputs: [String] = []
        /// How many sets there are in all parts.
        package var total = 0
        /// How many sets come before the first of this part.
        package var offset = 0
        /// A list for each input, with its value in each set of this part.
        package var values: [[Double]] = []

        /// The most values of one event; with so many it fits into a record whatever they are.
        package static let maxValuesInRecord = 2_300

        package var event: ScanEvent { .setsListed(self) }
        package var isConsistent: Bool {
            values.count == inputs.count && values.allSatisfy { $0.count == values[0].count }
        }
        /// How many sets this part has.
        package var count: Int { values.first?.count ?? 0 }

        /// Joins its fields.
        package init() {}

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member(
                "inputs", &inputs, .each(.part, 1...64),
                "The inputs that are varied, in the order of the strategy.")
            try form.member("total", &total, .positive, "How many sets there are in all parts.")
            try form.member(
                "offset", &offset, .count, "How many sets come before the first of this part.")
            try form.member(
                "values", &values, .each(.each(.any), 1...64),
                "A list for each input, with its value in each set of this part.")
        }
    }
}
