internal import Backtesting
internal import MarketData
internal import ScanEvents

/// The work on the stocks of a scan, by several workers at once.
struct StockWork: Sendable {
    /// What came of the work.
    struct Outcome: Sendable {
        /// The values of the stocks that have a result, together.
        var portfolio: PortfolioAccumulator
        /// Whether it was ended before all was done.
        var wasCutShort = false
        /// Why it ended for now; nil where the source did not fail it.
        var interruption: StockFailure?

        init(cash: Double) {
            portfolio = PortfolioAccumulator(cash: cash)
        }

        mutating func merge(_ other: Outcome) {
            portfolio.merge(other.portfolio)
            wasCutShort = wasCutShort || other.wasCutShort
        }
    }

    let plan: ScanPlan
    /// What an earlier run has recorded; nil for a new scan.
    let resumed: ResumePoint?
    let control: ScanControl
    /// Where the events go.
    let outbox: EventOutbox

    /// Works through all stocks, those last that were done before.
    func run(_ settings: ScanSettings, _ time: ScanTime) async -> Outcome {
        let pace = WorkPace(settings, time, isLive: plan.source.isLive)
        let queue = TickerQueue(tickersToVisit)
        return await withTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                await keepWatch(pace)
                return nil
            }
            let workers = min(pace.workers, plan.tickers.count)
            for _ in 0..<workers {
                group.addTask { await work(on: queue, pace) }
            }
            var outcome = Outcome(cash: plan.request.cash)
            var left = workers
            while left > 0, let part = await group.next() {
                guard let part else { continue }
                outcome.merge(part)
                left -= 1
                // Nobody waits for what a source that answers nobody was asked before.
                if pace.source?.end != nil { group.cancelAll() }
            }
            group.cancelAll()
            pace.source?.recordHeld()
            outcome.interruption = pace.source?.end
            return outcome
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

    private func work(on queue: TickerQueue, _ pace: WorkPace) async -> Outcome {
        var outcome = Outcome(cash: plan.request.cash)
        while true {
            await pace.source?.enter()
            guard pace.source?.end == nil, let ticker = queue.next() else { break }
            guard !Task.isCancelled, !control.isCancelled else {
                outcome.wasCutShort = true
                break
            }
            if let digest = resumed?.barsDigests[ticker] {
                await revisit(ticker, digest, pace, queue, &outcome)
            } else {
                await visit(ticker, pace, queue, &outcome)
            }
            // Backtests fill all of Swift's threads: let the tape and its viewers have theirs in
            // between.
            await Task.yield()
        }
        return outcome
    }

    /// Backtests a stock and records its result, or why there is none.
    private func visit(
        _ ticker: String, _ pace: WorkPace, _ queue: TickerQueue, _ outcome: inout Outcome
    ) async {
        let sector = plan.sectors[ticker]
        let failed = { @Sendable [outbox] (failure: StockFailure, seconds: Double) in
            outbox.put { now in
                .stockFailed(
                    ScanEvent.StockFailed(
                        ticker: ticker, sector: sector, code: failure.code,
                        message: failure.message, seconds: seconds, elapsed: now))
            }
        }
        guard let answer = await answer(for: ticker, pace, queue, &outcome, failed: failed) else {
            return
        }
        let start = answer.start
        switch await run(on: answer.prices, pace) {
        case .success(let stock):
            outcome.portfolio.add(times: stock.history.bars.times, equity: stock.result.equity)
            let record = ScanEvent.PriceRecord(stock.history)
            outbox.put { now in
                .stockCompleted(
                    ScanEvent.StockCompleted(
                        result: StockResult(ticker: ticker, sector: sector, stock.result),
                        prices: record, seconds: now - start, elapsed: now))
            }
        case .failure(let failure) where failure.isCancellation:
            outcome.wasCutShort = true
        case .failure(let failure):
            failed(failure, pace.time.seconds() - start)
        }
    }

    /// Computes the values of a stock whose result an earlier run has recorded.
    ///
    /// From the very bars of then, where they are kept or can be had again; otherwise it records
    /// that the portfolio goes without the stock.
    private func revisit(
        _ ticker: String, _ digest: String, _ pace: WorkPace, _ queue: TickerQueue,
        _ outcome: inout Outcome
    ) async {
        let leftOut = { @Sendable [outbox] (failure: StockFailure, _: Double) in
            outbox.put { now in
                .stockLeftOut(
                    ScanEvent.StockLeftOut(
                        ticker: ticker, code: failure.code, message: failure.message,
                        elapsed: now))
            }
        }
        var prices: Result<PriceHistory, StockFailure>
        let kept = await plan.source.keptHistory(
            of: ticker, from: plan.days.first, to: plan.days.last)
        if let kept, kept.bars.digest == digest {
            prices = .success(kept)
        } else {
            guard
                let answer = await answer(
                    for: ticker, pace, queue, &outcome, reportsSlow: false, failed: leftOut)
            else { return }
            prices = answer.prices
        }
        if case .success(let history) = prices, history.bars.digest != digest {
            prices = .failure(.pricesChanged(ticker))
        }
        switch await run(on: prices, pace) {
        case .success(let stock):
            outcome.portfolio.add(times: stock.history.bars.times, equity: stock.result.equity)
        case .failure(let failure) where failure.isCancellation:
            outcome.wasCutShort = true
        case .failure(let failure):
            leftOut(failure, 0)
        }
    }

    /// Reports the slow stocks and gives up those whose time is up, until its task is cancelled.
    private func keepWatch(_ pace: WorkPace) async {
        while !Task.isCancelled {
            let due = pace.watch.due(at: pace.time.elapsed())
            for (ticker, soFar) in due.slow {
                outbox.put { now in
                    .stockSlow(ticker: ticker, seconds: soFar / .seconds(1), elapsed: now)
                }
            }
            for expire in due.expired { expire() }
            try? await pace.time.sleep(due.next)
        }
    }
}
