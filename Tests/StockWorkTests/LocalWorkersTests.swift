import Backtesting
import Foundation
import MarketData
import ScanEvents
import Synchronization
import Testing

@testable import StockWork

/// Tasks that this process carries out.
@Suite(.timeLimit(.minutes(3)))
struct LocalWorkersTests {
    /// Rising prices, unless a stock is told to do something else.
    private struct Prices: PriceSource {
        enum Behaviour: Sendable {
            case hangs
            case fails(PriceError)
        }

        var isLive = false
        var behaviours: [String: Behaviour] = [:]
        /// What is kept differs from what is given.
        var keeps = false
        var rise = 0.0
        var openUntil: Date?

        var name: String { "stub" }
        var interval: BarInterval { .day }
        var coverage: ClosedRange<CalendarDate>? { nil }
        var tickers: [String] { [] }

        func history(
            of ticker: String, from: CalendarDate?, to: CalendarDate?
        ) async throws -> PriceHistory {
            switch behaviours[ticker] {
            case .hangs:
                try? await Task.sleep(for: .seconds(1_000_000))
                throw PriceError.cancelled(ticker: ticker, source: name)
            case .fails(let error): throw error
            case nil: return try history(of: ticker, rise: rise)
            }
        }

        func keptHistory(
            of ticker: String, from: CalendarDate?, to: CalendarDate?
        ) async -> PriceHistory? {
            keeps ? try? history(of: ticker, rise: 0) : nil
        }

        func history(of ticker: String, rise: Double) throws(PriceError) -> PriceHistory {
            let close = (0..<60).map { 100 + Double($0 * 7 % 23) + rise }
            let bars = try Bars(
                ticker: ticker,
                times: (0..<60).compactMap { day in
                    CalendarDate(dayNumber: 18_000 + day).map { BarTime($0) }
                },
                open: close, high: close, low: close, close: close, volume: close)
            return PriceHistory(
                bars: bars, counts: RowCounts(rows: 60), openUntil: openUntil)
        }
    }

    /// Notes what it is told, and may give a fetch up.
    private final class Notes: TaskObserver {
        private let steps = Mutex<[String]>([])
        private let act: @Sendable (StockFetch) -> Void
        var all: [String] { steps.withLock { $0 } }

        init(_ act: @escaping @Sendable (StockFetch) -> Void = { _ in }) {
            self.act = act
        }

        func willFetch(_ fetch: StockFetch) {
            steps.withLock { $0.append("will") }
            act(fetch)
        }

        func didFetch(_ answer: StockOutcome.SourceAnswer?) {
            steps.withLock { $0.append(answer?.rawValue ?? "given up") }
        }
    }

    private func bench(
        _ prices: Prices, strategy: String = "buy_and_hold", stocks: Int = 1,
        includeOpen: Bool = false
    ) throws -> Workbench {
        Workbench(
            order: WorkOrder(
                ScanRequest(strategy: strategy, includeOpen: includeOpen), strategyText: "",
                stocks: stocks),
            strategy: try StrategyLibrary.builtIn.resolve(strategy),
            execution: ExecutionSettings(), source: prices)
    }

    private func task(
        _ bench: Workbench, _ ticker: String = "A", bars digest: String? = nil,
        _ products: Set<StockTask.Product> = [.result, .curve]
    ) -> StockTask {
        StockTask(
            orderDigest: bench.order.digest, ticker: ticker, source: "stub", barsDigest: digest,
            products: products)
    }

    private func carryOut(
        _ task: StockTask, _ bench: Workbench, _ notes: Notes = Notes()
    ) async -> StockOutcome? {
        await LocalWorkers(bench, workers: 1, maxFetches: 1, elapsed: { .zero })
            .carryOut(task, observer: notes)
    }

