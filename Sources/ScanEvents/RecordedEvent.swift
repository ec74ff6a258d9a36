package import JSONText

/// A record of a tape: its place, its time, its event.
package struct RecordedEvent: Equatable, Sendable {
    /// The sequence number, from 0 without gaps.
    package let seq: Int
    private let time: RecordTime
    /// What happened.
    package let event: ScanEvent
    /// Where the stock's result stands in the bytes that were read, if it has one.
    package let resultRange: Range<Int>?

    /// When it was written, `YYYY-MM-DDThh:mm:ss.ffffffZ`; informative, as clocks go back.
    package var at: String { time.text }

    init(seq: Int, time: RecordTime, event: ScanEvent, resultRange: Range<Int>? = nil) {
        self.seq = seq
        self.time = time
        self.event = event
        self.resultRange = resultRange
    }

    /// Reads the record that stands at `range` of `bytes`, a whole JSON object.
    ///
    /// Fields that this version does not know are passed over, and an event type that it does
    /// not know is `.unknown`: a tape of a later version can still be read.
    ///
    /// - Throws: `JSONError` where the bytes are no such object or a field has the wrong type.
    package init(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
        if let event = Self.inOwnForm(bytes, range) {
            self = event
        } else {
            try self.init(anyForm: bytes, range)
        }
    }

    /// Reads a record whatever the order of its members and the space between them.
    init(anyForm bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
        var scanner = JSONScanner(bytes, range)
        var fields = RecordFields()
        try scanner.object { name, scanner throws(JSONError) in
            try fields.read(name, from: &scanner)
        }
        try scanner.finish()
        guard let seq = fields.seq, let at = fields.at, let type = fields.type else {
            throw JSONError(offsetBytes: 0, expected: "a record with seq, at and type")
        }
        guard let event = fields.event(ofType: type) else {
            throw JSONError(offsetBytes: 0, expected: "all fields of a \(type)")
        }
        self.init(
            seq: seq, time: RecordTime(at), event: event, resultRange: fields.resultRange)
    }

    /// Reads the record that `line` is.
    package init(_ line: [UInt8]) throws(JSONError) {
        try self.init(line, line.indices)
    }
}

/// The fields of all event types together; each type has its own among them.
private struct RecordFields {
    var seq: Int?
    var at: String?
    var type: String?
    var jobID: String?
    var schema: Int?
    var engine: String?
    var request: ScanRequest?
    var stocks: Int?
    var universeDigest: String?
    var idempotency: ScanEvent.Idempotency?
    var tickers: [String]?
    var rowsRead: Int?
    var rowsDropped: Int?
    var rowsOutsideRange: Int?
    var fetchedAt: String?
    var sector: String?
    var statistics: PortfolioStatistics?
    var points: Int?
    var offset: Int?
    var times: [String]?
    var values: [Double]?
    var result: StockResult?
    var resultRange: Range<Int>?
    var bars: Int?
    var firstDate: String?
    var lastDate: String?
    var barsDigest: String?
    var ticker: String?
    var code: String?
    var message: String?
    var seconds: Double?
    var elapsed: Double?
    var remaining: Int?
    var successful: Int?
    var failed: Int?
    var count: Int?
    var root: String?

    private static let knownTypes: Set<String> = [
        "scan_requested", "scan_started", "stock_completed", "stock_failed", "stock_slow",
        "stock_left_out", "scan_resumed", "scan_paused", "scan_interrupted", "scan_cancelled",
        "scan_failed", "portfolio_valued", "scan_completed", "log_sealed",
    ]

    mutating func read(
        _ name: String, from scanner: inout JSONScanner
    ) throws(JSONError) {
        if let type, !Self.knownTypes.contains(type) {
            // A field of the same name may have another type in a later version's event.
            try scanner.skip()
            return
        }
        switch name {
        case "seq": seq = try scanner.integer()
        case "at": at = try scanner.string()
        case "type": type = try scanner.string()
        case "job_id": jobID = try scanner.string()
        case "schema": schema = try scanner.integer()
        case "engine": engine = try scanner.string()
        case "request": request = try readRequest(from: &scanner)
        case "stocks": stocks = try scanner.integer()
        case "universe_sha256": universeDigest = try scanner.string()
        case "idempotency": idempotency = try ScanEvent.Idempotency(&scanner)
        case "tickers": tickers = try readStrings(from: &scanner)
        case "rows_read": rowsRead = try scanner.integer()
        case "rows_dropped": rowsDropped = try scanner.integer()
        case "rows_outside_range": rowsOutsideRange = try scanner.integer()
        case "fetched_at": fetchedAt = try scanner.nullableString()
        case "sector": sector = try scanner.nullableString()
        case "statistics": statistics = try PortfolioStatistics(from: &scanner)
        case "points": points = try scanner.integer()
        case "offset": offset = try scanner.integer()
        case "times": times = try readStrings(from: &scanner)
        case "values": values = try readNumbers(from: &scanner)
        case "result":
            var copy = scanner
            resultRange = try scanner.skip()
            result = try StockResult(from: &copy)
        case "bars": bars = try scanner.integer()
        case "first_date": firstDate = try scanner.string()
        case "last_date": lastDate = try scanner.string()
        case "bars_sha256": barsDigest = try scanner.string()
        case "ticker": ticker = try scanner.string()
        case "code": code = try scanner.string()
        case "message": message = try scanner.string()
        case "seconds": seconds = try scanner.number()
        case "elapsed": elapsed = try scanner.number()
        case "remaining": remaining = try scanner.integer()
        case "successful": successful = try scanner.integer()
        case "failed": failed = try scanner.integer()
        case "count": count = try scanner.integer()
        case "root": root = try scanner.string()
        default: try scanner.skip()
        }
    }

