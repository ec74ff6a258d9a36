import Crypto
import MarketData
import Testing

@Suite(.timeLimit(.minutes(3))) struct BundledPricesTests {
    @Test func wholeFileLoadsWithItsKnownFlaws() async throws {
        let prices = try BundledPrices.load()
        #expect(prices.name == "bundled")
        #expect(prices.tickers.count == 505)
        var counts = RowCounts()
        for ticker in prices.tickers {
            counts += try await prices.history(of: ticker, from: nil, to: nil).counts
        }
        #expect(counts == RowCounts(rows: 619_040, rowsDropped: 11, rowsOutsideRange: 12))
        #expect(prices.coverage?.lowerBound.description == "2013-02-08")
        #expect(prices.coverage?.upperBound.description == "2018-02-07")
    }

    /// The digest is that of the published rows without the eleven that lack a price, written
    /// as `ticker,date,open,high,low,close,volume` and as Python writes floats.
    @Test func barsAreThePublishedRowsThatHavePrices() async throws {
        let prices = try BundledPrices.load()
        var hash = SHA256()
        for ticker in prices.tickers {
            let bars = try await prices.history(of: ticker, from: nil, to: nil).bars
            var text = ""
            for index in 0..<bars.count {
                let prices = [bars.open, bars.high, bars.low, bars.close].map { "\($0[index])" }
                text += "\(ticker),\(bars.times[index]),\(prices.joined(separator: ",")),"
                text += "\(Int(bars.volume[index]))\n"
            }
            hash.update(data: Array(text.utf8))
        }
        let digest = hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        #expect(
            digest.joined()
                == "4248fe752db8ddedc63f66630e294747d51caa6fe34520faa1f0c5df202899bc")
    }

    @Test func lateListingHasItsFewRows() async throws {
        let prices = try BundledPrices.load()
        let bars = try await prices.history(of: "APTV", from: nil, to: nil).bars
        #expect(bars.count == 44)
        #expect(bars.coverage?.lowerBound.description == "2017-12-05")
    }

    @Test func firstRowIsReadToTheBit() async throws {
        let bars = try await BundledPrices.load().history(
            of: "A", from: nil, to: CalendarDate(iso: "2013-02-08")
        ).bars
        #expect(bars.open == [45.07])
        #expect(bars.high == [45.35])
        #expect(bars.low == [45.0])
        #expect(bars.close == [45.08])
        #expect(bars.volume == [1_824_755])
    }

    @Test(arguments: [
        ("NOPE", "no ticker 'NOPE'; they hold 505, from 'A' to 'ZTS'"),
        ("", "no ticker ''"),
    ])
    func unknownTickerIsNamedWithWhatThereIs(ticker: String, fragment: String) async throws {
        let prices = try BundledPrices.load()
        let error = await #expect(throws: PriceError.self) {
            try await prices.history(of: ticker, from: nil, to: nil)
        }
        #expect(error?.code == .unknownTicker)
        #expect(error?.message.contains(fragment) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: ["BRK.B", "BRK-B", "brk-b"])
    func tickerIsFoundInOtherSpellings(ticker: String) async throws {
        let prices = try BundledPrices.load()
        #expect(try await prices.history(of: ticker, from: nil, to: nil).bars.ticker == "BRK.B")
    }

    @Test func rangeWithoutBarsIsNamedWithWhatThereIs() async throws {
        let prices = try BundledPrices.load()
        let error = await #expect(throws: PriceError.self) {
            try await prices.history(
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