    @Test(arguments: [false, true])
    func theBarOfASessionThatHasNotEndedIsLeftOutUnlessTheOrderTakesIt(
        includes: Bool
    ) async throws {
        var prices = Prices(keeps: true)
        prices.openUntil = Date(timeIntervalSince1970: 1_000_000)
        let bench = try bench(prices, includeOpen: includes)
        let outcome = try #require(await carryOut(task(bench), bench))
        let record = try outcome.products.get().prices
        #expect(record.bars == (includes ? 60 : 59) && record.rowsOpen == (includes ? 0 : 1))
        #expect(try outcome.products.get().curve?.values.count == record.bars)
        let again = try #require(
            await carryOut(task(bench, bars: record.barsDigest, [.curve]), bench))
        #expect(again.source == .kept)
        #expect(try again.products.get().prices == record)
    }

    @Test func aTaskGivesWhatItsBacktestGivesAndOnlyWhatIsAskedFor() async throws {
        let prices = Prices()
        let bench = try bench(prices)
        let history = try prices.history(of: "A", rise: 0)
        let expected = try Backtest.run(bench.strategy, on: history.bars)
        let held = expected.heldValues(of: history.bars)
        let against = expected.compared(with: held, on: history.bars)
        for wanted: Set<StockTask.Product> in [[], [.result], [.curve], [.result, .curve]] {
            let notes = Notes()
            let outcome = try #require(await carryOut(task(bench, wanted), bench, notes))
            #expect(outcome.ticker == "A" && outcome.source == .gave)
            let products = try outcome.products.get()
            #expect(products.prices == ScanEvent.PriceRecord(history))
            #expect(
                products.result
                    == (wanted.contains(.result)
                        ? StockResult(ticker: "A", sector: nil, expected, against: against)
                        : nil))
            #expect(products.curve?.values == (wanted.contains(.curve) ? expected.equity : nil))
            #expect(products.curve?.benchmark == (wanted.contains(.curve) ? held : nil))
            #expect(notes.all == ["will", "gave"])
        }
    }

    @Test func aStockMayCostNoMoreThanItsShareOfTheScan() async throws {
        let bench = try bench(Prices(), strategy: "sma_cross", stocks: 1_000_000_000)
        let outcome = try #require(await carryOut(task(bench), bench))
        #expect(throws: StockFailure.self) { try outcome.products.get() }
        guard case .failure(let failure) = outcome.products else { return }
        #expect(failure.code == .tooCostly)
    }

    private func task(_ bench: Workbench, _ products: Set<StockTask.Product>) -> StockTask {
        task(bench, "A", bars: nil, products)
    }

    @Test func theVeryBarsOfATaskAreTakenFromWhatIsKept() async throws {
        let prices = Prices(keeps: true, rise: 1)
        let digest = try prices.history(of: "A", rise: 0).bars.digest
        let (bench, notes) = (try bench(prices), Notes())
        let outcome = try #require(await carryOut(task(bench, bars: digest), bench, notes))
        #expect(outcome.source == .kept && notes.all.isEmpty)
        #expect(try outcome.products.get().prices.barsDigest == digest)
    }

    @Test func keptBarsThatATaskDoesNotNameAreNotTaken() async throws {
        let prices = Prices(keeps: true, rise: 1)
        let digest = try prices.history(of: "A", rise: 1).bars.digest
        let bench = try bench(prices)
        let outcome = try #require(await carryOut(task(bench, bars: digest), bench))
        #expect(outcome.source == .gave)
        #expect(try outcome.products.get().prices.barsDigest == digest)
    }

    @Test func otherBarsThanThoseOfATaskAreNoAnswer() async throws {
        let prices = Prices(rise: 1)
        let digest = try prices.history(of: "A", rise: 0).bars.digest
        let bench = try bench(prices)
        let outcome = try #require(await carryOut(task(bench, bars: digest), bench))
        #expect(outcome.source == .gave)
        #expect(outcome.products == .failure(.pricesChanged("A")))
    }

    @Test func aSourceThatFailsSaysWhy() async throws {
        let error = PriceError(.rateLimited, "too many")
        let bench = try bench(Prices(behaviours: ["A": .fails(error)]))
        let notes = Notes()
        let outcome = try #require(await carryOut(task(bench), bench, notes))
        #expect(outcome.source == .failed && notes.all == ["will", "failed"])
        #expect(
            outcome.products == .failure(StockFailure(code: .rateLimited, message: "too many")))
    }

    @Test(arguments: [true, false])
    func aFetchThatIsGivenUpEndsWithTheCauseOrWithoutOutcome(hasCause: Bool) async throws {
        let bench = try bench(Prices(isLive: true, behaviours: ["A": .hangs]))
        let notes = Notes { fetch in fetch.giveUp(hasCause ? .timeout("A") : nil) }
        let outcome = await carryOut(task(bench), bench, notes)
        #expect(outcome?.products == (hasCause ? .failure(.timeout("A")) : nil))
        #expect(notes.all == ["will", hasCause ? "failed" : "given up"])
    }

    @Test func aTaskThatIsCancelledHasNoOutcome() async throws {
        let bench = try bench(Prices(isLive: true, behaviours: ["A": .hangs]))
        let (fetches, begun) = AsyncStream<Void>.makeStream()
        let work = Task {
            await carryOut(task(bench), bench, Notes { _ in begun.yield() })
        }
        for await _ in fetches { break }
        work.cancel()
        #expect(await work.value == nil)
    }

    @Test func aTaskOfAnotherOrderIsRefused() async throws {
        let bench = try bench(Prices())
        var other = task(bench)
        other.orderDigest = String(repeating: "0", count: 64)
        let outcome = try #require(await carryOut(other, bench))
        guard case .failure(let failure) = outcome.products else {
            Issue.record("it was carried out")
            return
        }
        #expect(failure.code == .internal && outcome.source == .kept)
        #expect(failure.message.contains("the task is of order 000"))
    }
}
