import TestSupport
import Testing

@testable import MarketData

/// Which answers of a source are kept, and for how long.
@Suite(.timeLimit(.minutes(3))) struct PriceCacheTests {
    @Test func sameRangeIsAskedForOnceEvenByAnotherProcess() async throws {
        try await withTemporaryDirectory { directory in
            let first = CacheFixture(directory, at: CacheFixture.later)
            let fetched = try await first.history("2020-03-01", "2020-04-01")
            let second = CacheFixture(directory, first.source, at: "2026-01-01T00:00:00Z")
            for fixture in [first, second] {
                let kept = try await fixture.history("2020-03-01", "2020-04-01")
                #expect(kept.bars == fetched.bars)
                #expect(kept.bars.digest == fetched.bars.digest)
                #expect(kept.counts == RowCounts(rows: 32, rowsDropped: 2))
                #expect(kept.fetchedAt == TestClock(CacheFixture.later).now)
            }
            #expect(first.source.ranges == ["from 2020-03-01 up to 2020-04-01"])
            #expect(first.reports.all == [])
        }
    }

    @Test(
        arguments: [
            ("part of it", "2020-03-01", "2020-04-01", "2020-03-05", "2020-03-06", nil),
            (
                "longer at the end", "2020-03-01", "2020-04-01", "2020-03-05", "2020-04-02",
                "from 2020-03-01 up to 2020-04-02"
            ),
            (
                "longer at the start", "2020-03-01", "2020-04-01", "2020-02-28", "2020-03-05",
                "from 2020-02-28 up to 2020-04-01"
            ),
            (
                "apart", "2020-03-01", "2020-04-01", "2020-06-01", "2020-06-02",
                "from 2020-03-01 up to 2020-06-02"
            ),
            ("no start", "2020-03-01", "2020-04-01", nil, "2020-04-01", "up to 2020-04-01"),
            ("part of no start", nil, "2020-04-01", "2020-03-01", "2020-04-01", nil),
            ("no end", "2020-03-01", "2020-04-01", "2020-03-01", nil, "from 2020-03-01"),
            ("part of no end", "2020-03-01", nil, "2020-03-01", "2020-04-01", nil),
            ("before the listing", "2019-01-01", "2020-04-01", "2019-06-01", "2020-04-01", nil),
            ("after the last bar", "2020-03-01", "2021-04-01", "2020-03-01", "2021-03-01", nil),
        ] as [(String, String?, String?, String?, String?, String?)])
    func onlyARangeThatIsNotCoveredIsAskedFor(
        name: String, keptFrom: String?, keptTo: String?, from: String?, to: String?,
        second: String?
    ) async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: CacheFixture.later)
            try await fixture.history(keptFrom, keptTo)
            fixture.clock.set("2022-01-01T00:00:00Z")
            let bars = try await fixture.history(from, to).bars
            #expect(
                fixture.source.ranges.dropFirst() == second.map { [$0] }.map { $0[...] } ?? [],
                "\(name)")
            // All bars are those of one fetch.
            let number = Double(fixture.source.ranges.count)
            for row in 0..<bars.count {
                #expect(bars.close[row] == CountingPrices.price(bars.times[row].day, number))
            }
            let wanted = CountingPrices.days(
                from: from.flatMap { CalendarDate(iso: $0) },
                to: to.flatMap { CalendarDate(iso: $0) })
            #expect(bars.times.map(\.day) == wanted)
        }
    }

    @Test(arguments: [
        ("day that is not over anywhere", BarInterval.day, "2020-04-01", "2020-04-01T20:00:00Z", 2),
        ("day that is not over everywhere", .day, "2020-04-01", "2020-04-02T11:59:59Z", 2),
        ("day that is over", .day, "2020-04-01", "2020-04-02T12:00:00Z", 1),
        ("week that is not over", .week, "2020-03-30", "2020-04-05T20:00:00Z", 2),
        ("week that is over", .week, "2020-03-30", "2020-04-06T12:00:00Z", 1),
        ("month that is not over", .month, "2020-03-01", "2020-03-31T20:00:00Z", 2),
        ("month that is over", .month, "2020-03-01", "2020-04-01T12:00:00Z", 1),
        ("minutes of a day that is not over", .oneMinute, "2020-04-01", "2020-04-01T20:00:00Z", 2),
    ])
    func unsettledBarsHoldForAQuarterOfAnHour(
        name: String, interval: BarInterval, to: String, time: String, requests: Int
    ) async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, CountingPrices(interval: interval), at: time)
            try await fixture.history("2020-03-01", to)
            fixture.clock.advance(by: 15 * 60)
            try await fixture.history("2020-03-01", to)
            #expect(fixture.source.ranges.count == 1, "\(name)")
            fixture.clock.advance(by: 1)
            try await fixture.history("2020-03-01", to)
            #expect(fixture.source.ranges.count == requests, "\(name)")
        }
    }

    @Test func clockThatWentBackMakesNothingLast() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: "2020-04-01T20:00:00Z")
            try await fixture.history(nil, nil)
            fixture.clock.set("2020-03-01T00:00:00Z")
            try await fixture.history(nil, nil)
            #expect(fixture.source.ranges.count == 2)
        }
    }

    @Test func refreshAsksForAllThatIsKeptOnceAgain() async throws {
        try await withTemporaryDirectory { directory in
            let old = CacheFixture(directory, at: CacheFixture.later)
            try await old.history("2020-03-01", "2020-04-01")
            let new = CacheFixture(
                directory, old.source, at: "2021-06-02T12:00:00Z", refreshes: true)
            for _ in 0..<2 { try await new.history("2020-03-05", "2020-03-06") }
            #expect(
                old.source.ranges == Array(repeating: "from 2020-03-01 up to 2020-04-01", count: 2))
        }
    }

    @Test func keptBarsAreHadHoweverOldTheyAreAndNothingIsAskedFor() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: "2020-04-01T20:00:00Z")
            let fetched = try await fixture.history("2020-03-01", nil)
            fixture.clock.set("2020-05-01T20:00:00Z")
            func kept(_ from: String) async -> PriceHistory? {
                await fixture.prices.keptHistory(
                    of: "TEST", from: CalendarDate(iso: from), to: nil)
            }
            #expect(await kept("2020-03-01")?.bars.digest == fetched.bars.digest)
            #expect(await kept("2020-02-28") == nil)
            #expect(fixture.source.ranges.count == 1)
        }
    }

    @Test func shortBarsWithoutAStartAnswerFromTheirFirstDayOn() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(
                directory, CountingPrices(interval: .oneHour), at: CacheFixture.later)
            try await fixture.history(nil, "2020-04-01")
            try await fixture.history("2020-01-01", "2020-04-01")
            #expect(fixture.source.ranges.count == 1)
            try await fixture.history("2019-12-31", "2020-04-01")
            #expect(
                fixture.source.ranges == ["up to 2020-04-01", "from 2019-12-31 up to 2020-04-01"])
        }
    }

    @Test func keptBarsOutsideTheAskedDaysAreNoDataWithoutAsking() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: CacheFixture.later)
            try await fixture.history("2019-01-01", "2020-01-05")
            let error = await #expect(throws: PriceError.self) {
                try await fixture.history("2019-02-01", "2019-02-05")
            }
            #expect(error?.code == .noData)
            #expect(
                error?.message
                    == "there are no bars of 'TEST' from 2019-02-01 up to 2019-02-05; "
                    + "there are 5, from 2020-01-01 to 2020-01-05")
            #expect(fixture.source.ranges.count == 1)
        }
    }

    @Test(arguments: [
        (PriceError.Code.unknownTicker, 1, 1, 2), (.noData, 1, 2, 2), (.timeout, 2, 3, 4),
        (.rateLimited, 2, 3, 4), (.badData, 2, 3, 4), (.internal, 2, 3, 4),
    ])
    func onlyThatThereIsNothingIsKeptForADay(
        code: PriceError.Code, again: Int, otherRange: Int, nextDay: Int
    ) async throws {
        try await withTemporaryDirectory { directory in
            let failure = PriceError(code, "a \"reason\"\nof two lines")
            let fixture = CacheFixture(
                directory, CountingPrices(error: failure), at: CacheFixture.later)
            func ask(_ to: String) async {
                let error = await #expect(throws: PriceError.self) {
                    try await fixture.history("2020-03-01", to)
                }
                #expect(error == failure)
            }
            await ask("2020-03-02")
            await ask("2020-03-02")
            #expect(fixture.source.ranges.count == again)
            await ask("2020-03-03")
            #expect(fixture.source.ranges.count == otherRange)
            fixture.clock.advance(by: 24 * 60 * 60 + 1)
            await ask("2020-03-02")
            #expect(fixture.source.ranges.count == nextDay + (code == .noData ? 1 : 0))
        }
    }

    @Test func barsOutliveThatTheTickerIsKnownNoMore() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: CacheFixture.later)
            try await fixture.history("2020-03-01", "2020-04-01")
            let gone = CacheFixture(
                directory, CountingPrices(error: PriceError(.unknownTicker, "gone")),
                at: CacheFixture.later)
            await #expect(throws: PriceError.self) {
                try await gone.history("2020-03-01", "2020-05-01")
            }
            #expect(try await gone.history("2020-03-01", "2020-04-01").bars.count == 32)
            #expect(gone.source.ranges.count == 1)
        }
    }

    @Test func tasksThatAskForOneTickerShareOneFetch() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: CacheFixture.later)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await fixture.history("2020-03-01", "2020-04-01").bars.count
                    }
                }
                for try await count in group { #expect(count == 32) }
            }
            #expect(fixture.source.ranges.count == 1)
        }
    }
}
