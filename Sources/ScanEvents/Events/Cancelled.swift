extension ScanEvent {
    /// The scan was ended by its user.
    package struct Cancelled: EventForm {
        package static let type: StaticString = "scan_cancelled"
        package static let about: StaticString = "The scan was ended by its user."

        /// Seconds since the scan started.
        package var elapsed = 0.0

        package var event: ScanEvent { .cancelled(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(elapsed: Double) {
            self.elapsed = elapsed
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
