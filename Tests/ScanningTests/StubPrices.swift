import MarketData

/// Prices made up for a test: rising ones, unless a ticker is told to do something else.
struct StubPrices: PriceSource {
    enum Behaviour: Sendable {
        /// Waits until its task is cancelled.
        case hangs
        /// Waits for ever, whatever becomes of its task.
        case ignoresCancellation
        /// Waits for a signal, then answers.
        case waits(FirstWake)
        /// Answers with the prices of another ticker.
        case answersAs(String)
    }

    var name = "stub"
    var interval = BarInterval.day
    var isLive = true
    var coverage: ClosedRange<CalendarDate>?
    var tickers: [String]
    var behaviours: [String: Behaviour] = [:]

    func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        switch behaviours[ticker] {
        case nil:
            return try history(of: ticker)
        case .hangs:
            do {
                try await Task.sleep(for: .seconds(1_000_000))
            } catch {
                throw PriceError.cancelled(ticker: ticker, source: name)
            }
            return try history(of: ticker)
        case .ignoresCancellation:
            await FirstWake().wait()
            return try history(of: ticker)
        case .waits(let wake):
            await wake.wait()
            return try history(of: ticker)
        case .answersAs(let other):
            return try history(of: other)
        }
    }

    /// Sixty bars that depend on the ticker alone.
    private func history(of ticker: String) throws(PriceError) -> PriceHistory {
        let days = 60
        let seed = ticker.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 1_000 }
        let close = (0..<days).map { day in
            100 + Double((day * (seed + 11)) % 37) - Double((day * seed) % 23)
        }
        let bars = try Bars(
            ticker: ticker,
            times: (0..<Int32(days)).compactMap { day in
                CalendarDate(dayNumber: 18_000 + day).map { BarTime($0) }
            },
            open: close, high: close.map { $0 + 1 }, low: close.map { $0 - 1 }, close: close,
            volume: close)
        return PriceHistory(bars: bars, counts: RowCounts(rows: days))
    }
}
