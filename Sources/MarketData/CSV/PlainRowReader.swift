/// Reads rows of the plainest form in one pass, and leaves all others to `PriceRowReader`.
///
/// Plain is a row of the ticker of the row before it, with an ISO day, and with prices above 0 and
/// a volume of up to 15 digits and perhaps a point: no quotes, spaces, signs or missing values.
/// For those rows both readers give the same; this one does not note where fields are before
/// it reads them, and takes a third of the time.
struct PlainRowReader {
    /// What is to be done with a field.
    private enum Role {
        case ticker, day, open, high, low, close, adjustedClose, volume, other
    }

    private let roles: [Role]
    private let adjusted: Bool
    private let decimals = DecimalReader()

    /// Prepares for a file's columns; nil when rows of that file are never plain.
    init?(_ file: PriceCSV, _ columns: PriceColumns) {
        guard !file.interval.isIntraday, columns.series.count == 1,
            let series = columns.series.first
        else { return nil }
        var roles = columns.names.map { _ in Role.other }
        if let ticker = columns.ticker { roles[ticker] = .ticker }
        roles[columns.time] = .day
        roles[series.open] = .open
        roles[series.high] = .high
        roles[series.low] = .low
        roles[series.close] = .close
        if let volume = series.volume { roles[volume] = .volume }
        if file.adjusted, let column = series.adjustedClose { roles[column] = .adjustedClose }
        self.roles = roles
        adjusted = file.adjusted
    }

    /// Reads rows until the first that is not plain, which `lines` is left before.
    func read(_ lines: inout CSVLines, _ bytes: Span<UInt8>, into groups: inout TickerGroups) {
        guard let (ticker, index) = groups.current, groups.all[index].failure == nil else {
            return
        }
        read(&lines, bytes, of: ticker, into: &groups.all[index])
    }

    private func read(
        _ lines: inout CSVLines, _ bytes: Span<UInt8>, of ticker: Range<Int>,
        into rows: inout PriceRows
    ) {
        var days = ISODayReader()
        while let (row, end) = row(bytes, from: lines.offset, ticker, &days) {
            rows.append(row)
            lines.skipLine(endingAt: end)
        }
    }

    /// The row that begins at `start`, and where the next one does; nil when it is not plain.
    private func row(
        _ bytes: Span<UInt8>, from start: Int, _ ticker: Range<Int>, _ days: inout ISODayReader
    ) -> (row: PriceRows.Row, end: Int)? {
        var place = start
        var row = PriceRows.Row(
            time: BarTime(.earliest), open: 0, high: 0, low: 0, close: 0, volume: 0)
        var adjustedClose = 1.0
        for index in roles.indices {
            if index > 0 {
                guard place < bytes.count, bytes[place] == UInt8(ascii: ",") else { return nil }
                place += 1
            }
            switch roles[index] {
            case .ticker:
                guard bytes.hasSameBytes(at: place, as: ticker) else { return nil }
                place += ticker.count
            case .day:
                guard let day = days.read(bytes, at: place) else { return nil }
                row.time = BarTime(day)
                place += CalendarDate.isoByteCount
            case .open: row.open = decimals.readPlain(bytes, &place)
            case .high: row.high = decimals.readPlain(bytes, &place)
            case .low: row.low = decimals.readPlain(bytes, &place)
            case .close: row.close = decimals.readPlain(bytes, &place)
            case .adjustedClose: adjustedClose = decimals.readPlain(bytes, &place)
            case .volume: row.volume = decimals.readPlain(bytes, &place)
            case .other:
                while place < bytes.count, bytes[place] != UInt8(ascii: ","),
                    bytes[place] != UInt8(ascii: "\n")
                {
                    guard bytes[place] != UInt8(ascii: "\"") else { return nil }
                    place += 1
                }
            }
        }
        guard row.open > 0, row.high > 0, row.low > 0, row.close > 0, row.volume >= 0,
            adjustedClose > 0, let end = bytes.lineEnd(at: place)
        else { return nil }
        if adjusted { row.adjust(toClose: adjustedClose) }
        return (row, end)
    }
}

extension Span<UInt8> {
    /// Whether the bytes from `place` on are those of an earlier range.
    fileprivate func hasSameBytes(at place: Int, as range: Range<Int>) -> Bool {
        guard count - place >= range.count else { return false }
        for offset in 0..<range.count
        where self[place + offset] != self[range.lowerBound + offset] {
            return false
        }
        return true
    }

    /// Where the next line begins when one ends at `place`; nil when none does.
    fileprivate func lineEnd(at place: Int) -> Int? {
        if place == count { return place }
        if self[place] == UInt8(ascii: "\n") { return place + 1 }
        guard self[place] == UInt8(ascii: "\r"), place + 1 < count,
            self[place + 1] == UInt8(ascii: "\n")
        else { return nil }
        return place + 2
    }
}
