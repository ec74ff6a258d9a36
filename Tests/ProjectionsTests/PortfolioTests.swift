import JSONText
import Projections
import ScanEvents
import Testing

@Suite struct PortfolioTests {
    @Test func portfolioIsThereOnceItsLastPartIs() throws {
        var scan = ScriptedScan([.requested(stocks: 2), .started(2), .valued(1...2, of: 5)])
        #expect(try scan.state().portfolio == nil)
        scan.append(.valued(3...4, of: 5))
        #expect(try scan.state().portfolio == nil)
        scan.append(.valued(5...5, of: 5))
        let portfolio = try #require(try scan.state().portfolio)
        #expect(portfolio.stocks == 2)
        #expect(portfolio.statistics.returnPct == 1.125)
        #expect(portfolio.times.first == "2026-01-01")
        #expect(portfolio.times.last == "2026-01-05")
        #expect(portfolio.values == [1, 2, 3, 4, 5].map { $0 + 0.00390625 })
    }

    /// Parts that are no continuation are passed over; the whole curve may still follow.
    @Test(
        arguments: [
            (
                "a part twice",
                [.valued(1...2, of: 4), .valued(3...3, of: 4), .valued(3...3, of: 4)]
            ),
            ("a gap", [.valued(1...2, of: 4), .valued(4...4, of: 4)]),
            ("no first part", [.valued(3...4, of: 4)]),
            ("more than all", [.valued(1...2, of: 4), .valued(3...5, of: 4)]),
            ("more than all at once", [.valued(1...5, of: 4)]),
            ("none at all", [.valued(1...2, of: -1)]),
            ("another length", [.valued(1...2, of: 4), .valued(3...4, of: 5)]),
            ("other stocks", [.valued(1...2, of: 4), .valued(3...4, of: 4, stocks: 3)]),
            ("other figures", [.valued(1...2, of: 4), .valued(3...4, of: 4, returnPct: 2)]),
            ("a benchmark later", [.valued(1...2, of: 4), .valued(3...4, of: 4, against: held)]),
            ("no benchmark later", [.valued(1...2, of: 4, against: held), .valued(3...4, of: 4)]),
        ] as [(String, [ScanEvent])])
    func partsThatDoNotFitMakeNoPortfolio(name: String, parts: [ScanEvent]) throws {
        var scan = ScriptedScan([.requested(stocks: 2), .started(2)] + parts)
        #expect(try scan.state().portfolio == nil, "\(name)")
        scan.append(.valued(1...3, of: 4))
        scan.append(.valued(4...4, of: 4))
        #expect(try scan.state().portfolio?.values.count == 4, "\(name)")
    }

    @Test func firstPartStartsTheCurveAfresh() throws {
        var scan = ScriptedScan([.requested(stocks: 2), .valued(1...2, of: 2)])
        scan.append(.resumed(.init(remaining: 0, elapsed: 1)))
        scan.append(.valued(1...2, of: 3, stocks: 3))
        #expect(try scan.state().portfolio == nil)
        scan.append(.valued(3...3, of: 3, stocks: 3))
        #expect(try scan.state().portfolio?.stocks == 3)
        scan.append(.completed(.init(successful: 2, failed: 0, elapsed: 1)))
        scan.append(.valued(1...1, of: 1))
        #expect(try scan.state().portfolio?.points == 3, "the scan has ended")
    }

    @Test func portfolioIsRoundedInTheCompleteMessage() throws {
        let state = try ScriptedScan([.requested(stocks: 2), .valued(1...2, of: 2)]).state()
        let text = String(decoding: state.completeMessage, as: UTF8.self)
        #expect(
            text.hasSuffix(
                #""portfolio":{"stocks":2,"points":2,"return_pct":1.12,"annual_return_pct":null,"#
                    + #""annual_volatility_pct":null,"sharpe_ratio":0.8765,"max_drawdown":12.35,"#
                    + #""times":["2026-01-01","2026-01-02"],"values":[1.0,2.0]}}"#))
    }

    @Test func benchmarkStandsBehindThePortfolioInTheCompleteMessage() throws {
        let scan = ScriptedScan([
            .requested(stocks: 2), .valued(1...1, of: 2, against: Self.held),
            .valued(2...2, of: 2, against: Self.held),
        ])
        let text = String(decoding: try scan.state().completeMessage, as: UTF8.self)
        #expect(
            text.hasSuffix(
                #""values":[1.0,2.0],"benchmark":{"return_pct":93.12,"annual_return_pct":null,"#
                    + #""annual_volatility_pct":null,"sharpe_ratio":1.1235,"max_drawdown":15.5,"#
                    + #""excess_return_pct":-92.0,"alpha_pct":-1.23,"beta":0.5556,"#
                    + #""tracking_error_pct":9.88,"information_ratio":-2.1235,"up_capture":null,"#
                    + #""down_capture":0.1235,"values":[1.12,2.12]}}}"#))
    }

    @Test(arguments: [
        (-81.704, "81.7 points less"), (3.0, "3.0 points more"), (0.001, "as much"),
        (-0.004, "as much"),
    ])
    func summaryTellsWhetherHoldingEarnedMore(excess: Double, words: String) throws {
        var held = Self.held
        held.comparison.excessReturnPct = excess
        let scan = ScriptedScan([.requested(stocks: 2), .valued(1...1, of: 1, against: held)])
        #expect(
            try scan.state().summary.contains(
                "Holding the same 2: return 93.12%, max drawdown 15.5%, Sharpe 1.12; "
                    + "the strategy earned \(words)"))
    }

    private static let held = PortfolioBenchmark(
        statistics: PortfolioStatistics(
            returnPct: 93.123, sharpeRatio: 1.12345678, maxDrawdown: 15.5),
        comparison: BenchmarkComparison(
            excessReturnPct: -91.998, alphaPct: -1.2345, beta: 0.55555555,
            trackingErrorPct: 9.8765, informationRatio: -2.1234567, upCapture: nil,
            downCapture: 0.12345678))

    @Test func scanWithoutAPortfolioHasNull() throws {
        let state = try ScriptedScan([.requested(stocks: 1), .valued(1...1, of: 2)]).state()
        #expect(try JSONValue.parse(state.completeMessage)["portfolio"] == .null)
        #expect(String(decoding: state.completeMessage, as: UTF8.self).hasSuffix(#":null}"#))
    }
}
