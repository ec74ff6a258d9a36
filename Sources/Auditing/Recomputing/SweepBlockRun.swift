internal import Backtesting
internal import MarketData
internal import Projections
internal import ScanEvents
internal import Scanning
internal import Sweeps

/// A block of sets that is run again, stock by stock.
struct SweepBlockRun {
    /// The places of the sets.
    let range: Range<Int>
    /// The sets, ready to run.
    let trials: TrialSets
    /// Their portfolios.
    var portfolios: SetPortfolios
    /// What they made of each stock.
    var outcomes: [String: StockTrials] = [:]
}

extension SweepRecomputation {
    /// Computes recorded trials of a stock again.
    ///
    /// - Returns: the first thing that differs; nil where all is the same.
    /// - Throws: `Unavailable` where the prices of the stock cannot be had, or are others.
    mutating func difference(from part: ScanEvent.TrialsCompleted) throws -> Difference? {
        guard let bars = bars[part.ticker] else {
            throw Unavailable(
                description: "the prices of '\(part.ticker)' are not those of the tape")
        }
        let first = part.offset / setsAtOnce * setsAtOnce
        let range = first..<min(first.adding(setsAtOnce), sweep.sets.count)
        guard !range.isEmpty, range.contains(part.offset), part.sets.upperBound <= range.upperBound
        else {
            return Difference(
                ticker: part.ticker, what: "sets", expected: "sets of one block",
                found: "\(part.offset) to \(part.sets.upperBound - 1)")
        }
        try start(range)
        let outcome: StockTrials
        do {
            outcome = try self.outcome(of: bars)
        } catch let error as BacktestError {
            return Difference(
                ticker: part.ticker, what: "trials", expected: "a failure, \(error)",
                found: "trials")
        }
        let own = ScanEvent.TrialsCompleted(
            part.ticker, outcome, first: range.lowerBound, part.sets)
        return Self.difference(own, part)
    }

    /// Computes only some sets of recorded trials again, each in a run of its own as a scan makes it.
    func difference(
        from part: ScanEvent.TrialsCompleted, of sets: [Int]
    ) throws -> Difference? {
        guard let bars = bars[part.ticker] else {
            throw Unavailable(
                description: "the prices of '\(part.ticker)' are not those of the tape")
        }
        for set in sets where part.sets.contains(set) {
            var own = part
            let index = set - part.offset
            for strategy in try sweep.configured([set]) {
                own.set(try result(of: strategy, on: bars), at: index)
            }
            if let difference = Self.difference(own, part) { return difference }
        }
        return nil
    }

    private func result(
        of strategy: ConfiguredStrategy, on bars: Bars
    ) throws -> BacktestResult? {
        do throws(BacktestError) {
            return try Backtest.run(
                strategy, on: bars, cash: plan.request.cash, costs: plan.costs,
                execution: plan.execution, tradeFrom: tradeFrom, benchmark: benchmark)
        } catch .insufficientBars {
            return nil
        } catch .noBarsToTrade {
            return nil
        }
    }

    private mutating func start(_ range: Range<Int>) throws {
        if block?.range == range { return }
        finishBlock()
        block = SweepBlockRun(
            range: range, trials: try configured(range),
            portfolios: SetPortfolios(
                cash: plan.request.cash, sets: range.count, times: times))
    }

    private mutating func outcome(of bars: Bars) throws -> StockTrials {
        guard var block else { preconditionFailure("a block was begun") }
        if let outcome = block.outcomes[bars.ticker] { return outcome }
        // The portfolios are changed in place.
        self.block = nil
        defer { self.block = block }
        let outcome = try block.trials.run(
            on: bars, tradeFrom: tradeFrom, benchmark: benchmark,
            portfolios: &block.portfolios)
        block.outcomes[bars.ticker] = outcome
        return outcome
    }

    // MARK: Comparing

    private static func difference(
        _ own: ScanEvent.TrialsCompleted, _ found: ScanEvent.TrialsCompleted
    ) -> Difference? {
        func difference(_ what: String, _ expected: String, _ found: String) -> Difference {
            Difference(ticker: own.ticker, what: what, expected: expected, found: found)
        }
        if own.bars != found.bars { return difference("bars", "\(own.bars)", "\(found.bars)") }
        for index in own.pnl.indices {
            let pairs = [
                ("pnl", "\(own.pnl[index])", "\(found.pnl[index])"),
                ("sharpe_ratio", own.sharpeRatios[index].text, found.sharpeRatios[index].text),
                ("max_drawdown", "\(own.maxDrawdowns[index])", "\(found.maxDrawdowns[index])"),
                ("trades", "\(own.trades[index])", "\(found.trades[index])"),
                ("bars_held", "\(own.barsHeld[index])", "\(found.barsHeld[index])"),
                (
                    "idle", "\(own.idle?.contains(index) ?? false)",
                    "\(found.idle?.contains(index) ?? false)"
                ),
            ]
            if let pair = pairs.first(where: { $0.1 != $0.2 }) {
                return difference("\(pair.0) of set \(own.offset + index)", pair.1, pair.2)
            }
        }
        return nil
    }
}

extension Double? {
    /// The number, or that there is none; the fewest digits that tell it from all others.
    fileprivate var text: String { map { "\($0)" } ?? "none" }
}

extension ScanEvent.TrialsCompleted {
    /// Puts the figures of a run in the place of a set; nil for a set that holds cash.
    fileprivate mutating func set(_ result: BacktestResult?, at index: Int) {
        pnl[index] = result?.pnl ?? 0
        sharpeRatios[index] = result?.sharpeRatio
        maxDrawdowns[index] = result?.maxDrawdownPercent ?? 0
        trades[index] = result?.totalTrades ?? 0
        barsHeld[index] = result?.trades.reduce(0) { $0 + $1.barsHeld + 1 } ?? 0
        var idle = (self.idle ?? []).filter { $0 != index }
        if result == nil { idle.append(index) }
        self.idle = idle.isEmpty ? nil : idle
    }
}
