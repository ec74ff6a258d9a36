internal import Backtesting
internal import Foundation
internal import MarketData
internal import ScanEvents
internal import Synchronization

/// The work on the stocks of a scan, by several workers at once.
struct StockWork: Sendable {
    let plan: ScanPlan
    /// What an earlier run has recorded; nil for a new scan.
    let resumed: ResumePoint?
    let control: ScanControl
    /// Where the events go.
    let outbox: EventOutbox

    /// Works through all stocks, those last that were done before.
    ///
    /// - Returns: the values of the stocks that have a result, together.
    func run(_ settings: ScanSettings, _ time: ScanTime) async -> PortfolioAccumulator {
        let watch = StockWatch(slowAfter: settings.slowAfter, timeout: settings.stockTimeout)
        let queue = TickerQueue(tickersToVisit)
        let atOnce =
            plan.source.isLive
            ? max(settings.workers, settings.maxFetches) : settings.workers
        return await withTaskGroup(of: PortfolioAccumulator?.self) { group in
            group.addTask {
                await keepWatch(watch, time)
                return nil
            }
            let workers = min(atOnce, plan.tickers.count)
            for _ in 0..<workers {
                group.addTask { await work(on: queue, watch, time) }
            }
            var portfolio = PortfolioAccumulator(cash: plan.request.cash)
            var left = workers
            while left > 0, let part = await group.next() {
                guard let part else { continue }
                portfolio.merge(part)
                left -= 1
            }
            group.cancelAll()
            return portfolio
        }
    }

    /// Every stock but those that failed before: of those that have a result, the values over
    /// time are not on the tape and must be computed again.
    private var tickersToVisit: [String] {
        guard let resumed else { return plan.tickers }
        let open = plan.tickers.filter {
            resumed.barsDigests[$0] == nil && !resumed.failed.contains($0)
        }
        return open + plan.tickers.filter { resumed.barsDigests[$0] != nil }
    }

    private func work(
        on queue: TickerQueue, _ watch: StockWatch, _ time: ScanTime
    ) async -> PortfolioAccumulator {
        var portfolio = PortfolioAccumulator(cash: plan.request.cash)
        while !Task.isCancelled, !control.isCancelled, let ticker = queue.next() {
            if let digest = resumed?.barsDigests[ticker] {
                await revisit(ticker, digest, watch, time, &portfolio)
            } else {
                await visit(ticker, watch, time, &portfolio)
            }
            // Backtests fill all of Swift's threads: let the tape and its viewers have theirs in
            // between.
            await Task.yield()
        }
        return portfolio
    }

    /// Backtests a stock and records its result, or why there is none.
    private func visit(
        _ ticker: String, _ watch: StockWatch, _ time: ScanTime,
        _ portfolio: inout PortfolioAccumulator
    ) async {
        let start = time.seconds()
        let sector = plan.sectors[ticker]
        switch await history(of: ticker, watch, time).flatMap(run) {
        case .success(let stock):
            let (bars, result) = (stock.history.bars, stock.result)
            portfolio.add(times: bars.times, equity: result.equity)
            let prices = ScanEvent.PriceRecord(stock.history)
            outbox.put { now in
                .stockCompleted(
                    ScanEvent.StockCompleted(
                        result: StockResult(ticker: ticker, sector: sector, result),
                        prices: prices, seconds: now - start, elapsed: now))
            }
        case .failure(let error) where error.isCancellation:
            break
        case .failure(let error):
            outbox.put { now in
                .stockFailed(
                    ScanEvent.StockFailed(
                        ticker: ticker, sector: sector, code: error.code,
                        message: error.message, seconds: now - start, elapsed: now))
            }
        }
    }

    /// Computes the values of a stock whose result an earlier run has recorded; a stock whose
    /// prices are no longer those of then is left out of the portfolio, which says so by the
    /// number of its stocks.
    private func revisit(
        _ ticker: String, _ digest: String, _ watch: StockWatch, _ time: ScanTime,
        _ portfolio: inout PortfolioAccumulator
    ) async {
        guard case .success(let history) = await history(of: ticker, watch, time),
            history.bars.digest == digest, case .success(let stock) = run(on: history)
        else { return }
        portfolio.add(times: history.bars.times, equity: stock.result.equity)
    }

    /// The prices of a stock, unless they take too long.
    private func history(
        of ticker: String, _ watch: StockWatch, _ time: ScanTime
    ) async -> Result<PriceHistory, StockError> {
        let answer = FirstAnswer<Result<PriceHistory, StockError>>()
        let fetch = Task { [plan] in
            do {
                let history = try await plan.source.history(
                    of: ticker, from: plan.days.first, to: plan.days.last)
                answer.give(.success(history))
            } catch {
                answer.give(.failure(StockError(PriceError(error))))
            }
        }
        let id = watch.begin(ticker, at: time.elapsed()) {
            answer.give(.failure(.timeout(ticker)))
            fetch.cancel()
        }
        defer { watch.end(id) }
        let giveUp = { @Sendable in
            answer.give(.failure(.cancelled))
            fetch.cancel()
        }
        return await withTaskCancellationHandler {
            await control.withCancellation({ await answer.value() }, onCancel: giveUp)
        } onCancel: {
            giveUp()
        }
    }

    private func run(
        on history: PriceHistory
    ) -> Result<(history: PriceHistory, result: BacktestResult), StockError> {
        let bars = history.bars
        let result: BacktestResult
        do throws(BacktestError) {
            result = try Backtest.run(
                plan.strategy, on: bars, cash: plan.request.cash,
                commission: plan.request.commission, execution: plan.execution)
        } catch {
            return .failure(
                StockError(code: FailureCode(rawValue: error.code), message: "\(error)"))
        }
        guard result.equity.allSatisfy(\.isFinite), result.maxDrawdownPercent.isFinite else {
            return .failure(
                StockError(
                    code: .badData,
                    message: "the account left the range of numbers; check the prices of "
                        + "\(bars.ticker) and the cash"))
        }
        return .success((history, result))
    }

    /// Reports the slow stocks and gives up those whose time is up, until its task is cancelled.
    private func keepWatch(_ watch: StockWatch, _ time: ScanTime) async {
        while !Task.isCancelled {
            let due = watch.due(at: time.elapsed())
            for (ticker, soFar) in due.slow {
                outbox.put { now in
                    .stockSlow(ticker: ticker, seconds: soFar / .seconds(1), elapsed: now)
                }
            }
            for expire in due.expired { expire() }
            try? await time.sleep(due.next)
        }
    }
}

/// The stocks that no worker has taken yet.
private final class TickerQueue: Sendable {
    private let tickers: [String]
    private let taken = Atomic(0)

    init(_ tickers: [String]) {
        self.tickers = tickers
    }

    func next() -> String? {
        let index = taken.add(1, ordering: .relaxed).oldValue
        return index < tickers.count ? tickers[index] : nil
    }
}

/// Why a stock has no result.
private struct StockError: Error {
    let code: FailureCode
    let message: String
    var isCancellation = false

    static let cancelled = StockError(code: .internal, message: "", isCancellation: true)

    static func timeout(_ ticker: String) -> StockError {
        StockError(
            code: .timeout,
            message: "the prices of '\(ticker)' took longer than a stock may take")
    }
}

extension StockError {
    init(_ error: PriceError) {
        self.init(
            code: FailureCode(rawValue: error.code.rawValue), message: error.message,
            isCancellation: error.isCancellation)
    }
}
