extension ScanEvent {
    /// The text of the strategy, or a part of it: what runs again when the scan is resumed or
    /// audited, whatever has become of the file that it came from.
    package struct StrategyRecorded: EventForm {
        package static let type: StaticString = "strategy_recorded"
        package static let about: StaticString = """
            The text of the scan's strategy, or a part of it. Comes right after scan_requested. A \
            long text is cut into several records, in order; together they are the whole.
            """

        /// The version of the strategies' language.
        package var language = 1
        /// Lower-case hex SHA-256 of the whole text in UTF-8.
        package var digest = ""
        /// How many bytes the whole text has in UTF-8.
        package var bytes = 0
        /// How many bytes of it come before this part.
        package var offset = 0
        /// This part.
        package var text = ""

        /// The most bytes of one part; with so many it fits into a record whatever they are.
        package static let maxBytesInRecord = 10_000

        package var event: ScanEvent { .strategyRecorded(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(language: Int, digest: String, bytes: Int, offset: Int, text: String) {
            self.language = language
            self.digest = digest
            self.bytes = bytes
            self.offset = offset
            self.text = text
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member(
                "language", &language, .positive, "Version of the strategies' language.")
            try form.member("sha256", &digest, .digest, "SHA-256 of the whole text in UTF-8.")
            try form.member(
                "bytes", &bytes, .positive, "How many bytes the whole text has in UTF-8.")
            try form.member(
                "offset", &offset, .count, "How many bytes of it come before this part.")
            try form.member("text", &text, .part, "This part of the text.")
        }
    }
}
