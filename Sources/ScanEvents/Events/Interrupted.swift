extension ScanEvent {
    /// The source still answers nobody: the scan has ended for now, and can be resumed.
    package struct Interrupted: EventForm {
        package static let type: StaticString = "scan_interrupted"
        package static let about: StaticString = """
            The live source answers nobody, also after a pause. The scan has ended for now: its \
            tape is not sealed, stocks that were refused are left to do, and scan_resumed may \
            follow.
            """

        /// The kind of failure.
        package var code = FailureCode.internal
        /// What happened, in a sentence.
        package var message = ""
        /// Seconds since the scan started.
        package var elapsed = 0.0

        package var event: ScanEvent { .interrupted(self) }

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
