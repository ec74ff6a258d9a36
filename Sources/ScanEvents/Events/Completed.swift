extension ScanEvent {
    /// All stocks are done.
    package struct Completed: EventForm {
        package static let type: StaticString = "scan_completed"
        package static let about: StaticString = "All stocks are done."

        /// How many stocks have a result.
        package var successful = 0
        /// How many stocks failed.
        package var failed = 0
        /// Seconds since the scan started.
        package var elapsed = 0.0

        package var event: ScanEvent { .completed(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(successful: Int, failed: Int, elapsed: Double) {
            self.successful = successful
            self.failed = failed
            self.elapsed = elapsed
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("successful", &successful, .count, "How many stocks have a result.")
            try form.member("failed", &failed, .count, "How many stocks failed.")
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
