import Foundation
import MarketData
import Testing

@testable import YahooFinance

/// Whether the last bar belongs to a session that has not ended.
@Suite(.timeLimit(.minutes(3))) struct OpenBarTests {
    /// A Thursday in New York, in UTC.
    private static let thursday = ("2024-08-01T13:30", "2024-08-01T20:00")
    /// The day after Thanksgiving, whose session ends at one o'clock.
    private static let shortDay = ("2024-11-29T14:30", "2024-11-29T18:00")

    /// When the last bar closes, as Yahoo's answer of `now` says.
    private func openUntil(
        _ bars: [String], _ session: (String, String)?, at now: String,
        _ interval: BarInterval = .day, zone: String = "America/New_York"
    ) async throws -> Date? {
        var chart = TestChart(zone: zone, flat: bars.map { ($0, 5) })
        chart.session = session
        return try await ScriptedServer.run([chart.reply]) { _, baseURL in
            let prices = YahooPrices(baseURL, TestTime(at: now), interval: interval)
            return try await prices.history().openUntil
        }
    }

    private func date(_ text: String?) -> Date? {
        text.map { Date(timeIntervalSince1970: Double(seconds($0))) }
    }

    @Test(
        arguments: [
            ("before the opening", "2024-08-01T12:00", "2024-08-01T20:00"),
            ("at ten", "2024-08-01T14:00", "2024-08-01T20:00"),
            ("at 15:59", "2024-08-01T19:59", "2024-08-01T20:00"),
            ("at the end", "2024-08-01T20:00", nil),
            ("at 16:01", "2024-08-01T20:01", nil),
        ] as [(String, String, String?)])
    func aDayIsOpenUntilItsSessionEnds(name: String, now: String, end: String?) async throws {
        let bars = ["2024-07-31T13:30", "2024-08-01T13:30"]
        #expect(try await openUntil(bars, Self.thursday, at: now) == date(end), "\(name)")
    }

    @Test(arguments: [("2024-11-29T17:59", "2024-11-29T18:00"), ("2024-11-29T18:01", nil)])
    func aShortDayIsOpenUntilItsOwnEnd(now: String, end: String?) async throws {
        let bars = ["2024-11-27T14:30", "2024-11-29T14:30"]
        #expect(try await openUntil(bars, Self.shortDay, at: now) == date(end))
    }

    @Test func theBarBeforeTodaysIsClosed() async throws {
        let end = try await openUntil(["2024-07-31T13:30"], Self.thursday, at: "2024-08-01T14:00")
        #expect(end == nil)
    }

    @Test func aDayIsClosedOnceTheAnswerNamesTheNextSession() async throws {
        // At nine in the evening.
        let next = ("2024-08-02T13:30", "2024-08-02T20:00")
        #expect(try await openUntil(["2024-08-01T13:30"], next, at: "2024-08-02T01:00") == nil)
    }

    @Test(
        arguments: [
            ("no session", nil, "2024-08-01T20:01", "2024-08-02T04:00"),
            ("no session, a day later", nil, "2024-08-02T04:00", nil),
            (
                "yesterday's", ("2024-07-31T13:30", "2024-07-31T20:00"), "2024-08-01T20:01",
                "2024-08-02T04:00"
            ),
            (
                "ends before it begins", ("2024-08-01T20:00", "2024-08-01T13:30"),
                "2024-08-01T20:01", "2024-08-02T04:00"
            ),
        ] as [(String, (String, String)?, String, String?)])
    func withoutItsSessionADayIsOpenUntilMidnight(
        name: String, session: (String, String)?, now: String, end: String?
    ) async throws {
        #expect(
            try await openUntil(["2024-08-01T13:30"], session, at: now) == date(end), "\(name)")
    }

    /// The hour is put forward at two o'clock of that night.
    @Test func midnightIsThatOfTheExchangeAlsoWhereTheClockIsPutForward() async throws {
        let end = try await openUntil(["2024-03-09T14:30"], nil, at: "2024-03-09T20:00")
        #expect(end == date("2024-03-10T05:00"))
        let later = try await openUntil(["2024-03-10T13:30"], nil, at: "2024-03-10T20:00")
        #expect(later == date("2024-03-11T04:00"))
    }

    @Test(
        arguments: [
            (
                "runs", BarInterval.thirtyMinutes, "2024-08-01T14:00", "2024-08-01T14:29",
                "2024-08-01T14:30"
            ),
            ("has run out", .thirtyMinutes, "2024-08-01T14:00", "2024-08-01T14:30", nil),
            (
                "is cut by the end", .oneHour, "2024-08-01T19:30", "2024-08-01T19:59",
                "2024-08-01T20:00"
            ),
            ("was cut by the end", .oneHour, "2024-08-01T19:30", "2024-08-01T20:01", nil),
            ("trade at the end", .fiveMinutes, "2024-08-01T20:00", "2024-08-01T20:01", nil),
            ("of yesterday", .ninetyMinutes, "2024-07-31T19:30", "2024-08-01T14:00", nil),
        ] as [(String, BarInterval, String, String, String?)])
    func aShortBarIsOpenUntilItsTimeOrItsSessionEnds(
        name: String, interval: BarInterval, bar: String, now: String, end: String?
    ) async throws {
        #expect(
            try await openUntil([bar], Self.thursday, at: now, interval) == date(end), "\(name)")
    }

    @Test(
        arguments: [
            (
                "week, on Thursday", BarInterval.week, "2024-07-29T04:00", "2024-08-01T20:01",
                "2024-08-03T04:00"
            ),
            (
                "month, on its first day", .month, "2024-08-01T04:00", "2024-08-01T20:01",
                "2024-08-31T04:00"
            ),
            ("quarter", .threeMonths, "2024-07-01T04:00", "2024-08-01T20:01", "2024-10-01T04:00"),
            (
                "quarter that ends on a Sunday", .threeMonths, "2023-10-01T04:00",
                "2023-11-01T20:01", "2023-12-30T05:00"
            ),
            ("five days", .fiveDays, "2024-07-30T13:30", "2024-08-01T20:01", "2024-08-06T04:00"),
            ("last month", .month, "2024-07-01T04:00", "2024-08-01T20:01", nil),
        ] as [(String, BarInterval, String, String, String?)])
    func aLongBarIsOpenUntilItsLastWeekdayIsOver(
        name: String, interval: BarInterval, bar: String, now: String, end: String?
    ) async throws {
        let session = (String(now.prefix(10)) + "T13:30", String(now.prefix(10)) + "T20:00")
        #expect(try await openUntil([bar], session, at: now, interval) == date(end), "\(name)")
    }

    @Test(arguments: [
        ("2024-08-02T19:59", "2024-08-02T20:00"), ("2024-08-02T20:01", nil),
        // On Saturday the answer names the session before.
        ("2024-08-03T14:00", nil),
    ])
    func aWeekIsClosedWithTheSessionOfItsFriday(now: String, end: String?) async throws {
        let friday = ("2024-08-02T13:30", "2024-08-02T20:00")
        #expect(
            try await openUntil(["2024-07-29T04:00"], friday, at: now, .week) == date(end))
    }

    @Test func whereThereIsTradeOnWeekendsAWeekEndsOnSunday() async throws {
        let saturday = ("2024-08-03T00:00", "2024-08-03T23:59")
        let end = try await openUntil(
            ["2024-07-29T00:00"], saturday, at: "2024-08-03T12:00", .week, zone: "Etc/UTC")
        #expect(end == date("2024-08-05T00:00"))
    }
}
