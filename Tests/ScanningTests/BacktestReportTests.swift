import Foundation
import JSONText
import MarketData
import PriceSources
import ScanEvents
import TestSupport
import Testing

@testable import Scanning

extension JSONValue {
    /// The member of that name; nil in anything but an object that has one.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

@Suite(.timeLimit(.minutes(3)))
struct BacktestReportTests {
    @Test func reportTellsWhatWasMetInThePricesAndHowOldTheyAre() async throws {
        let source = StubPrices(
            tickers: ["A"], fetchedAt: Date(timeIntervalSince1970: 1_700_000_000))
        let report = try await BacktestReport(ScanPlan(stub: source))
        let json = try JSONValue.parse(report.json)
        let prices = try #require(json["prices"])
        #expect(prices["rows_read"] == .number(63))
        #expect(prices["rows_dropped"] == .number(2))
        #expect(prices["rows_outside_range"] == .number(1))
        #expect(prices["bars"] == .number(60))
        #expect(prices["fetched_at"] == .string("2023-11-14T22:13:20.000000Z"))
    }

    @Test func exposureMeansTheSameAsInAScan() async throws {
        let plan = try ScanPlan(
            ScanRequest(strategy: "buy_and_hold", tickers: ["AAPL"]),
            sources: PriceCatalog(files: .anywhere, cacheDirectory: nil))
        let report = try await BacktestReport(plan)
        let json = try JSONValue.parse(report.json)
        guard case .number(let exposure)? = json["exposure_pct"] else {
            Issue.record("no exposure")
            return
        }
        #expect(exposure > 99)
        #expect(json["statistics"]?["exposure_time_pct"] == .number(0))
        #expect(json["statistics"]?["exposure_pct"] == nil)
    }

    @Test(arguments: [StubPrices.Behaviour.hangs, .ignoresCancellation])
    func pricesThatTakeTooLongAreGivenUp(_ behaviour: StubPrices.Behaviour) async throws {
        let clock = SteppedClock()
        let plan = try ScanPlan(
            stub: StubPrices(tickers: ["A"], behaviours: ["A": behaviour]))
        async let report = BacktestReport(plan, clock: clock)
        await clock.sleeper(until: .seconds(60))
        clock.advance(to: .seconds(60))
        do {
            _ = try await report
            Issue.record("there is a report")
        } catch let error as PriceError {
            #expect(error.code == .timeout)
            #expect(error.message.contains("60.0 seconds"))
        }
    }
}
