extension ScanEvent {
    /// What was asked for, and what answers it.
    package struct Requested: EventForm {
        package static let type: StaticString = "scan_requested"
        package static let about: StaticString =
            "A scan was asked for. Always the first record of a tape."
        package static let seq = IntegerForm.first

        /// The scan's name.
        package var jobID = ""
        /// The version of the events' form.
        package var schema = ScanEvent.schemaVersion
        /// The program and its version.
        package var engine = ""
        /// The request, each default filled in.
        package var request = ScanRequest()
        /// How many stocks are to be scanned.
        package var stocks = 0
        /// Lower-case hex SHA-256 of their tickers in order, each followed by a line feed.
        package var universeDigest = ""
        /// What the prices of the source are adjusted for: `none`, `splits` or
        /// `splits_and_dividends`; nil where nobody knows, and on tapes of before.
        package var priceAdjustment: String?
        /// What the client calls its request, so that it is not carried out twice; nil for none.
        package var idempotency: Idempotency?

        package var event: ScanEvent { .requested(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(
            jobID: String, engine: String, request: ScanRequest, stocks: Int,
            universeDigest: String, priceAdjustment: String? = nil,
            idempotency: Idempotency? = nil
        ) {
            self.jobID = jobID
            self.engine = engine
            self.request = request
            self.stocks = stocks
            self.universeDigest = universeDigest
            self.priceAdjustment = priceAdjustment
            self.idempotency = idempotency
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("job_id", &jobID, .job)
            try form.member("schema", &schema, .version, "Version of the records' form.")
            try form.member("engine", &engine, .engine)
            try form.object("request", &request)
            try form.member("stocks", &stocks, .count, "How many stocks are to be scanned.")
            try form.member(
                "universe_sha256", &universeDigest, .digest,
                "SHA-256 of their tickers in order, each followed by a line feed.")
            try form.optional("price_adjustment", &priceAdjustment, .adjustment, nil)
            try form.object("idempotency", &idempotency)
        }
    }
}
