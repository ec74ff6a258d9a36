internal import Foundation
internal import MarketData

/// Gathers the rows of answers into the bars of one ticker.
///
/// A row without one of its prices is dropped; one without a volume has the volume 0, as that of
/// indices and currencies always is. Rows on holidays cannot be told from others and stay.
struct ChartSeries {
    private let ticker: String
    private let interval: BarInterval
    private let isAdjusted: Bool
    private let days: ClosedRange<CalendarDate>
    private var rows: [ChartRow] = []
    private var counts = RowCounts()
    private var sessions: SessionClock?

    /// Gathers the bars of the days, both inclusive, of the exchange.
    init(
        ticker: String, interval: BarInterval, isAdjusted: Bool,
        from: CalendarDate?, to: CalendarDate?
    ) {
        self.ticker = ticker
        self.interval = interval
        self.isAdjusted = isAdjusted
        let first = from ?? .earliest
        days = first...max(first, to ?? .latest)
    }

    /// Adds the rows of an answer to a request for `window`, which follows the last one.
    mutating func append(_ body: Data, _ window: Range<Int64>) throws(PriceError) {
        let series = try ChartAnswer.series(in: body, ticker: ticker)
        guard let stamps = series.timestamp, !stamps.isEmpty else { return }
        guard let clock = ExchangeClock(series.meta) else {
            throw bad("meta", "neither a known exchangeTimezoneName nor a gmtoffset")
        }
        sessions = SessionClock(clock, series.meta)
        let columns = try Columns(series.indicators, stamps.count, self)
        var last = Int64.min
        for (index, stamp) in stamps.enumerated() where window.contains(stamp) {
            guard stamp >= last else {
                throw bad("timestamp[\(index)]", "\(stamp) follows \(last)")
            }
            last = stamp
            guard let time = clock.time(of: stamp, interval) else {
                throw bad("timestamp[\(index)]", "no such time, \(stamp)")
            }
            counts.rows += 1
            guard let row = try columns.row(index, stamp, time, self) else {
                counts.rowsDropped += 1
                continue
            }
            add(row, mayBeLastTrade: index == stamps.count - 1)
        }
    }

    /// The bars; throws `no_data` when there are none in the range.
    func history(fetchedAt: Date) throws(PriceError) -> PriceHistory {
        let kept = rows.filter { days.contains($0.time.day) }
        guard !kept.isEmpty else {
            let first = days.lowerBound == .earliest ? "" : " from \(days.lowerBound)"
            let last = days.upperBound == .latest ? "" : " up to \(days.upperBound)"
            throw PriceError(
                .noData,
                "Yahoo has no bars of '\(ticker)'\(first)\(last); it was perhaps not listed then")
        }
        var counts = counts
        counts.rowsOutsideRange = kept.count { $0.isOutsideRange }
        let bars = try Bars(
            ticker: ticker, times: kept.map(\.time), open: kept.map(\.open),
            high: kept.map(\.high), low: kept.map(\.low), close: kept.map(\.close),
            volume: kept.map(\.volume))
        return PriceHistory(
            bars: bars, counts: counts, fetchedAt: fetchedAt,
            openUntil: kept.last.flatMap { sessions?.end(of: $0, interval, after: fetchedAt) })
    }

    private mutating func add(_ row: ChartRow, mayBeLastTrade: Bool) {
        if mayBeLastTrade, let last = rows.last, last.isUnfinished(with: row, interval) {
            rows[rows.count - 1].merge(row)
            counts.rowsDropped += 1
            return
        }
        // The same time again: of a day that comes twice, or of the hour that does in autumn.
        while let last = rows.last, last.time >= row.time {
            rows.removeLast()
            counts.rowsDropped += 1
        }
        rows.append(row)
    }

    private func bad(_ place: String, _ reason: String) -> PriceError {
        PriceError(.badData, "'\(ticker)', $.chart.result[0].\(place): \(reason)")
    }
}

extension ChartSeries {
    /// The columns of an answer, all of one length.
    private struct Columns {
        private let open: [Double?]
        private let high: [Double?]
        private let low: [Double?]
        private let close: [Double?]
        private let volume: [Double?]
        private let adjustedClose: [Double?]

        init(
            _ indicators: ChartAnswer.PriceBlocks, _ count: Int, _ series: ChartSeries
        ) throws(PriceError) {
            func column(_ name: String, _ values: [Double?]?) throws(PriceError) -> [Double?] {
                guard let values, values.count == count else {
                    let found = values.map { "\($0.count) values" } ?? "there is none"
                    throw series.bad("indicators.\(name)", "\(found) for \(count) timestamps")
                }
                return values
            }
            let quote = indicators.quote?.first
            open = try column("quote[0].open", quote?.open)
            high = try column("quote[0].high", quote?.high)
            low = try column("quote[0].low", quote?.low)
            close = try column("quote[0].close", quote?.close)
            volume = try column(
                "quote[0].volume", quote?.volume ?? Array(repeating: nil, count: count))
            // Bars shorter than a day come without.
            adjustedClose = try column(
                "adjclose[0].adjclose",
                series.isAdjusted ? indicators.adjclose?.first?.adjclose ?? close : close)
        }

        /// The row, adjusted; nil when it lacks a price.
        func row(
            _ index: Int, _ stamp: Int64, _ time: BarTime, _ series: ChartSeries
        ) throws(PriceError) -> ChartRow? {
            guard let open = open[index], let high = high[index], let low = low[index],
                let close = close[index], let adjustedClose = adjustedClose[index]
            else { return nil }
            let prices = [
                ("open", open), ("high", high), ("low", low), ("close", close),
                ("adjclose", adjustedClose),
            ]
            for (name, price) in prices where !(ChartSeries.soundPrices ~= price) {
                throw PriceError(
                    .badData,
                    "'\(series.ticker)', \(time), \(name): \(price) is no price; "
                        + "one must be above zero and at most \(ChartSeries.soundPrices.upperBound)"
                )
            }
            let volume = volume[index] ?? 0
            guard volume >= 0, volume.isFinite else {
                throw PriceError(
                    .badData, "'\(series.ticker)', \(time), volume: \(volume) is below zero")
            }
            // The close, too, is multiplied, so that one equal to the high stays equal to it.
            let factor = adjustedClose / close
            return ChartRow(
                stamp: stamp, time: time, open: open * factor, high: high * factor,
                low: low * factor, close: close * factor, volume: volume)
        }
    }

    /// From the smallest number above zero to more than any currency needs.
    private static let soundPrices = Double.leastNormalMagnitude...1e12
}
