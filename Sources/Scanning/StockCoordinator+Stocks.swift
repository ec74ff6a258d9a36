internal import Backtesting
internal import MarketData
internal import ScanEvents
internal import StockWork

extension StockCoordinator {
    /// Has a stock backtested and records its result, or why there is none.
    func visit(
        _ ticker: String, _ queue: TickerQueue, _ outcome: inout Outcome
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
        let task = plan.task(for: ticker, orderDigest: orderDigest)
        guard let answer = await answer(to: task, queue, &outcome, failed: failed) else { return }
        let start = answer.start
        switch answer.outcome.products {
        case .success(let products):
            if plan.sweep != nil {
                outcome.reached[ticker] = products.prices
                return
            }
            guard var result = products.result, let curve = products.curve,
                let rules = products.rules, let signal = products.signal
            else {
                failed(.incomplete(ticker), time.seconds() - start)
                return
            }
            outcome.portfolio.add(
                times: curve.times, equity: curve.values, benchmark: curve.benchmark)
            outcome.rules.add(rules)
            outcome.signals.append(signal)
            result.sector = sector
            outbox.put(behind: products.trades?.parts() ?? []) { [result] now in
                .stockCompleted(
                    ScanEvent.StockCompleted(
                        result: result, prices: products.prices, seconds: now - start,
                        elapsed: now))
            }
        case .failure(let failure):
            failed(failure, time.seconds() - start)
        }
    }

    /// Has the values of a stock computed whose result an earlier run has recorded.
    ///
    /// From the very bars of then, where they are kept or can be had again; otherwise it records
    /// that the portfolio goes without the stock.
    func revisit(
        _ ticker: String, _ digest: String, _ queue: TickerQueue, _ outcome: inout Outcome
    ) async {
        let leftOut = { @Sendable [outbox] (failure: StockFailure, _: Double) in
            outbox.put { now in
                .stockLeftOut(
                    ScanEvent.StockLeftOut(
                        ticker: ticker, code: failure.code, message: failure.message,
                        elapsed: now))
            }
        }
        let task = plan.task(for: ticker, orderDigest: orderDigest, barsDigest: digest)
        guard let answer = await answer(to: task, queue, &outcome, failed: leftOut) else { return }
        switch answer.outcome.products {
        case .success(let products):
            guard plan.sweep == nil || products.prices.barsDigest != digest else {
                outcome.reached[ticker] = products.prices
                return
            }
            guard products.prices.barsDigest == digest else {
                leftOut(.pricesChanged(ticker), 0)
                return
            }
            guard let curve = products.curve, let rules = products.rules,
                let signal = products.signal
            else {
                leftOut(.incomplete(ticker), 0)
                return
            }
            outcome.portfolio.add(
                times: curve.times, equity: curve.values, benchmark: curve.benchmark)
            outcome.rules.add(rules)
            outcome.signals.append(signal)
        case .failure(let failure):
            leftOut(failure, 0)
        }
    }
}

extension StockFailure {
    /// The failure of a stock whose worker has left out what was asked for.
    fileprivate static func incomplete(_ ticker: String) -> StockFailure {
        StockFailure(
            code: .internal, message: "what came back of '\(ticker)' is not all that was asked for")
    }
}
