/// Reads one line of a price file after another into the rows of their tickers.
struct PriceRowReader {
    private let file: PriceCSV
    private let columns: PriceColumns
    private let times: BarTimeReader
    private let decimals = DecimalReader()

    init(_ file: PriceCSV, _ columns: PriceColumns) {
        self.file = file
        self.columns = columns
        times = BarTimeReader(isIntraday: file.interval.isIntraday)
    }

    /// Reads the current line; throws when it is wrong and does not tell whose it is.
    func read(
        _ lines: borrowing CSVLines, _ bytes: Span<UInt8>, into groups: inout TickerGroups
    ) throws(PriceError) {
        var group = 0
        if let ticker = columns.ticker {
            guard ticker < lines.fields.count, !lines.fields[ticker].isEmpty else {
                let fault = fault(ticker, "a ticker", lines, bytes)
                guard file.keepsNameless else { throw fault }
                groups.failNameless(fault)
                return
            }
            group = groups.index(of: lines.fields[ticker], bytes)
        }
        do throws(PriceError) {
            let time = try time(lines, bytes, in: &groups.all[group])
            for index in columns.series.indices where groups.all[group + index].failure == nil {
                do throws(PriceError) {
                    groups.all[group + index].append(try row(time, index, lines, bytes))
                } catch {
                    groups.fail((group + index)..<(group + index + 1), error)
                }
            }
        } catch {
            groups.fail(group..<(group + columns.series.count), error)
        }
    }

    /// When the bar of the line begins; throws, too, when bars of days are asked for and the file
    /// has shorter ones, the last of which would pass for its day.
    private func time(
        _ lines: borrowing CSVLines, _ bytes: Span<UInt8>, in rows: inout PriceRows
    ) throws(PriceError) -> BarTime {
        guard lines.fields.count == columns.names.count else {
            throw PriceError(
                .badData,
                "\(file.fileName), line \(lines.line): expected \(columns.names.count) fields as "
                    + "in the header, found \(lines.fields.count)")
        }
        let clock = columns.clock.map { lines.fields[$0] }
        guard let time = times.read(bytes, lines.fields[columns.time], clock: clock) else {
            throw fault(columns.time, times.expectation, lines, bytes)
        }
        if file.interval.isIntraday { return time }
        guard rows.isOneOfItsDay(time) else {
            throw PriceError(
                .badData,
                "\(file.fileName), line \(lines.line): expected one row a day, found a third of "
                    + "\(time.day), at another time of it; scan it with an interval below 1d")
        }
        return BarTime(time.day)
    }

    /// The row of one series; nil when a price is missing.
    private func row(
        _ time: BarTime, _ index: Int, _ lines: borrowing CSVLines, _ bytes: Span<UInt8>
    ) throws(PriceError) -> PriceRows.Row? {
        let series = columns.series[index]
        let open = try price(series.open, lines, bytes)
        let high = try price(series.high, lines, bytes)
        let low = try price(series.low, lines, bytes)
        let close = try price(series.close, lines, bytes)
        let volume = try series.volume.map { column throws(PriceError) in
            try number(column, "a volume, 0 or more", lines, bytes) { $0 >= 0 }
        }
        guard let open, let high, let low, let close else { return nil }
        var row = PriceRows.Row(
            time: time, open: open, high: high, low: low, close: close,
            volume: (volume ?? 0) ?? 0)
        if file.adjusted, let column = series.adjustedClose {
            guard let adjusted = try price(column, lines, bytes) else { return nil }
            row.adjust(toClose: adjusted)
        }
        return row
    }

    private func price(
        _ column: Int, _ lines: borrowing CSVLines, _ bytes: Span<UInt8>
    ) throws(PriceError) -> Double? {
        try number(column, "a price above 0", lines, bytes) { $0 > 0 }
    }

    /// The number in a field; nil when the field says that there is none.
    private func number(
        _ column: Int, _ expectation: String, _ lines: borrowing CSVLines, _ bytes: Span<UInt8>,
        where isSound: (Double) -> Bool
    ) throws(PriceError) -> Double? {
        let number = decimals.read(bytes, lines.fields[column])
        if let number, number.isFinite, isSound(number) { return number }
        if number == nil, Self.missing.contains(lines.text(column, bytes).lowercased()) {
            return nil
        }
        throw fault(column, expectation, lines, bytes)
    }

    /// How files say that there is no value, in lower case.
    private static let missing: Set = ["", "nan", "null", "none", "na", "n/a", "nil", "-", "#n/a"]

    private func fault(
        _ column: Int, _ expectation: String, _ lines: borrowing CSVLines, _ bytes: Span<UInt8>
    ) -> PriceError {
        PriceError(
            .badData,
            "\(file.fileName), line \(lines.line), column \(column + 1) "
                + "('\(columns.names[column])'): expected \(expectation), "
                + "found \(lines.found(column, bytes))")
    }
}
