extension RecordedEvent {
    /// Reads a record of a stock that stands there in the very form in which this version writes
    /// it, byte for byte; nil for any other, sound or not, which is the general reader's.
    ///
    /// Nearly all records of a tape are such; without a search for names it takes a fraction of
    /// the time.
    static func inOwnForm(_ bytes: [UInt8], _ range: Range<Int>) -> RecordedEvent? {
        var reader = OwnFormReader(scanner: JSONScanner(bytes, range))
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

    var scanner: JSONScanner

    mutating func record() throws(OtherForm) -> RecordedEvent {
        let seq = try integer(after: Words.seq)
        try pass(Words.at)
        let start = scanner.position
        guard scanner.end - start > RecordTime.usualBytes else { throw OtherForm() }
        for index in start..<start + RecordTime.usualBytes {
            // An ASCII text without quotes and escapes.
            guard (0x2b...0x5b).contains(scanner.bytes[index]) else { throw OtherForm() }
        }
        scanner.position += RecordTime.usualBytes
        try pass(Words.type)
        let event: ScanEvent
        var resultRange: Range<Int>?
        if scanner.take(Words.slow) {
            event = .stockSlow(
                ticker: try string(after: Words.ticker), seconds: try number(after: Words.seconds),
                elapsed: try number(after: Words.elapsed))
        } else if scanner.take(Words.completed) {
            (event, resultRange) = try completed()
        } else if scanner.take(Words.failed) {
            event = try failed()
        } else {
            throw OtherForm()
        }
        try pass(Words.close)
        guard scanner.position == scanner.end else { throw OtherForm() }
        return RecordedEvent(
            seq: seq, time: RecordTime(usual: scanner.bytes, at: start), event: event,
            resultRange: resultRange)
    }

    private mutating func failed() throws(OtherForm) -> ScanEvent {
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: try string(after: Words.ticker),
                sector: try nullableString(after: Words.sector),
                code: FailureCode(rawValue: try string(after: Words.code)),
                message: try string(after: Words.message),
                seconds: try number(after: Words.seconds),
                elapsed: try number(after: Words.elapsed)))
    }

    private mutating func completed() throws(OtherForm) -> (ScanEvent, Range<Int>) {
        try pass(Words.result)
        let start = scanner.position
        let result = try result()
        let range = start..<scanner.position
        let prices = ScanEvent.PriceRecord(
            bars: try integer(after: Words.bars), firstDate: try string(after: Words.firstDate),
            lastDate: try string(after: Words.lastDate),
            barsDigest: try string(after: Words.barsDigest),
            rowsRead: try integer(after: Words.rowsRead),
            rowsDropped: try integer(after: Words.rowsDropped),
            rowsOutsideRange: try integer(after: Words.rowsOutsideRange),
            fetchedAt: try nullableString(after: Words.fetchedAt))
        let event = ScanEvent.StockCompleted(
            result: result, prices: prices, seconds: try number(after: Words.seconds),
            elapsed: try number(after: Words.elapsed))
        return (.stockCompleted(event), range)
    }

    private mutating func result() throws(OtherForm) -> StockResult {
        let result = StockResult(
            ticker: try string(after: Words.firstTicker),
            sector: try nullableString(after: Words.sector), pnl: try number(after: Words.pnl),
            returnPct: try number(after: Words.returnPct),
            totalTrades: try integer(after: Words.totalTrades),
            winningTrades: try integer(after: Words.winningTrades),
            losingTrades: try integer(after: Words.losingTrades),
            openTrades: try integer(after: Words.openTrades),
            rejectedOrders: try integer(after: Words.rejectedOrders),
            sharpeRatio: try nullableNumber(after: Words.sharpeRatio),
            maxDrawdown: try number(after: Words.maxDrawdown),
            grossProfit: try number(after: Words.grossProfit),
            grossLoss: try number(after: Words.grossLoss),
            exposurePct: try number(after: Words.exposurePct),
            startValue: try number(after: Words.startValue),
            endValue: try number(after: Words.endValue))
        try pass(Words.close)
        return result
    }

    private mutating func pass(_ word: [UInt8]) throws(OtherForm) {
        guard scanner.take(word) else { throw OtherForm() }
    }

    private mutating func string(after word: [UInt8]) throws(OtherForm) -> String {
        try pass(word)
        guard scanner.next == UInt8(ascii: "\"") else { throw OtherForm() }
        return try value { scanner throws(JSONError) in try scanner.string() }
    }

    private mutating func nullableString(after word: [UInt8]) throws(OtherForm) -> String? {
        try pass(word)
        if scanner.take(Words.null) { return nil }
        guard scanner.next == UInt8(ascii: "\"") else { throw OtherForm() }
        return try value { scanner throws(JSONError) in try scanner.string() }
    }

    private mutating func number(after word: [UInt8]) throws(OtherForm) -> Double {
        try pass(word)
        guard scanner.isAtNumber else { throw OtherForm() }
        return try value { scanner throws(JSONError) in try scanner.number() }
    }

    private mutating func nullableNumber(after word: [UInt8]) throws(OtherForm) -> Double? {
        try pass(word)
        if scanner.take(Words.null) { return nil }
        guard scanner.isAtNumber else { throw OtherForm() }
        return try value { scanner throws(JSONError) in try scanner.number() }
    }

    private mutating func integer(after word: [UInt8]) throws(OtherForm) -> Int {
        try pass(word)
        guard let integer = scanner.plainInteger() else { throw OtherForm() }
        return integer
    }

    private mutating func value<Value>(
        _ read: (inout JSONScanner) throws(JSONError) -> Value
    ) throws(OtherForm) -> Value {
        do throws(JSONError) {
            return try read(&scanner)
        } catch {
            throw OtherForm()
        }
    }
}

