internal import Backtesting
internal import MarketData
internal import ScanEvents

/// Runs blocks of sets over the stocks of a market, several stocks at once.
struct SweepWork: Sendable {
    let plan: ScanPlan
    let sweep: SweepPlan
    var market: SweepMarket
    /// The bars of the benchmark that the request names; nil without one.
    let benchmark: Bars?
    let control: ScanControl
    let workers: Int
    let limits: CostLimits

    /// Some sets, ready to run; several workers bind them.
    func configured(_ sets: [Int]) async throws -> [ConfiguredStrategy] {
        let step = max(1, (sets.count + 4 * workers - 1) / (4 * workers))
        let chunks = stride(from: 0, to: sets.count, by: step).map {
            Array(sets[$0..<min($0 + step, sets.count)])
        }
        return try await withThrowingTaskGroup(of: (Int, [ConfiguredStrategy]).self) { group in
            for (place, chunk) in chunks.enumerated() {
                group.addTask { [sweep] in (place, try sweep.configured(chunk)) }
            }
            var parts = [[ConfiguredStrategy]](repeating: [], count: chunks.count)
            for try await (place, part) in group { parts[place] = part }
            return parts.flatMap { $0 }
        }
    }

    /// Runs a block over all stocks.
    ///
    /// - Parameters:
    ///   - range: the places of its sets among all.
    ///   - strategies: the sets.
    ///   - visit: is told what came of each stock, on the worker's task, and waits as it likes.
    /// - Returns: what they made; nil where the sweep was to end before all was done.
    /// - Throws: `CancellationError`.
    func run(
        _ range: Range<Int>, _ strategies: [ConfiguredStrategy],
        visit: @escaping @Sendable (_ ticker: String, _ outcome: StockTrials) async -> Void
    ) async throws -> SweepBlock? {
        let trials = TrialSets(
            strategies, cash: plan.request.cash, costs: plan.costs, execution: plan.execution)
        let queue = StockQueue(market.stocks)
        let empty = SweepBlock(
            sets: range,
            portfolios: SetPortfolios(
                cash: plan.request.cash, sets: strategies.count, times: market.times))
        return try await withThrowingTaskGroup(of: SweepBlock?.self) { group in
            for _ in 0..<max(1, min(workers, market.stocks.count)) {
                group.addTask { try await work(on: queue, trials, empty, visit) }
            }
            var whole: SweepBlock? = nil
            var isWhole = true
            for try await part in group {
                guard let part else {
                    isWhole = false
                    continue
                }
                if whole == nil { whole = part } else { whole?.merge(part) }
            }
            return isWhole ? whole : nil
        }
    }

    private func work(
        on queue: StockQueue, _ trials: TrialSets, _ empty: SweepBlock,
        _ visit: @Sendable (String, StockTrials) async -> Void
    ) async throws -> SweepBlock? {
        var block = empty
        while let stock = queue.next() {
            guard !control.isCancelled else { return nil }
            try Task.checkCancellation()
            let outcome: StockTrials
            do throws(BacktestError) {
                outcome = try trials.run(
                    on: stock.bars, tradeFrom: market.tradeFrom, benchmark: benchmark,
                    limits: limits, portfolios: &block.portfolios)
            } catch {
                block.refused[stock.ticker] = error
                continue
            }
            block.rows[stock.ticker] = SweepBlock.Row(outcome, cash: plan.request.cash)
            await visit(stock.ticker, outcome)
            // The tape and its viewers have the threads in between.
            await Task.yield()
        }
        return block
    }
}
