/// Where in the bundled prices the rows of each ticker are, and which days they cover.
struct BundledPriceIndex: Sendable {
    /// One line of the index.
    struct Entry: Sendable {
        let ticker: String
        /// The bytes that the ticker's members take in the file of prices.
        let members: Range<Int>
        let rowCount: Int
        let days: ClosedRange<CalendarDate>
    }

    /// Bytes that the members of one ticker may take, deflated or not: 1 MiB.
    static let tickerLimitBytes = 1024 * 1024

    /// All tickers in the order of the file.
    let tickers: [String]
    /// First and last day of any ticker.
    let coverage: ClosedRange<CalendarDate>
    /// Bytes at the start of the prices that hold the header line.
    let headerMember: Range<Int>
    private let entries: [String: Entry]

    /// Reads the index; throws `bad_data` with file and line when it is none.
    ///
    /// The members of one ticker must begin where those of the ticker before it end.
    init(_ bytes: Span<UInt8>, fileName: String) throws(PriceError) {
        var lines = CSVLines(bytes)
        func fault(_ reason: String) -> PriceError {
            PriceError(.badData, "\(fileName), line \(lines.line): \(reason)")
        }
        guard lines.next(bytes), lines.texts(bytes) == Self.header else {
            throw fault("expected the header \(Self.header.joined(separator: ","))")
        }
        var all: [Entry] = []
        while lines.next(bytes) {
            guard let entry = Entry(lines.texts(bytes)) else {
                throw fault(
                    "expected a ticker, where its members are, how many rows they hold, and the "
                        + "first and the last day; found \(lines.texts(bytes).list)")
            }
            if let end = all.last?.members.upperBound, entry.members.lowerBound != end {
                throw fault("expected the members of '\(entry.ticker)' at byte \(end)")
            }
            all.append(entry)
        }
        guard let start = all.first?.members.lowerBound, start <= Self.tickerLimitBytes,
            let first = all.map(\.days.lowerBound).min(),
            let last = all.map(\.days.upperBound).max()
        else { throw fault("expected tickers") }
        tickers = all.map(\.ticker)
        coverage = first...last
        headerMember = 0..<start
        entries = Dictionary(all.map { ($0.ticker, $0) }) { first, _ in first }
        guard entries.count == all.count else { throw fault("a ticker comes twice") }
    }

    /// The line of a ticker, spelled exactly so; nil when there is none.
    subscript(ticker: String) -> Entry? { entries[ticker] }

    private static let header = ["ticker", "offset", "length", "rows", "first_date", "last_date"]
}

extension BundledPriceIndex.Entry {
    /// Reads the fields of a line; nil when one is not what it should be.
    fileprivate init?(_ fields: [String]) {
        guard fields.count == 6, !fields[0].isEmpty,
            let offset = Int(fields[1]), 0..<(1 << 48) ~= offset,
            let length = Int(fields[2]), 1...BundledPriceIndex.tickerLimitBytes ~= length,
            let rowCount = Int(fields[3]), 1...BundledPriceIndex.tickerLimitBytes ~= rowCount,
            let first = CalendarDate(iso: fields[4]), let last = CalendarDate(iso: fields[5]),
            first <= last
        else { return nil }
        ticker = fields[0]
        members = offset..<(offset + length)
        self.rowCount = rowCount
        days = first...last
    }
}
