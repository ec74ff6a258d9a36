extension ScanEvent {
    /// A live source refuses one stock after the other; after so many seconds it is asked again.
    package struct Paused: EventForm {
        package static let type: StaticString = "scan_paused"
        package static let about: StaticString = """
            The live source refuses one stock after the other; it is left alone for a while, then \
            asked for one stock again.
            """

        /// The kind of failure.
        package var code = FailureCode.internal
        /// What happened, in a sentence.
        package var message = ""
        /// For how long the source is left alone, in seconds.
        package var seconds = 0.0
        /// Seconds since the scan started.
        package var elapsed = 0.0

        package var event: ScanEvent { .paused(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(code: FailureCode, message: String, seconds: Double, elapsed: Double) {
            self.code = code
            self.message = message
            self.seconds = seconds
            self.elapsed = elapsed
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("code", &code, .failureCode)
            try form.member("message", &message, .message)
            try form.member(
                "seconds", &seconds, .seconds,
                "For how long the source is left alone, in seconds, to the microsecond.")
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
