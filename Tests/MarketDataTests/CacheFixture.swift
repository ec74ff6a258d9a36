import Foundation
import Synchronization

@testable import MarketData

/// Source, cache and files of one test.
struct CacheFixture {
    /// A time when all bars of 2020 are settled.
    static let later = "2021-06-01T12:00:00Z"

    let directory: String
    let source: CountingPrices
    let clock: TestClock
    let reports: Reports
    let prices: CachedPrices

    var barsFile: String { "\(directory)/counting/\(source.interval.rawValue)/TEST.csv.gz" }

    init(
        _ directory: String, _ source: CountingPrices = CountingPrices(), at time: String,
        refreshes: Bool = false
    ) {
        let clock = source.clock
        let reports = Reports()
        self.directory = directory
        self.source = source
        self.clock = clock
        self.reports = reports
        clock.set(time)
        let kept = CachedPrices(
            source, directory: directory, now: { clock.now }, report: { reports.add($0) })
        prices = refreshes ? kept.refreshing(as: "counting again") : kept
    }

    @discardableResult
    func history(
        _ from: String?, _ to: String?, ticker: String = "TEST"
    ) async throws -> PriceHistory {
        try await prices.history(
            of: ticker, from: from.flatMap { CalendarDate(iso: $0) },
            to: to.flatMap { CalendarDate(iso: $0) })
    }
}

/// A source with a bar a day in 2020 that remembers what it was asked for.
final class CountingPrices: PriceSource {
    let name = "counting"
    let interval: BarInterval
    let isLive = true
    let coverage: ClosedRange<CalendarDate>? = nil
    let tickers: [String] = []
    let clock = TestClock("2020-01-01T00:00:00Z")

    private let error: PriceError?
    /// Until when the bar of that day is open, to those who ask before.
    private let session: (day: CalendarDate, end: Date)?
    private let asked = Mutex<[DayRange]>([])

    init(
        interval: BarInterval = .day, error: PriceError? = nil,
        open session: (day: String, end: String)? = nil
    ) {
        self.interval = interval
        self.error = error
        self.session = session.flatMap { session in
            CalendarDate(iso: session.day).map { ($0, TestClock.date(session.end)) }
        }
    }

    var ranges: [String] { asked.withLock { $0.map(\.description) } }

    static func days(from: CalendarDate?, to: CalendarDate?) -> [CalendarDate] {
        (18_262..<18_628).compactMap { CalendarDate(dayNumber: $0) }.filter {
            from ?? .earliest <= $0 && $0 <= to ?? .latest
        }
    }

    /// A price that tells one fetch from another.
    static func price(_ day: CalendarDate, _ number: Double) -> Double {
        Double(day.dayNumber) / 7 + number / 3
    }

    func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        let number = asked.withLock { asked in
            asked.append(DayRange(from: from, to: to))
            return Double(asked.count)
        }
        await Task.yield()
        if let error { throw error }
        let days = Self.days(from: from, to: to)
        let prices = days.map { Self.price($0, number) }
        let bars = try Bars(
            ticker: ticker,
            times: days.compactMap { interval.isIntraday ? BarTime($0, minute: 570) : BarTime($0) },
            open: prices, high: prices, low: prices, close: prices,
            volume: days.map { _ in 1e17 / 3 })
        let open = session.flatMap { session in
            days.last == session.day && clock.now < session.end ? session.end : nil
        }
        return PriceHistory(
            bars: bars, counts: RowCounts(rows: days.count, rowsDropped: 2),
            fetchedAt: clock.now.addingTimeInterval(0.25), openUntil: open)
    }
}

final class TestClock: Sendable {
    private let time: Mutex<Date>

    init(_ text: String) {
        time = Mutex(Self.date(text))
    }

    var now: Date { time.withLock { $0 } }

    func set(_ text: String) {
        time.withLock { $0 = Self.date(text) }
    }

    func advance(by seconds: TimeInterval) {
        time.withLock { $0 += seconds }
    }

    static func date(_ text: String) -> Date {
        (try? Date(text, strategy: .iso8601)) ?? .distantPast
    }
}

final class Reports: Sendable {
    private let messages = Mutex<[String]>([])

    var all: [String] { messages.withLock { $0 } }

    func add(_ message: String) {
        messages.withLock { $0.append(message) }
    }
}
