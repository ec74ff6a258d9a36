import Foundation
import TestSupport
import Testing

@testable import MarketData

/// The bar of a session that has not ended, in what is kept and in what is handed on.
@Suite(.timeLimit(.minutes(3))) struct OpenBarTests {
    private static let session = (day: "2020-04-01", end: "2020-04-01T20:00:00Z")

    private func day(_ text: String) -> CalendarDate? { CalendarDate(iso: text) }

    @Test func theMarkOfTheOpenBarIsKeptWithIt() async throws {
        try await withTemporaryDirectory { directory in
            let source = CountingPrices(open: Self.session)
            let fixture = CacheFixture(directory, source, at: "2020-04-01T14:00:00Z")
            for _ in 0..<2 {
                let history = try await fixture.history("2020-03-01", "2020-04-01")
                #expect(history.bars.count == 32)
                #expect(history.openUntil == TestClock.date(Self.session.end))
            }
            let before = try await fixture.history("2020-03-01", "2020-03-31")
            #expect(before.bars.count == 31 && before.openUntil == nil, "all others are closed")
            #expect(source.ranges.count == 1)
            let kept = await fixture.prices.keptHistory(
                of: "TEST", from: day("2020-03-01"), to: day("2020-04-01"))
            #expect(kept?.openUntil == TestClock.date(Self.session.end))
        }
    }

    @Test func anOpenBarIsFetchedAgainOnceItsSessionHasEnded() async throws {
        try await withTemporaryDirectory { directory in
            let source = CountingPrices(open: Self.session)
            let fixture = CacheFixture(directory, source, at: "2020-04-01T19:59:00Z")
            try await fixture.history("2020-03-01", "2020-04-01")
            // Within the quarter of an hour that other unsettled bars hold.
            fixture.clock.set("2020-04-01T20:01:00Z")
            try await fixture.history("2020-03-01", "2020-03-31")
            #expect(source.ranges.count == 1, "nobody asked for that day")
            let closed = try await fixture.history("2020-03-01", "2020-04-01")
            #expect(source.ranges.count == 2)
            #expect(closed.bars.count == 32 && closed.openUntil == nil)
            try await fixture.history("2020-03-01", "2020-04-01")
            #expect(source.ranges.count == 2)
        }
    }

    /// An audit computes again what a scan of then saw.
    @Test func pricesThatHoldForEverKeepTheirOpenBar() async throws {
        try await withTemporaryDirectory { directory in
            let source = CountingPrices(open: Self.session)
            let fixture = CacheFixture(directory, source, at: "2020-04-01T19:59:00Z")
            let noon = try await fixture.history("2020-03-01", "2020-04-01")
            let later = TestClock(CacheFixture.later)
            let forever = CachedPrices(
                source, directory: directory, maximumAge: nil, now: { later.now })
            let history = try await forever.history(
                of: "TEST", from: day("2020-03-01"), to: day("2020-04-01"))
            #expect(history.bars == noon.bars && history.openUntil == noon.openUntil)
            #expect(source.ranges.count == 1)
        }
    }

    @Test func aFileOfBeforeHasNoOpenBar() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(directory, at: "2020-04-01T14:00:00Z")
            try await fixture.history("2020-03-01", "2020-04-01")
            let key = PriceCacheEntry.Key(source: "counting", interval: .day, ticker: "TEST")
            let entry = try PriceCacheEntry(try readFile(fixture.barsFile), for: key)
            #expect(try entry.outcome.get().openUntil == nil)
            #expect(try !entry.encoded(for: key).isEmpty)
            #expect(try entry.encoded(for: key) == readFile(fixture.barsFile))
        }
    }

    @Test func withoutTheOpenBarTheOthersAreLeftAndItIsCounted() async throws {
        let source = CountingPrices(open: Self.session)
        source.clock.set("2020-04-01T14:00:00Z")
        let prices = ClosedPrices(source)
        let history = try await prices.history(
            of: "TEST", from: day("2020-03-01"), to: day("2020-04-01"))
        #expect(history.bars.count == 31 && history.bars.times.last?.day == day("2020-03-31"))
        #expect(history.counts == RowCounts(rows: 32, rowsDropped: 2, rowsOpen: 1))
        #expect(history.openUntil == nil && history.fetchedAt != nil)
        #expect(history.closed.bars == history.bars)
        source.clock.set("2020-04-01T20:00:00Z")
        let evening = try await prices.history(
            of: "TEST", from: day("2020-03-01"), to: day("2020-04-01"))
        #expect(evening.bars.count == 32 && evening.counts.rowsOpen == 0)
    }

    @Test func nothingButTheOpenBarIsNoData() async throws {
        try await withTemporaryDirectory { directory in
            let fixture = CacheFixture(
                directory, CountingPrices(open: Self.session), at: "2020-04-01T14:00:00Z")
            let prices = ClosedPrices(fixture.prices)
            let error = await #expect(throws: PriceError.self) {
                try await prices.history(
                    of: "TEST", from: day("2020-04-01"), to: day("2020-04-01"))
            }
            #expect(error?.code == .noData)
            #expect(
                error?.message
                    == "the only bar of 'TEST' is that of 2020-04-01, whose session has not ended; "
                    + "ask again when it has, take more days, or take it as it stands with "
                    + "include_open (--include-open)")
            #expect(
                await prices.keptHistory(
                    of: "TEST", from: day("2020-04-01"), to: day("2020-04-01")) == nil)
        }
    }
}
