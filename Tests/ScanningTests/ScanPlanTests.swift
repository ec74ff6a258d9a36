import Backtesting
import Foundation
import JSONText
import PriceSources
import ScanEvents
import StrategyText
import TestSupport
import Testing

@testable import Scanning

@Suite(.timeLimit(.minutes(3)))
struct ScanPlanTests {
    private let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil)

    /// A request with one field changed, and the field that must be refused.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let pointer: String
        let change: @Sendable (inout ScanRequest) -> Void
        var testDescription: String { pointer }

        init(_ pointer: String, _ change: @escaping @Sendable (inout ScanRequest) -> Void) {
            self.pointer = pointer
            self.change = change
        }
    }

    @Test(arguments: [
        Wrong("/parameters/period") { $0.parameters = ["period": 1] },
        Wrong("/parameters/period") { $0.parameters = ["period": 20.5] },
        Wrong("/parameters/devfactor") { $0.parameters = ["devfactor": .nan] },
        Wrong("/parameters/speed") { $0.parameters = ["speed": 1] },
        Wrong("/start_date") { $0.startDate = "2024-01-01" },
        Wrong("/start_date") { $0.startDate = "2015-02-29" },
        Wrong("/end_date") { $0.endDate = "2013-02-07" },
        Wrong("/end_date") { $0.endDate = "yesterday" },
        Wrong("/end_date") {
            $0.startDate = "2015-01-02"
            $0.endDate = "2015-01-01"
        },
        Wrong("/interval") { $0.interval = "5m" },
        Wrong("/interval") { $0.interval = "yearly" },
        Wrong("/fills") { $0.fills = "best" },
        Wrong("/universe") { $0.universe = "file:/nowhere/list.csv" },
        Wrong("/cash") { $0.cash = 0 },
        Wrong("/cash") { $0.cash = .infinity },
        Wrong("/commission") { $0.commission = -0.001 },
        Wrong("/commission") { $0.commission = 1 },
        Wrong("/slippage") { $0.costs.slippage = 1 },
        Wrong("/slippage") { $0.costs.slippage = -0.001 },
        Wrong("/slippage_per_share") { $0.costs.slippagePerShare = -1 },
        Wrong("/fixed_fee") { $0.costs.fixedFee = .infinity },
        Wrong("/fee_per_share") { $0.costs.feePerShare = -0.01 },
        Wrong("/min_fee") { $0.costs.minFee = .nan },
        Wrong("/borrow_rate") { $0.costs.borrowRate = -0.03 },
        Wrong("/cash_rate") { $0.costs.cashRate = -0.03 },
        Wrong("/tickers") { $0.tickers = [] },
        Wrong("/tickers/1") { $0.tickers = ["AAPL", "../../etc/passwd"] },
        Wrong("/tickers/1") { $0.tickers = ["AAPL", "aapl"] },
        Wrong("/tickers") { $0.tickers = (0..<8_000).map { "T\($0)ABCDEF" } },
        Wrong("/universe") { $0.universe = "nasdaq" },
        Wrong("/universe") {
            $0.universe = "bundled"
            $0.tickers = ["AAPL"]
        },
        Wrong("/source") { $0.source = "file:///etc/passwd" },
        Wrong("/source") { $0.source = "csv:/nowhere" },
        Wrong("/source") { $0.source = "bundled?delay=forever" },
        Wrong("/source") {
            $0.source = "bundled?delay=1ms" + String(repeating: "&delay=1ms", count: 60_000)
        },
    ])
    func aWrongFieldIsNamed(_ wrong: Wrong) throws {
        var request = ScanRequest(strategy: "bollinger_bands")
        wrong.change(&request)
        do {
            _ = try ScanPlan(request, sources: sources)
            Issue.record("the request was accepted")
        } catch {
            guard case .invalid(let invalid) = error else { throw error }
            #expect(invalid.problems.map(\.pointer) == [wrong.pointer], "\(invalid)")
        }
    }

    @Test func allProblemsAreToldAtOnce() throws {
        var request = ScanRequest(strategy: "bollinger_bands", parameters: ["period": 0])
        request.cash = -1
        request.endDate = "2001-01-01"
        do {
            _ = try ScanPlan(request, sources: sources)
            Issue.record("the request was accepted")
        } catch {
            guard case .invalid(let invalid) = error else { throw error }
            #expect(
                invalid.problems.map(\.pointer) == ["/parameters/period", "/end_date", "/cash"])
        }
    }

    @Test func anUnknownStrategyIsToldWithThoseThatThereAre() throws {
        do {
            _ = try ScanPlan(ScanRequest(strategy: "crystal_ball"), sources: sources)
            Issue.record("the request was accepted")
        } catch {
            guard case .unknownStrategy("crystal_ball", let known) = error else { throw error }
            #expect(known.contains("bollinger_bands"))
        }
    }

    @Test func aPlanTakesItsStrategyFromThoseThatItIsGiven() throws {
        let program = try StrategyProgram.check(
            "strategy \"Mine\" language 1\nenter long when true", functions: .language1)
        let strategies = StrategyLibrary([NamedStrategy("mine", program)])
        let plan = try ScanPlan(
            ScanRequest(strategy: "mine_strategy", tickers: ["AAPL"]), strategies: strategies,
            sources: sources)
        #expect(plan.request.strategy == "mine")
        #expect(plan.request.parameters == ["position_size_pct": 95])
        do {
            _ = try ScanPlan(
                ScanRequest(strategy: "buy_and_hold"), strategies: strategies, sources: sources)
            Issue.record("the request was accepted")
        } catch {
            guard case .unknownStrategy("buy_and_hold", known: ["mine"]) = error else {
                throw error
            }
        }
    }

    @Test func datesThatTheSourceCoversInPartAreAccepted() throws {
        var request = ScanRequest(strategy: "bollinger_bands")
        request.startDate = "2018-01-01"
        request.endDate = "2024-12-31"
        #expect(try ScanPlan(request, sources: sources).tickers.count == 505)
    }

    @Test func aLiveSourceScansTheIndexOverTheLastYearUnlessTold() throws {
        let now = Date(timeIntervalSince1970: 1_773_532_800)  // 2026-03-15
        let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil, now: { now })
        let plan = try ScanPlan(
            ScanRequest(strategy: "bollinger_bands", source: "yahoo"), sources: sources)
        #expect(plan.request.universe == "sp500")
        #expect(plan.tickers.count == 503)
        #expect(plan.request.startDate == "2025-03-15")
        #expect(plan.request.endDate == "2026-03-15")
    }

    /// A day less than there is, as midnight may pass while the scan is at work.
    @Test(arguments: [
        ("1m", "2026-02-15"), ("5m", "2026-01-16"), ("30m", "2026-01-16"), ("90m", "2026-01-16"),
        ("1h", "2025-03-15"), ("1wk", "2025-03-15"),
    ])
    func aLiveSourceIsScannedOverAsManyDaysAsItHas(interval: String, start: String) throws {
        let now = Date(timeIntervalSince1970: 1_773_532_800)  // 2026-03-15
        let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil, now: { now })
        let plan = try ScanPlan(
            ScanRequest(strategy: "bollinger_bands", interval: interval, source: "yahoo"),
            sources: sources)
        #expect(plan.request.startDate == start)
        #expect(plan.request.endDate == "2026-03-15")
    }

    @Test(
        arguments: [
            ("2026-01-14", nil, "/start_date"), ("2025-01-01", "2026-01-14", "/end_date"),
            (nil, "2026-01-14", "/end_date"), ("2026-01-15", nil, nil), (nil, "2026-01-15", nil),
        ] as [(String?, String?, String?)])
    func daysThatALiveSourceKeepsNoMoreAreRefusedOnceForAllStocks(
        start: String?, end: String?, pointer: String?
    ) throws {
        let now = Date(timeIntervalSince1970: 1_773_532_800)  // 2026-03-15
        let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil, now: { now })
        let request = ScanRequest(
            strategy: "bollinger_bands", startDate: start, endDate: end, interval: "5m",
            source: "yahoo")
        do {
            _ = try ScanPlan(request, sources: sources)
            #expect(pointer == nil)
        } catch {
            guard case .invalid(let invalid) = error else { throw error }
            #expect(invalid.problems.map(\.pointer) == [pointer])
            #expect(invalid.description.contains("the earliest day is now 2026-01-15"))
        }
        // A scan that was begun goes on with what there is.
        _ = try ScanPlan(request, sources: sources, isResumed: true)
    }

    @Test func aUniverseOfAFileIsScannedInItsOrderWithItsSectors() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/mine.csv"
            try writeFile(Array("ticker,sector\nmsft,Software\nAapl,\n".utf8), to: path)
            let plan = try ScanPlan(
                ScanRequest(strategy: "bollinger_bands", universe: "file:\(path)"),
                sources: sources)
            #expect(plan.tickers == ["MSFT", "AAPL"])
            #expect(plan.sectors == ["MSFT": "Software", "AAPL": "Information Technology"])
            #expect(plan.request.universe == "file:\(path)")
        }
    }
}
