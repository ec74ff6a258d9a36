extension ScanEvent {
    /// The scan goes on after the service was interrupted.
    package struct Resumed: EventForm {
        package static let type: StaticString = "scan_resumed"
        package static let about: StaticString =
            "The scan goes on after the service was interrupted."

        /// How many stocks are still to be done.
        package var remaining = 0
        /// Seconds since the scan started.
        package var elapsed = 0.0

        package var event: ScanEvent { .resumed(self) }

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
                "remaining", &remaining, .count,
                "How many stocks are still to be done.")
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
