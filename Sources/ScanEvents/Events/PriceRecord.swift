extension ScanEvent {
    /// The bars that a result rests on.
    package struct PriceRecord: Form {
        package static let about: StaticString = "The bars that a result rests on."
        package static let noun = "prices"

        /// How many bars.
        package var bars = 0
        /// The day of the first bar.
        package var firstDate = ""
        /// The day of the last bar.
        package var lastDate = ""
        /// Lower-case hex SHA-256 of the bars.
        package var barsDigest = ""
        /// Rows that the source has of the stock, those outside the days asked for included.
        package var rowsRead = 0
        /// Rows left out because a price is missing or a time comes twice.
        package var rowsDropped = 0
        /// Rows kept although open or close lies outside low to high.
        package var rowsOutsideRange = 0
        /// Bars left out because their session had not ended.
        package var rowsOpen = 0
        /// When a server gave them, `YYYY-MM-DDThh:mm:ss.ffffffZ`; nil for prices from a file.
        package var fetchedAt: String?

        /// Joins its fields.
        package init() {}

        /// Makes a record of all its fields.
        package init(
            bars: Int, firstDate: String, lastDate: String, barsDigest: String, rowsRead: Int,
            rowsDropped: Int = 0, rowsOutsideRange: Int = 0, rowsOpen: Int = 0,
            fetchedAt: String? = nil
        ) {
            self.bars = bars
            self.firstDate = firstDate
            self.lastDate = lastDate
            self.barsDigest = barsDigest
            self.rowsRead = rowsRead
            self.rowsDropped = rowsDropped
            self.rowsOutsideRange = rowsOutsideRange
            self.rowsOpen = rowsOpen
            self.fetchedAt = fetchedAt
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("bars", &bars, .positive, "How many bars the result rests on.")
            try form.member("first_date", &firstDate, .date, "Day of the first bar.")
            try form.member("last_date", &lastDate, .date, "Day of the last bar.")
            try form.member(
                "bars_sha256", &barsDigest, .digest,
                """
                SHA-256 of the bars in order, 44 bytes each, little-endian: day as a signed \
                32-bit number of days since 1970-01-01, then open, high, low, close and \
                volume as IEEE 754 binary64. A bar shorter than a day takes 46: the minute \
                of the day, a signed 16-bit number, follows the day.
                """)
            try form.member(
                "rows_read", &rowsRead, .count,
                "Rows that the source has of the stock, those outside the days asked for included.")
            try form.member(
                "rows_dropped", &rowsDropped, .count,
                "Rows left out because a price is missing or a time comes twice.")
            try form.member(
                "rows_outside_range", &rowsOutsideRange, .count,
                "Rows kept although open or close lies outside low to high.")
            var open = rowsOpen == 0 ? nil : rowsOpen
            try form.optional(
                "rows_open", &open, .positive,
                "Bars left out because their session had not ended. Left out where there are none.")
            rowsOpen = open ?? 0
            try form.member(
                "fetched_at", &fetchedAt, .time,
                "When a server gave the prices; null for prices from a file.")
        }
    }
}
