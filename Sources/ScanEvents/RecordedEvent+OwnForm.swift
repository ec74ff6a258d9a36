internal import JSONText
internal import Zlib

extension RecordedEvent {
    /// Reads a record of a stock that stands there in the very form in which this version writes
    /// it, byte for byte, with every value as `Schemas/events` asks for; nil for any other, sound
    /// or not, which is the general reader's.
    ///
    /// Nearly all records of a tape are such; without a search for names it takes a fraction of
    /// the time.
    package static func inOwnForm(_ bytes: [UInt8], _ range: Range<Int>) -> RecordedEvent? {
        var reader = OwnFormReader(bytes, range)
        do throws(OwnFormReader.OtherForm) {
            return try reader.record()
        } catch {
            return nil
        }
    }
}

/// Reads members in the one order, without space between them.
private struct OwnFormReader {
    /// It is not this version's form.
    struct OtherForm: Error {}

    private let bytes: [UInt8]
    private let end: Int
    private var position: Int

    /// Reads `range` of `bytes`.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    mutating func record() throws(OtherForm) -> RecordedEvent {
        let seq = try integer(after: #"{"seq":"#, from: 1)
        try pass(#","at":""#)
        let time = try time()
        try pass(#"","type":"stock_"#)
        let event: ScanEvent
        var resultRange: Range<Int>?
        if take(#"slow""#) {
            event = .stockSlow(
                ticker: try ticker(after: #","ticker":"#),
                seconds: try number(after: #","seconds":"#, from: 0),
                elapsed: try number(after: #","elapsed":"#, from: 0))
        } else if take(#"completed""#) {
            (event, resultRange) = try completed()
        } else if take(#"failed""#) {
            event = try failed()
        } else {
            throw OtherForm()
        }
        try pass("}")
        guard position == end else { throw OtherForm() }
        return RecordedEvent(seq: seq, time: time, event: event, resultRange: resultRange)
    }

    private mutating func failed() throws(OtherForm) -> ScanEvent {
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: try ticker(after: #","ticker":"#),
                sector: try nullableText(after: #","sector":"#), code: try code(),
                message: try text(after: #","message":"#),
                seconds: try number(after: #","seconds":"#, from: 0),
                elapsed: try number(after: #","elapsed":"#, from: 0)))
    }

    private mutating func completed() throws(OtherForm) -> (ScanEvent, Range<Int>) {
        try pass(#","result":"#)
        let start = position
        let result = try result()
        let range = start..<position
        let prices = ScanEvent.PriceRecord(
            bars: try integer(after: #","bars":"#, from: 1),
            firstDate: try text(after: #","first_date":"#, RecordText.isDate),
            lastDate: try text(after: #","last_date":"#, RecordText.isDate),
            barsDigest: try text(after: #","bars_sha256":"#, RecordText.isDigest),
            rowsRead: try integer(after: #","rows_read":"#),
            rowsDropped: try integer(after: #","rows_dropped":"#),
            rowsOutsideRange: try integer(after: #","rows_outside_range":"#),
            fetchedAt: try nullableText(after: #","fetched_at":"#, RecordText.isTime))
        let event = ScanEvent.StockCompleted(
            result: result, prices: prices, seconds: try number(after: #","seconds":"#, from: 0),
            elapsed: try number(after: #","elapsed":"#, from: 0))
        return (.stockCompleted(event), range)
    }

    private mutating func result() throws(OtherForm) -> StockResult {
        let result = StockResult(
            ticker: try ticker(after: #"{"ticker":"#),
            sector: try nullableText(after: #","sector":"#),
            pnl: try number(after: #","pnl":"#),
            returnPct: try number(after: #","return_pct":"#),
            totalTrades: try integer(after: #","total_trades":"#),
            winningTrades: try integer(after: #","winning_trades":"#),
            losingTrades: try integer(after: #","losing_trades":"#),
            openTrades: try integer(after: #","open_trades":"#, to: 1),
            rejectedOrders: try integer(after: #","rejected_orders":"#),
            sharpeRatio: try nullableNumber(after: #","sharpe_ratio":"#),
            maxDrawdown: try number(after: #","max_drawdown":"#, from: 0),
            grossProfit: try number(after: #","gross_profit":"#, from: 0),
            grossLoss: try number(after: #","gross_loss":"#, from: 0),
            exposurePct: try number(after: #","exposure_pct":"#, from: 0, to: 100),
            startValue: try number(after: #","start_value":"#, from: .leastNonzeroMagnitude),
            endValue: try number(after: #","end_value":"#))
        try pass("}")
        return result
    }

    // MARK: Values

    private mutating func time() throws(OtherForm) -> RecordTime {
        guard end - position > RecordTime.usualBytes else { throw OtherForm() }
        let time = RecordTime(usual: bytes.span, at: position)
        guard time.isTime else { throw OtherForm() }
        position += RecordTime.usualBytes
        return time
    }

    private mutating func ticker(after name: StaticString) throws(OtherForm) -> String {
        try text(after: name, RecordText.isTicker)
    }

    private mutating func code() throws(OtherForm) -> FailureCode {
        let code = FailureCode(rawValue: try text(after: #","code":"#))
        guard FailureCode.ofStocks.contains(code) else { throw OtherForm() }
        return code
    }

    /// A text that is not empty, or as `isRight` says; ASCII without escapes.
    private mutating func text(
        after name: StaticString, _ isRight: (Span<UInt8>) -> Bool = { !$0.isEmpty }
    ) throws(OtherForm) -> String {
        try pass(name)
        try pass("\"")
        let start = position
        guard let end = plainTextEnd(), isRight(bytes.span.extracting(start..<end)) else {
            throw OtherForm()
        }
        position = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Where the quote stands that ends the text at hand, of ASCII without escapes; nil for any
    /// other.
    private func plainTextEnd() -> Int? {
        let rest = bytes.span.extracting(position..<end)
        for index in rest.indices {
            let byte = rest[index]
            if byte == UInt8(ascii: "\"") { return position + index }
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\\") else { return nil }
        }
        return nil
    }

    private mutating func nullableText(
        after name: StaticString, _ isRight: (Span<UInt8>) -> Bool = { !$0.isEmpty }
    ) throws(OtherForm) -> String? {
        guard !isNull(after: name) else { return nil }
        return try text(after: name, isRight)
    }

    private mutating func nullableNumber(after name: StaticString) throws(OtherForm) -> Double? {
        guard !isNull(after: name) else { return nil }
        return try number(after: name)
    }

    private mutating func number(
        after name: StaticString, from least: Double = -.infinity, to most: Double = .infinity
    ) throws(OtherForm) -> Double {
        try pass(name)
        let read = DecimalNumber.read(bytes.span.extracting(position..<end))
        guard let (number, count) = read, number >= least, number <= most else {
            throw OtherForm()
        }
        position += count
        return number
    }

    private mutating func integer(
        after name: StaticString, from least: Int = 0, to most: Int = .max
    ) throws(OtherForm) -> Int {
        try pass(name)
        guard let (value, count) = plainInteger(), value >= least, value <= most else {
            throw OtherForm()
        }
        position += count
        return value
    }

    /// The integer at hand, of up to 18 digits in its one form, and how many there are.
    private func plainInteger() -> (value: Int, count: Int)? {
        let rest = bytes.span.extracting(position..<end)
        var (value, count) = (0, 0)
        while count < rest.count, count < 18, rest[count] &- 0x30 < 10 {
            value = value * 10 + Int(rest[count] - 0x30)
            count += 1
        }
        guard count == 1 || count > 1 && rest[0] != 0x30, count < rest.count,
            rest[count] == UInt8(ascii: ",") || rest[count] == UInt8(ascii: "}")
        else { return nil }
        return (value, count)
    }

    // MARK: What stands between them

    private mutating func pass(_ word: StaticString) throws(OtherForm) {
        guard take(word) else { throw OtherForm() }
    }

    /// Passes over `word` if it stands here, byte for byte.
    private mutating func take(_ word: StaticString) -> Bool {
        let start = position
        let next = start + word.utf8CodeUnitCount
        guard next <= end, stands(word, in: bytes.span, at: start) else { return false }
        position = next
        return true
    }

    /// Passes over `name` and null if both stand here.
    private mutating func isNull(after name: StaticString) -> Bool {
        let start = position
        if take(name), take("null") { return true }
        position = start
        return false
    }
}
