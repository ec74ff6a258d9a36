internal import MarketData
internal import ScanEvents

/// Carries tasks out in this process, a few at a time.
package struct LocalWorkers: WorkExchange {
    package let capacity: Int
    private let bench: Workbench
    private let orderDigest: String
    /// Of a live source, fetches and backtests have a limit each; from memory or a disk a worker
    /// does one after the other.
    private let fetches: TaskGate<Int>?
    private let backtests: TaskGate<Int>?
    private let elapsed: @Sendable () -> Duration

    /// Makes workers.
    ///
    /// - Parameters:
    ///   - bench: what they work with; they take the tasks of its order.
    ///   - workers: how many backtests there may be at once.
    ///   - maxFetches: how many stocks a live source is asked for at once.
    ///   - elapsed: the time since any fixed moment.
    package init(
        _ bench: Workbench, workers: Int, maxFetches: Int,
        elapsed: @escaping @Sendable () -> Duration
    ) {
        self.bench = bench
        orderDigest = bench.order.digest
        self.elapsed = elapsed
        let isLive = bench.source.isLive
        capacity = isLive ? max(workers, maxFetches) : workers
        fetches = isLive ? TaskGate(limit: maxFetches) : nil
        backtests = isLive ? TaskGate(limit: workers) : nil
    }

    package func carryOut(
        _ task: StockTask, observer: any TaskObserver
    ) async -> StockOutcome? {
        guard task.orderDigest == orderDigest else {
            return StockOutcome(
                ticker: task.ticker, source: .kept,
                products: .failure(
                    StockFailure(
                        code: .internal,
                        message: "the task is of order \(task.orderDigest), and these workers "
                            + "have \(orderDigest)")))
        }
        guard let (prices, answer) = await prices(for: task, observer) else { return nil }
        let products: Result<StockOutcome.Products, StockFailure>?
        switch prices {
        case .success(let history):
            products = await Self.withTurn(in: backtests) {
                bench.products(task.products, of: history)
            }
        case .failure(let failure):
            products = .failure(failure)
        }
        return products.map { StockOutcome(ticker: task.ticker, source: answer, products: $0) }
    }

    private typealias Prices = (Result<PriceHistory, StockFailure>, StockOutcome.SourceAnswer)

    /// The prices that a task is about: from the very bars that it names, where they are kept.
    private func prices(for task: StockTask, _ observer: any TaskObserver) async -> Prices? {
        guard let digest = task.barsDigest else { return await fetch(task, observer) }
        let kept = await bench.source.keptHistory(
            of: task.ticker, from: task.firstDay, to: task.lastDay)
        if let kept, kept.bars.digest == digest { return (.success(kept), .kept) }
        guard let (prices, answer) = await fetch(task, observer) else { return nil }
        if case .success(let history) = prices, history.bars.digest != digest {
            return (.failure(.pricesChanged(task.ticker)), answer)
        }
        return (prices, answer)
    }

    /// Asks the source when there is room for it; nil where that is given up.
    private func fetch(_ task: StockTask, _ observer: any TaskObserver) async -> Prices? {
        let prices = await Self.withTurn(in: fetches) { () -> Prices? in
            let answer = FirstAnswer<Result<PriceHistory, StockFailure>?>()
            let turns = WaitMeter(elapsed: elapsed)
            let fetch = WaitMeter.$current.withValue(turns) {
                Task { [source = bench.source] in
                    await answer.give(Self.history(of: task, from: source))
                }
            }
            let giveUp: @Sendable (StockFailure?) -> Void = { failure in
                answer.give(failure.map { .failure($0) })
                fetch.cancel()
            }
            observer.willFetch(StockFetch(turns: turns, giveUp: giveUp))
            let prices = await withTaskCancellationHandler {
                await answer.value()
            } onCancel: {
                giveUp(nil)
            }
            guard let prices else {
                observer.didFetch(nil)
                return nil
            }
            let source = Self.answer(prices, isKept: turns.wasKept)
            observer.didFetch(source)
            return (prices, source)
        }
        return prices ?? nil
    }

    /// What a source says; nil where it was cancelled.
    private static func history(
        of task: StockTask, from source: any PriceSource
    ) async -> Result<PriceHistory, StockFailure>? {
        do {
            return .success(
                try await source.history(of: task.ticker, from: task.firstDay, to: task.lastDay))
        } catch {
            let error = PriceError(error)
            return error.isCancellation ? nil : .failure(StockFailure(error))
        }
    }

    private static func answer(
        _ prices: Result<PriceHistory, StockFailure>, isKept: Bool
    ) -> StockOutcome.SourceAnswer {
        guard !isKept else { return .kept }
        if case .success = prices { return .gave }
        return .failed
    }

    /// Works when there is room for it; nil when the task is cancelled before.
    private static func withTurn<Value>(
        in gate: TaskGate<Int>?, _ work: () async -> Value
    ) async -> Value? {
        guard let gate else { return await work() }
        guard await gate.enter(0) else { return nil }
        defer { gate.leave(0) }
        return await work()
    }
}
