extension PriceTable {
    /// Reads a table from the bytes of a comma-separated file, in one pass.
    ///
    /// The first line is `ticker,date,open,high,low,close,volume`; the rows of a ticker follow
    /// one another, dates ascending; every line ends with LF,
    /// the last one too, so that a file cut short shows itself. A row with an empty price is dropped
    /// and counted. Anything else amiss throws `bad_data` with line, column and what was found.
    package init(csv: [UInt8], name: String) throws(PriceError) {
        var builder = PriceTableBuilder()
        try builder.read(PriceRowParser(fileName: name), csv.span)
        self.init(name: name, bars: builder.finished, counts: builder.counts)
    }
}

/// Gathers rows into the columns of one ticker after another.
struct PriceTableBuilder {
    private(set) var finished: [Bars] = []
    private(set) var counts = SourceCounts()

    private var ticker = ""
    private var tickersSeen: Set<String> = []
    private var tickerRange = 0..<0
    private var dates: [CalendarDate] = []
    private var open: [Double] = []
    private var high: [Double] = []
    private var low: [Double] = []
    private var close: [Double] = []
    private var volume: [Double] = []
    private var lastDate: CalendarDate?

    mutating func read(
        _ start: PriceRowParser, _ bytes: Span<UInt8>
    ) throws(PriceError) {
        var parser = start
        try parser.readHeader(bytes)
        while !parser.isAtEnd(bytes) {
            let range = try parser.readTicker(bytes)
            if !isCurrentTicker(range, bytes) {
                try begin(parser.text(bytes, range), range, parser)
            }
            let date = try parser.readDate(bytes)
            if let lastDate, date <= lastDate {
                throw parser.error(
                    .date, "\(date) follows \(lastDate); the dates of a ticker must ascend")
            }
            lastDate = date
            let open = try parser.readPrice(.open, bytes)
            let high = try parser.readPrice(.high, bytes)
            let low = try parser.readPrice(.low, bytes)
            let close = try parser.readPrice(.close, bytes)
            let volume = try parser.readVolume(bytes)
            counts.rows += 1
            guard let open, let high, let low, let close else {
                counts.rowsDropped += 1
                continue
            }
            if open < low || open > high || close < low || close > high {
                counts.rowsOutsideRange += 1
            }
            self.dates.append(date)
            self.open.append(open)
            self.high.append(high)
            self.low.append(low)
            self.close.append(close)
            self.volume.append(volume)
        }
        finish()
    }

    private func isCurrentTicker(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard range.count == tickerRange.count else { return false }
        for place in 0..<range.count
        where bytes[range.lowerBound + place] != bytes[tickerRange.lowerBound + place] {
            return false
        }
        return true
    }

    private mutating func begin(
        _ name: String, _ range: Range<Int>, _ parser: PriceRowParser
    ) throws(PriceError) {
        finish()
        guard tickersSeen.insert(name).inserted else {
            throw parser.error(
                .ticker, "'\(name)' again; the rows of a ticker must follow one another")
        }
        ticker = name
        tickerRange = range
        lastDate = nil
    }

    private mutating func finish() {
        guard !ticker.isEmpty else { return }
        finished.append(
            Bars(
                checked: ticker, dates: dates, open: open, high: high, low: low, close: close,
                volume: volume))
        // The finished bars share these buffers, so the next ticker gets its own, as large.
        let capacity = dates.count
        dates = Self.empty(capacity)
        open = Self.empty(capacity)
        high = Self.empty(capacity)
        low = Self.empty(capacity)
        close = Self.empty(capacity)
        volume = Self.empty(capacity)
    }

    private static func empty<Value>(_ capacity: Int) -> [Value] {
        var column: [Value] = []
        column.reserveCapacity(capacity)
        return column
    }
}
