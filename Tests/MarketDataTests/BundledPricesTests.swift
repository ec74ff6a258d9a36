import MarketData
import Testing

@Suite struct BundledPricesTests {
    @Test func wholeFileLoadsWithItsKnownFlaws() throws {
        let prices = try BundledPrices.load()
        #expect(prices.name == "bundled")
        #expect(prices.tickers.count == 505)
        #expect(
            prices.counts == SourceCounts(rows: 619_040, rowsDropped: 11, rowsOutsideRange: 12))
        #expect(prices.coverage?.lowerBound.description == "2013-02-08")
        #expect(prices.coverage?.upperBound.description == "2018-02-07")
    }

    @Test func barsOfAllTickersAreTheRowsThatHavePrices() async throws {
        let prices = try BundledPrices.load()
        var count = 0
        for ticker in prices.tickers {
            count += try await prices.bars(of: ticker, from: nil, to: nil).count
        }
        #expect(count == 619_040 - 11)
    }

    @Test func lateListingHasItsFewRows() async throws {
        let bars = try await BundledPrices.load().bars(of: "APTV", from: nil, to: nil)
        #expect(bars.count == 44)
        #expect(bars.coverage?.lowerBound.description == "2017-12-05")
    }

    @Test func firstRowIsReadToTheBit() async throws {
        let bars = try await BundledPrices.load().bars(
            of: "A", from: nil, to: CalendarDate(iso: "2013-02-08"))
        #expect(bars.open == [45.07])
        #expect(bars.high == [45.35])
        #expect(bars.low == [45.0])
        #expect(bars.close == [45.08])
        #expect(bars.volume == [1_824_755])
    }

    @Test(arguments: [
        ("NOPE", "no ticker 'NOPE'; they hold 505, from 'A' to 'ZTS'"),
        ("aapl", "did you mean 'AAPL'?"),
        ("brk-b", "did you mean 'BRK.B'?"),
        ("", "no ticker ''"),
    ])
    func unknownTickerIsNamedWithWhatThereIs(ticker: String, fragment: String) async throws {
        let prices = try BundledPrices.load()
        let error = await #expect(throws: PriceError.self) {
            try await prices.bars(of: ticker, from: nil, to: nil)
        }
        #expect(error?.code == .unknownTicker)
        #expect(error?.message.contains(fragment) == true, "\(error?.message ?? "")")
    }

    @Test func rangeWithoutBarsIsNamedWithWhatThereIs() async throws {
        let prices = try BundledPrices.load()
        let error = await #expect(throws: PriceError.self) {
            try await prices.bars(
                of: "APTV", from: CalendarDate(iso: "2016-01-01"),
                to: CalendarDate(iso: "2016-12-31"))
        }
        #expect(error?.code == .noData)
        #expect(
            error?.message
                == "the bundled prices have no bars of 'APTV' from 2016-01-01 up to 2016-12-31; "
                + "they have 44, from 2017-12-05 to 2018-02-07")
    }
}
