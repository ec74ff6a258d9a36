/// How the text of a price file is to be read.
struct PriceCSV {
    /// What messages call the file.
    let fileName: String
    /// The ticker of all rows when the file names none.
    var fileTicker: String?
    var interval = BarInterval.day
    /// Whether prices are multiplied by adjusted close / close.
    var adjusted = false
    /// Whether rows that name no ticker fail alone, under the ticker ""; otherwise the first of
    /// them fails the file.
    var keepsNameless = false
    /// About how many rows a ticker has, to reserve memory for; 0 when that is not known.
    var expectedRows = 0

    /// A ticker with its bars, or with what is wrong with them.
    typealias Outcome = (ticker: String, result: Result<PriceHistory, PriceError>)

    /// Reads the whole text, in one pass; tickers come in the order of their first rows.
    ///
    /// A fault in a row fails the ticker of that row. One that leaves the ticker open throws,
    /// unless such rows are kept and others are there; so does a header that is none.
    func read(_ bytes: Span<UInt8>) throws(PriceError) -> [Outcome] {
        var lines = CSVLines(bytes)
        guard lines.next(bytes) else { throw PriceError(.noData, "\(fileName) is empty") }
        try refuseForeignContent(lines.text(0, bytes))
        let columns: PriceColumns
        do {
            columns = try PriceColumns(&lines, bytes)
        } catch {
            throw PriceError(.badData, "\(fileName), line \(lines.line): \(error.message)")
        }
        if adjusted, columns.series.contains(where: { $0.adjustedClose == nil }) {
            throw PriceError(
                .badData,
                "\(fileName) has no adjusted close, which adjusted=true needs; its columns are "
                    + columns.names.map { "'\($0)'" }.list)
        }
        let headerLine = lines.line
        let outcomes = try readRows(&lines, bytes, columns)
        guard lines.line > headerLine else {
            throw PriceError(.noData, "\(fileName) has a header, but no rows")
        }
        return outcomes
    }

    /// Reads the rows of a text without a header; faults are those of `read`.
    func readRows(
        _ bytes: Span<UInt8>, _ columns: PriceColumns
    ) throws(PriceError) -> [Outcome] {
        var lines = CSVLines(bytes)
        return try readRows(&lines, bytes, columns)
    }

    private func readRows(
        _ lines: inout CSVLines, _ bytes: Span<UInt8>, _ columns: PriceColumns
    ) throws(PriceError) -> [Outcome] {
        var groups = TickerGroups(columns, self)
        let plainReader = PlainRowReader(self, columns)
        let reader = PriceRowReader(self, columns)
        while true {
            plainReader?.read(&lines, bytes, into: &groups)
            guard lines.next(bytes) else { break }
            try reader.read(lines, bytes, into: &groups)
        }
        if groups.all.count == 1, groups.all[0].ticker.isEmpty, let fault = groups.all[0].failure {
            throw fault
        }
        return groups.all.map { ($0.ticker, checked($0.finished())) }
    }

    /// Refuses days where shorter bars are asked for.
    private func checked(_ result: Result<PriceHistory, PriceError>)
        -> Result<PriceHistory, PriceError>
    {
        guard interval.isIntraday, case .success(let history) = result,
            history.bars.count > 1, history.bars.times.allSatisfy({ $0.minute == 0 })
        else { return result }
        return .failure(
            PriceError(
                .badData,
                "\(fileName): expected bars of \(interval.rawValue), found \(history.bars.count) "
                    + "that all begin at 00:00, as days do; scan it with an interval of 1d or more")
        )
    }

    /// Throws when a file begins like the answers that servers give instead of prices.
    private func refuseForeignContent(_ start: String) throws(PriceError) {
        let start = start.lowercased()
        if start.hasPrefix("no data") {
            throw PriceError(.noData, "\(fileName) holds the answer 'No data' instead of prices")
        }
        let kinds = [
            ("exceeded the daily hits limit", "the answer 'Exceeded the daily hits limit'"),
            ("<!doctype", "a web page"), ("<html", "a web page"),
            ("{", "JSON"), ("[", "JSON"), ("pk\u{3}\u{4}", "a zip archive or a workbook"),
            ("par1", "a Parquet file"),
        ]
        for (prefix, kind) in kinds where start.hasPrefix(prefix) {
            throw PriceError(
                .badData,
                "\(fileName) holds \(kind) instead of prices; get it again, as plain text "
                    + "with comma-separated columns")
        }
    }
}

extension PriceTable {
    /// Reads a table from the bytes of a comma-separated file of daily bars.
    ///
    /// Throws what is wrong with the file as a whole; what is wrong with the rows of a ticker is
    /// thrown when its bars are asked for.
    package init(csv: [UInt8], name: String) throws(PriceError) {
        self.init(name: name, try PriceCSV(fileName: "\(name) prices").read(csv.span))
    }
}
