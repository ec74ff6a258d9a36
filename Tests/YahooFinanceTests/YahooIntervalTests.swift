import Foundation
import MarketData
import Testing

@testable import YahooFinance

/// Bars of other lengths than a day.
@Suite(.timeLimit(.minutes(3))) struct YahooIntervalTests {
    /// What `lookbackDays` promises to those who choose the days.
    @Test(arguments: BarInterval.allCases)
    func barsAreAskedForAsFarBackAsThereAreAny(interval: BarInterval) throws {
        let now = Date(timeIntervalSince1970: Double(seconds("2024-08-01T12:00")))
        func query(daysBack: Int) throws -> ChartQuery {
            let today = Int32(seconds("2024-08-01T00:00") / 86_400)
            return try ChartQuery(
                "A", interval, from: CalendarDate(dayNumber: today - Int32(daysBack)), to: nil,
                now: now)
        }
        guard let days = YahooPrices(interval: interval).lookbackDays else {
            #expect(!interval.isIntraday)
            return
        }
        _ = try query(daysBack: days - 1)
        #expect(throws: PriceError.self) { try query(daysBack: days) }
    }

    @Test(arguments: [
        (BarInterval.week, ["2024-07-15T04:00", "2024-07-22T04:00", "2024-07-24T20:00"]),
        (.month, ["2024-06-01T04:00", "2024-07-01T04:00", "2024-07-24T20:00"]),
        (.threeMonths, ["2024-04-01T04:00", "2024-07-01T04:00", "2024-07-24T20:00"]),
        (.fiveDays, ["2024-07-15T13:30", "2024-07-22T13:30", "2024-07-24T20:00"]),
        (.thirtyMinutes, ["2024-07-24T13:30", "2024-07-24T14:00", "2024-07-24T14:17"]),
    ])
    func lastTradeBelongsToTheUnfinishedBar(interval: BarInterval, times: [String]) async throws {
        let chart = TestChart([
            (times[0], 1, 1, 1, 1, 1, 7), (times[1], 2, 4, 2, 3, 3, 7),
            (times[2], 5, 6, 5, 5, 5, 1),
        ])
        try await ScriptedServer.run([chart.reply]) { server, baseURL in
            let history = try await YahooPrices(baseURL, interval: interval).history()
            let bars = history.bars
            #expect(
                [bars.open, bars.high, bars.low, bars.close, bars.volume]
                    == [[1, 2], [1, 6], [1, 2], [1, 5], [7, 8]])
            #expect(history.counts == RowCounts(rows: 3, rowsDropped: 1))
            #expect(server.requests[0].uri.contains("&interval=\(interval.rawValue)&"))
        }
    }

    @Test func hourThatComesTwiceInAutumnIsTheLaterOne() async throws {
        let chart = TestChart(
            zone: "Europe/London",
            flat: [
                ("2023-10-28T23:30", 1), ("2023-10-29T00:00", 2), ("2023-10-29T00:30", 3),
                ("2023-10-29T01:00", 4), ("2023-10-29T01:30", 5), ("2023-10-29T02:00", 6),
            ])
        try await ScriptedServer.run([chart.reply]) {
            let time = TestTime(at: "2023-11-02T00:00")
            let history = try await YahooPrices($1, time, interval: .thirtyMinutes).history()
            #expect(
                history.bars.times.map(\.description) == [
                    "2023-10-29T00:30", "2023-10-29T01:00", "2023-10-29T01:30",
                    "2023-10-29T02:00",
                ])
            #expect(history.bars.close == [1, 4, 5, 6])
            #expect(history.counts.rowsDropped == 2)
        }
    }

    @Test func minutesAreAskedForWeekByWeekAndJoined() async throws {
        let replies = [
            TestChart(flat: [("2024-07-10T13:30", 1), ("2024-07-31T13:30", 9)]).reply,
            ScriptedServer.Reply(
                body: """
                    {"chart":{"result":[{"meta":{"exchangeTimezoneName":"America/New_York"},\
                    "indicators":{"quote":[{}],"adjclose":[{}]}}],"error":null}}
                    """),
            TestChart(flat: [("2024-07-25T13:30", 2), ("2024-07-25T13:31", 3)]).reply,
        ]
        try await ScriptedServer.run(replies) { server, baseURL in
            let prices = YahooPrices(baseURL, interval: .oneMinute)
            let bars = try await prices.history("TEST", "2024-07-10", "2024-07-25").bars
            #expect(bars.close == [1, 2, 3])
            let periods = server.requests.map { request in
                request.uri.split(whereSeparator: { "?&".contains($0) })[1...2].joined(
                    separator: " ")
            }
            let edges = ["09", "16", "23", "27"].map { seconds("2024-07-\($0)T00:00") }
            #expect(
                periods == (0..<3).map { "period1=\(edges[$0]) period2=\(edges[$0 + 1])" })
        }
    }

    @Test(arguments: [
        (BarInterval.oneMinute, "2024-07-02", "30 days; the earliest day is now 2024-07-03"),
        (.fiveMinutes, "2024-06-02", "60 days; the earliest day is now 2024-06-03"),
        (.ninetyMinutes, "2024-06-02", "60 days; the earliest day is now 2024-06-03"),
        (.oneHour, "2022-08-02", "730 days; the earliest day is now 2022-08-03"),
    ])
    func rangeOlderThanYahooKeepsIsRefusedWithoutAsking(
        interval: BarInterval, from: String, fragment: String
    ) async throws {
        let prices = YahooPrices("http://127.0.0.1:1", interval: interval)
        let error = await #expect(throws: PriceError.self) {
            try await prices.history("TEST", from)
        }
        #expect(error?.code == .noData)
        #expect(error?.message.contains(fragment) == true, "\(error?.message ?? "")")
    }

    @Test func earliestDayIsAskedForFromItsBeginning() async throws {
        try await ScriptedServer.run([TestChart(flat: [("2024-07-03T13:30", 5)]).reply]) {
            server, baseURL in
            let prices = YahooPrices(baseURL, interval: .oneMinute)
            _ = try await prices.history("TEST", "2024-07-03", "2024-07-03")
            #expect(
                server.requests.first?.uri.contains("period1=\(seconds("2024-07-02T12:01"))&")
                    == true)
        }
    }

    @Test(arguments: [("2024-07-16", "2024-07-15"), ("2024-09-01", "2024-09-02")])
    func emptyOrFutureRangeIsRefusedWithoutAsking(from: String, to: String) async throws {
        let error = await #expect(throws: PriceError.self) {
            try await YahooPrices("http://127.0.0.1:1").history("TEST", from, to)
        }
        #expect(error?.code == .noData)
    }
}
