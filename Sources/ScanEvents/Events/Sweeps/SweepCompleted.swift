extension ScanEvent {
    /// All sets are done on all stocks, and judged.
    package struct SweepCompleted: EventForm {
        package static let type: StaticString = "sweep_completed"
        package static let about: StaticString = "All sets are done on all stocks, and judged."

        /// How many stocks have trials.
        package var successful = 0
        /// How many stocks failed.
        package var failed = 0
        /// How many trials there are.
        package var trials = 0
        /// Seconds since the sweep started.
        package var elapsed = 0.0

        package var event: ScanEvent { .sweepCompleted(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(successful: Int, failed: Int, trials: Int, elapsed: Double) {
            self.successful = successful
            self.failed = failed
            self.trials = trials
            self.elapsed = elapsed
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("successful", &successful, .count, "How many stocks have trials.")
            try form.member("failed", &failed, .count, "How many stocks failed.")
            try form.member("trials", &trials, .count, "How many trials there are.")
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
