extension ScanEvent {
    /// The sweep goes on after the service was interrupted.
    package struct SweepResumed: EventForm {
        package static let type: StaticString = "sweep_resumed"
        package static let about: StaticString =
            "The sweep goes on after the service was interrupted."

        /// How many trials are still to be recorded.
        package var remaining = 0
        /// Seconds since the sweep started.
        package var elapsed = 0.0

        package var event: ScanEvent { .sweepResumed(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(remaining: Int, elapsed: Double) {
            self.remaining = remaining
            self.elapsed = elapsed
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member(
                "remaining", &remaining, .count, "How many trials are still to be recorded.")
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
