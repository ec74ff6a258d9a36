extension ScanEvent {
    /// The scan as a whole could not go on.
    package struct Failed: EventForm {
        package static let type: StaticString = "scan_failed"
        package static let about: StaticString = "The scan as a whole could not go on."

        /// The kind of failure.
        package var code = FailureCode.internal
        /// What happened, in a sentence.
        package var message = ""
        /// Seconds since the scan started.
        package var elapsed = 0.0

        package var event: ScanEvent { .failed(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(code: FailureCode, message: String, elapsed: Double) {
            self.code = code
            self.message = message
            self.elapsed = elapsed
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("code", &code, .failureCode)
            try form.member("message", &message, .message)
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