    /// The event of that type, nil where one of its fields is missing.
    func event(ofType type: String) -> ScanEvent? {
        switch type {
        case "scan_requested":
            guard let jobID, let schema, let engine, let request, let stocks, let universeDigest
            else { return nil }
            var event = ScanEvent.Requested(
                jobID: jobID, engine: engine, request: request, stocks: stocks,
                universeDigest: universeDigest, idempotency: idempotency)
            event.schema = schema
            return .requested(event)
        case "scan_started":
            return tickers.map { .started(ScanEvent.Started(tickers: $0)) }
        case "stock_completed":
            guard let result, let prices = priceRecord, let seconds, let elapsed else {
                return nil
            }
            return .stockCompleted(
                ScanEvent.StockCompleted(
                    result: result, prices: prices, seconds: seconds, elapsed: elapsed))
        case "stock_failed":
            guard let ticker, let code, let message, let seconds, let elapsed else { return nil }
            return .stockFailed(
                ScanEvent.StockFailed(
                    ticker: ticker, sector: sector, code: FailureCode(rawValue: code),
                    message: message, seconds: seconds, elapsed: elapsed))
        case "stock_slow":
            guard let ticker, let seconds, let elapsed else { return nil }
            return .stockSlow(ticker: ticker, seconds: seconds, elapsed: elapsed)
        case "stock_left_out":
            guard let ticker, let code, let message, let elapsed else { return nil }
            return .stockLeftOut(
                ScanEvent.StockLeftOut(
                    ticker: ticker, code: FailureCode(rawValue: code), message: message,
                    elapsed: elapsed))
        case "scan_resumed":
            guard let remaining, let elapsed else { return nil }
            return .resumed(remaining: remaining, elapsed: elapsed)
        case "scan_paused":
            guard let code, let message, let seconds, let elapsed else { return nil }
            return .paused(
                code: FailureCode(rawValue: code), message: message, seconds: seconds,
                elapsed: elapsed)
        case "scan_interrupted":
            guard let code, let message, let elapsed else { return nil }
            return .interrupted(
                code: FailureCode(rawValue: code), message: message, elapsed: elapsed)
        case "scan_cancelled":
            return elapsed.map { .cancelled(elapsed: $0) }
        case "scan_failed":
            guard let code, let message, let elapsed else { return nil }
            return .failed(
                code: FailureCode(rawValue: code), message: message, elapsed: elapsed)
        case "portfolio_valued":
            guard let stocks, let statistics, let points, let offset, let times, let values,
                times.count == values.count
            else { return nil }
            return .portfolioValued(
                ScanEvent.PortfolioValued(
                    stocks: stocks, statistics: statistics, points: points, offset: offset,
                    times: times, values: values))
        case "scan_completed":
            guard let successful, let failed, let elapsed else { return nil }
            return .completed(successful: successful, failed: failed, elapsed: elapsed)
        case "log_sealed":
            guard let count, let root else { return nil }
            return .sealed(count: count, root: root)
        default:
            return .unknown(type: type)
        }
    }

    private var priceRecord: ScanEvent.PriceRecord? {
        guard let bars, let firstDate, let lastDate, let barsDigest, let rowsRead,
            let rowsDropped, let rowsOutsideRange
        else { return nil }
        return ScanEvent.PriceRecord(
            bars: bars, firstDate: firstDate, lastDate: lastDate, barsDigest: barsDigest,
            rowsRead: rowsRead, rowsDropped: rowsDropped, rowsOutsideRange: rowsOutsideRange,
            fetchedAt: fetchedAt)
    }

    private func readNumbers(from scanner: inout JSONScanner) throws(JSONError) -> [Double] {
        var numbers: [Double] = []
        try scanner.array { scanner throws(JSONError) in numbers.append(try scanner.number()) }
        return numbers
    }

    private func readStrings(from scanner: inout JSONScanner) throws(JSONError) -> [String] {
        var strings: [String] = []
        try scanner.array { scanner throws(JSONError) in strings.append(try scanner.string()) }
        return strings
    }

    private func readRequest(from scanner: inout JSONScanner) throws(JSONError) -> ScanRequest {
        let value = try scanner.value()
        do throws(InvalidRequest) {
            return try ScanRequest(json: value, refusesUnknownFields: false)
        } catch {
            throw scanner.error("a request (\(error))")
        }
    }
}
