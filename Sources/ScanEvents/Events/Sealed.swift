extension ScanEvent {
    /// The log is closed for ever.
    package struct Sealed: EventForm {
        package static let type: StaticString = "log_sealed"
        package static let about: StaticString =
            "The log is closed for ever. Always the last record of a sealed tape."

        /// How many records come before this one.
        package var count = 0
        /// The Merkle tree hash of those records, in hex.
        package var root = ""

        package var event: ScanEvent { .sealed(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(count: Int, root: String) {
            self.count = count
            self.root = root
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("count", &count, .positive, "How many records come before this one.")
            try form.member(
                "root", &root, .digest,
                """
                Merkle tree hash (RFC 9162) of those records' lines, SHA-256 in lower-case \
                hexadecimal digits.
                """)
        }
    }
}