extension JSONScanner {
    /// The byte at hand, 0 at the end.
    fileprivate var next: UInt8 { position < end ? bytes[position] : 0 }

    /// Whether a number begins here.
    fileprivate var isAtNumber: Bool { next == UInt8(ascii: "-") || (0x30...0x39).contains(next) }

    /// Passes over `word` if it stands here, byte for byte.
    fileprivate mutating func take(_ word: [UInt8]) -> Bool {
        guard end - position >= word.count else { return false }
        for index in word.indices where bytes[position + index] != word[index] { return false }
        position += word.count
        return true
    }

    /// An integer of up to 18 digits in its one form; nil, and nothing passed, for any other.
    fileprivate mutating func plainInteger() -> Int? {
        var index = position
        var value = 0
        while index < end, (0x30...0x39).contains(bytes[index]), index - position < 18 {
            value = value * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        let isOneForm = index - position == 1 || (index > position && bytes[position] != 0x30)
        guard isOneForm, index < end,
            bytes[index] == UInt8(ascii: ",") || bytes[index] == UInt8(ascii: "}")
        else { return nil }
        position = index
        return value
    }
}

/// What stands between the values.
private enum Words {
    static let seq = Array(#"{"seq":"#.utf8)
    static let at = Array(#","at":""#.utf8)
    static let type = Array(#"","type":"stock_"#.utf8)
    static let slow = Array(#"slow""#.utf8)
    static let completed = Array(#"completed""#.utf8)
    static let failed = Array(#"failed""#.utf8)
    static let null = Array("null".utf8)
    static let close = Array("}".utf8)
    static let firstTicker = Array(#"{"ticker":"#.utf8)
    static let ticker = name("ticker")
    static let sector = name("sector")
    static let code = name("code")
    static let message = name("message")
    static let seconds = name("seconds")
    static let elapsed = name("elapsed")
    static let result = name("result")
    static let pnl = name("pnl")
    static let returnPct = name("return_pct")
    static let totalTrades = name("total_trades")
    static let winningTrades = name("winning_trades")
    static let losingTrades = name("losing_trades")
    static let openTrades = name("open_trades")
    static let rejectedOrders = name("rejected_orders")
    static let sharpeRatio = name("sharpe_ratio")
    static let maxDrawdown = name("max_drawdown")
    static let grossProfit = name("gross_profit")
    static let grossLoss = name("gross_loss")
    static let exposurePct = name("exposure_pct")
    static let startValue = name("start_value")
    static let endValue = name("end_value")
    static let bars = name("bars")
    static let firstDate = name("first_date")
    static let lastDate = name("last_date")
    static let barsDigest = name("bars_sha256")
    static let rowsRead = name("rows_read")
    static let rowsDropped = name("rows_dropped")
    static let rowsOutsideRange = name("rows_outside_range")
    static let fetchedAt = name("fetched_at")

    private static func name(_ name: String) -> [UInt8] {
        Array(",\"\(name)\":".utf8)
    }
}
