extension ScanEvent {
    /// A client's name for a request: the same name with the same request means the same scan.
    package struct Idempotency: Form {
        package static let about: StaticString =
            "The client's name for its request, and the request's digest."
        package static let noun = "a name of a request"

        /// The name.
        package var key = ""
        /// Lower-case hex SHA-256 of the request as it came, in its canonical form.
        package var requestDigest = ""

        /// Joins its fields.
        package init() {}

        /// Joins the two.
        package init(
            key: String, requestDigest: String
        ) {
            self.key = key
            self.requestDigest = requestDigest
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("key", &key, .key)
            try form.member("request_sha256", &requestDigest, .digest)
        }
    }
}
