import Foundation
import MarketData
import Synchronization

/// Prices made up for a test: rising ones, unless a ticker is told to do something else.
struct StubPrices: PriceSource {
    enum Behaviour: Sendable {
        /// Waits until its task is cancelled.
        case hangs
        /// Waits for ever, whatever becomes of its task.
        case ignoresCancellation
        /// Waits for a signal, then answers.
        case waits(FirstWake)
        /// Fires one signal, and then waits for another where its turn is waited for.
        case waitsForItsTurn(FirstWake, FirstWake)
        /// Fires a signal, then waits until its task is cancelled.
        case hangsAfter(FirstWake)
        /// Answers with an error.
        case fails(PriceError)
        /// Answers with sixty bars of these prices, over and over.
        case costs([Double])
    }

    /// How many are asked for at one time.
    final class Traffic: Sendable {
        private let counts = Mutex((now: 0, most: 0))
        var most: Int { counts.withLock(\.most) }

        func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
        func leave() { counts.withLock { $0.now -= 1 } }
    }

    var name = "stub"
    var interval = BarInterval.day
    var isLive = true
    var coverage: ClosedRange<CalendarDate>?
    var tickers: [String]
    var behaviours: [String: Behaviour] = [:]
    /// What all prices have risen by since they were kept.
    var rise = 0.0
    /// Whether the prices are kept as they were before they rose.
    var keeps = false
    var fetchedAt: Date?
    /// Until when the session of the last bar lasts; nil where it has ended.
    var openUntil: Date?
    var traffic: Traffic?

    func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        traffic?.enter()
        defer { traffic?.leave() }
        // Lets others come in between, if they may.
        for _ in 0..<3 { await Task.yield() }
        switch behaviours[ticker] {
        case nil:
            return try history(of: ticker)
        case .waitsForItsTurn(let waits, let wake):
            await WaitMeter.wait {
                waits.fire()
                await wake.wait()
            }
            return try history(of: ticker)
        case .hangsAfter(let wake):
            wake.fire()
            fallthrough
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
        case .fails(let error):
            throw error
        case .costs(let prices):
            return try history(of: ticker, close: (0..<60).map { prices[$0 % prices.count] })
        }
    }

    func keptHistory(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async -> PriceHistory? {
        keeps ? try? history(of: ticker, rise: 0) : nil
    }

    private func history(of ticker: String) throws(PriceError) -> PriceHistory {
        try history(of: ticker, rise: rise)
    }

    /// Sixty bars that depend on the ticker alone.
    private func history(of ticker: String, rise: Double) throws(PriceError) -> PriceHistory {
        let days = 60
        let seed = ticker.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 1_000 }
        let close = (0..<days).map { day in
            100 + Double((day * (seed + 11)) % 37) - Double((day * seed) % 23) + rise
        }
        return try history(of: ticker, close: close, range: 1)
    }

    private func history(
        of ticker: String, close: [Double], range: Double = 0
    ) throws(PriceError) -> PriceHistory {
        let bars = try Bars(
            ticker: ticker,
            times: (0..<Int32(close.count)).compactMap { day in
                CalendarDate(dayNumber: 18_000 + day).map { BarTime($0) }
            },
            open: close, high: close.map { $0 + range }, low: close.map { $0 - range },
            close: close, volume: close)
        return PriceHistory(
            bars: bars,
            counts: RowCounts(rows: close.count + 3, rowsDropped: 2, rowsOutsideRange: 1),
            fetchedAt: fetchedAt, openUntil: openUntil)
    }
}
