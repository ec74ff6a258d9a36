extension ScanEvent {
    /// A sweep was asked for: what a scan asks for, and the sets of parameters.
    package struct SweepRequested: EventForm {
        package static let type: StaticString = "sweep_requested"
        package static let about: StaticString =
            "A sweep was asked for. Always the first record of its tape."
        package static let seq = IntegerForm.first

        /// What a scan asks for; its parameters are those that are not varied.
        package var requested = Requested()
        /// The sets of parameters, as they were asked for.
        package var terms = SweepTerms()
        /// How many sets are tried.
        package var sets = 0
        /// How many more were named that equal others.
        package var repeated = 0
        /// How many were dropped by a condition.
        package var dropped = 0

        package var event: ScanEvent { .sweepRequested(self) }

        /// Joins its fields.
        package init() {}

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try requested.members(&form)
            try form.object("sweep", &terms)
            try form.member("sets", &sets, .positive, "How many sets are tried.")
            try form.member("repeated", &repeated, .count, "How many more equal others.")
            try form.member(
                "dropped", &dropped, .count,
                "How many were dropped by a condition, or by a requirement of the strategy.")
        }
    }
}
