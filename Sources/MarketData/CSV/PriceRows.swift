/// Gathers the rows of one ticker, in any order, until they become bars.
struct PriceRows {
    /// One row that has all four prices.
    struct Row {
        var time: BarTime
        var open: Double
        var high: Double
        var low: Double
        var close: Double
        var volume: Double

        /// Multiplies all prices by adjusted close / close.
        mutating func adjust(toClose adjusted: Double) {
            let factor = adjusted / close
            open *= factor
            high *= factor
            low *= factor
            close = adjusted
        }
    }

    let ticker: String
    /// The first fault found; with one there are no bars.
    var failure: PriceError?
    private(set) var counts = RowCounts()
    private var rows: [Row] = []
    private var isAscending = true
    private var stamp: BarTime?
    private var stampsOfDay = 0

    init(ticker: String, capacity: Int) {
        self.ticker = ticker
        rows.reserveCapacity(capacity)
    }

    /// Number of rows that may become bars.
    var count: Int { rows.count }

    /// Takes a row; nil is one that lacks a price, which is counted.
    mutating func append(_ row: Row?) {
        counts.rows += 1
        guard let row else {
            counts.rowsDropped += 1
            return
        }
        if let last = rows.last, row.time <= last.time { isAscending = false }
        rows.append(row)
    }

    /// Whether a row of that day and time may stand for the whole of its day.
    ///
    /// False when two before it had the same day, each another time of it. One more is met, as
    /// servers add the day's last price to its bar.
    mutating func isOneOfItsDay(_ time: BarTime) -> Bool {
        if time.day != stamp?.day {
            stampsOfDay = 1
        } else if time != stamp {
            stampsOfDay += 1
        }
        stamp = time
        return stampsOfDay < 3
    }

    /// The bars in order of time; of rows with one time the last of the file is kept.
    consuming func finished() -> Result<PriceHistory, PriceError> {
        if let failure { return .failure(failure) }
        if !isAscending { sortAndDropDuplicates() }
        counts.rowsOutsideRange = rows.count { row in
            row.open < row.low || row.open > row.high || row.close < row.low || row.close > row.high
        }
        let bars = Bars(
            checked: ticker, times: rows.map(\.time), open: rows.map(\.open),
            high: rows.map(\.high), low: rows.map(\.low), close: rows.map(\.close),
            volume: rows.map(\.volume))
        return .success(PriceHistory(bars: bars, counts: counts))
    }

    private mutating func sortAndDropDuplicates() {
        let order = rows.indices.sorted { left, right in
            let (leftTime, rightTime) = (rows[left].time, rows[right].time)
            return leftTime == rightTime ? left < right : leftTime < rightTime
        }
        var sorted: [Row] = []
        sorted.reserveCapacity(rows.count)
        for index in order {
            if sorted.last?.time == rows[index].time { sorted.removeLast() }
            sorted.append(rows[index])
        }
        counts.rowsDropped += rows.count - sorted.count
        rows = sorted
    }
}
