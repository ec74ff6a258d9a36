internal import Backtesting
internal import Foundation
internal import MarketData
internal import ScanEvents
package import ScanHistory
internal import Synchronization

/// A scan at work: backtests each stock of a plan and records what comes of it.
package struct Scan: Sendable {
    private let plan: ScanPlan
    private let recorder: ScanRecorder
    private let control: ScanControl
    private let workers: Int
    private let elapsed: @Sendable () -> Double

    /// Prepares the scan of `plan`, whose tape `recorder` has been started.
    ///
    /// - Parameters:
    ///   - plan: what to do.
    ///   - recorder: where it is recorded.
    ///   - control: lets its user end it.
    ///   - workers: how many stocks are worked on at once; all cores unless told.
    ///   - clock: measures the elapsed times.
    package init(
        _ plan: ScanPlan, recorder: ScanRecorder, control: ScanControl = ScanControl(),
        workers: Int = ProcessInfo.processInfo.activeProcessorCount,
        clock: some Clock<Duration> = ContinuousClock()
    ) {
        precondition(workers > 0, "a scan needs a worker")
        self.plan = plan
        self.recorder = recorder
        self.control = control
        self.workers = workers
        let start = clock.now
        elapsed = { start.duration(to: clock.now) / .seconds(1) }
    }

    /// Works through the stocks and ends the tape.
    ///
    /// A stock that fails is recorded and the scan goes on. If the task is cancelled, the tape
    /// ends without a last event, as it would by a crash.
    ///
    /// - Throws: `LogError` when the tape cannot be written; `CancellationError`.
    package func run() async throws {
        do {
            try await recordAll()
        } catch {
            await recorder.close()
            throw error
        }
        try await recorder.seal()
    }

    private func recordAll() async throws {
        let counts = plan.source.counts
        try await recorder.append([
            .started(
                ScanEvent.Started(
                    tickers: plan.tickers, rowsRead: counts.rows, rowsDropped: counts.rowsDropped,
                    rowsOutsideRange: counts.rowsOutsideRange))
        ])
        let outbox = EventOutbox(elapsed: elapsed)
        let tally = try await withThrowingTaskGroup(of: Tally?.self) { group in
            group.addTask { try await record(outbox) }
            group.addTask {
                await work(into: outbox)
                outbox.close()
                return nil
            }
            var tally = Tally()
            for try await part in group { tally = part ?? tally }
            return tally
        }
        try Task.checkCancellation()
        let time = elapsed()
        try await recorder.append([
            control.isCancelled && tally.done < plan.tickers.count
                ? .cancelled(elapsed: time)
                : .completed(successful: tally.successful, failed: tally.failed, elapsed: time)
        ])
    }

    /// Moves events to the tape; while one batch becomes durable, the next one gathers.
    private func record(_ outbox: EventOutbox) async throws -> Tally {
        var tally = Tally()
        while let events = await outbox.takeAll() {
            try await recorder.append(events)
            for event in events { tally.count(event) }
        }
        return tally
    }

    private func work(into outbox: EventOutbox) async {
        let queue = TickerQueue(plan.tickers)
        await withTaskGroup { group in
            for _ in 0..<min(workers, plan.tickers.count) {
                group.addTask {
                    while !Task.isCancelled, !control.isCancelled, let ticker = queue.next() {
                        await backtest(ticker, into: outbox)
                        // Backtests fill all of Swift's threads: let the tape and its viewers
                        // have theirs in between.
                        await Task.yield()
                    }
                }
            }
        }
    }

    private func backtest(_ ticker: String, into outbox: EventOutbox) async {
        let start = elapsed()
        do throws(StockError) {
            let bars = try await bars(of: ticker)
            let result = try run(on: bars)
            outbox.put { now in
                .stockCompleted(
                    ScanEvent.StockCompleted(
                        result: StockResult(ticker: ticker, result), bars: bars.count,
                        firstDate: bars.coverage?.lowerBound.description ?? "",
                        lastDate: bars.coverage?.upperBound.description ?? "",
                        barsDigest: bars.digest, seconds: now - start, elapsed: now))
            }
        } catch {
            if error.isCancellation { return }
            outbox.put { now in
                .stockFailed(
                    ScanEvent.StockFailed(
                        ticker: ticker, code: error.code, message: error.message,
                        seconds: now - start, elapsed: now))
            }
        }
    }

    private func bars(of ticker: String) async throws(StockError) -> Bars {
        do throws(PriceError) {
            return try await plan.source.bars(
                of: ticker, from: plan.days.first, to: plan.days.last)
        } catch {
            throw StockError(
                code: FailureCode(rawValue: error.code.rawValue), message: error.message,
                isCancellation: error.isCancellation)
        }
    }

    private func run(on bars: Bars) throws(StockError) -> BacktestResult {
        let result: BacktestResult
        do throws(BacktestError) {
            result = try Backtest.run(
                plan.strategy, on: bars, cash: plan.request.cash,
                commission: plan.request.commission)
        } catch {
            throw StockError(
                code: FailureCode(rawValue: error.code), message: error.description,
                isCancellation: false)
        }
        guard result.endValue.isFinite, result.returnPercent.isFinite,
            result.maxDrawdownPercent.isFinite
        else {
            throw StockError(
                code: .badData,
                message: "the account left the range of numbers; check the prices of "
                    + "\(bars.ticker) and the cash",
                isCancellation: false)
        }
        return result
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
    let isCancellation: Bool
}

/// How many stocks have been recorded.
private struct Tally: Sendable {
    var successful = 0
    var failed = 0

    var done: Int { successful + failed }

    mutating func count(_ event: ScanEvent) {
        switch event {
        case .stockCompleted: successful += 1
        case .stockFailed: failed += 1
        default: break
        }
    }
}

extension StockResult {
    /// The figures of a backtest that are recorded.
    fileprivate init(ticker: String, _ result: BacktestResult) {
        self.init(
            ticker: ticker, pnl: result.pnl, returnPct: result.returnPercent,
            totalTrades: result.totalTrades, winningTrades: result.winningTrades,
            losingTrades: result.losingTrades, openTrades: result.openTrades,
            rejectedOrders: result.rejectedOrders, sharpeRatio: result.sharpeRatio,
            maxDrawdown: result.maxDrawdownPercent, startValue: result.startValue,
            endValue: result.endValue)
    }
}
