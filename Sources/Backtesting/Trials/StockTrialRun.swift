import Indicators
import MarketData
import StrategyText

/// The trials of all sets over one stock, one after the other.
struct StockTrialRun {
    private let sets: TrialSets
    private let input: SimulationInput
    private let times: [BarTime]
    private let period: ReturnPeriod
    private let slots: TimeSlots
    private var columns: StockColumns
    private var planes: SignalPlanes
    private var stretches: [Stretch] = []
    private var meter: EquityMeter
    /// How many columns of numbers the sets so far have left.
    private var width = 0
    /// What came of the sets so far.
    private(set) var trials: [Trial?] = []

    init(_ sets: TrialSets, _ input: SimulationInput, _ market: [BarTime]) {
        self.sets = sets
        self.input = input
        times = input.bars.times.dropping(input.firstBar)
        period = ReturnPeriod(of: times)
        slots = TimeSlots(of: times, in: market)
        columns = StockColumns(
            sets.joined.prepared, on: input.bars, benchmark: input.benchmark)
        planes = SignalPlanes(count: input.bars.count)
        meter = EquityMeter(input, period)
        trials.reserveCapacity(sets.sets.count)
    }

    /// Runs the next set, and adds its equity to its portfolio; `leftNumbers` where that is no
    /// number.
    mutating func run(
        _ set: Int, _ portfolios: inout SetPortfolios
    ) throws(BacktestError) {
        guard input.bars.count > sets.joined.members[set].prepared.plan.firstDecision else {
            trials.append(nil)
            release(set)
            return
        }
        let trial = trial(set, &portfolios)
        release(set)
        guard let trial else {
            throw BacktestError.leftNumbers(ticker: input.bars.ticker)
        }
        trials.append(trial)
    }

    /// Takes what has been added off the portfolios again.
    mutating func undo(_ portfolios: inout SetPortfolios) {
        portfolios.isTakingOff = true
        for set in trials.indices where trials[set] != nil { _ = trial(set, &portfolios) }
        portfolios.isTakingOff = false
    }

    /// The figures of a set, whose equity is added to its portfolio; nil where they are no numbers.
    private mutating func trial(_ set: Int, _ portfolios: inout SetPortfolios) -> Trial? {
        let member = sets.joined.members[set]
        if let rules = member.plain, !input.costs.accrue, isShareable(member) {
            let plain =
                input.execution.wholeUnits
                ? plainTrial(set, member, rules, &portfolios, MarginAccount.self)
                : plainTrial(set, member, rules, &portfolios, CashAccount.self)
            if let plain { return plain }
        }
        let result =
            input.execution.wholeUnits
            ? result(member, MarginAccount.self) : result(member, CashAccount.self)
        guard result.equity.allSatisfy(\.isFinite), result.maxDrawdownPercent.isFinite else {
            return nil
        }
        portfolios.add(set: set, at: slots, equity: result.equity)
        return Trial(result)
    }

    private mutating func plainTrial<A: Account>(
        _ set: Int, _ member: JoinedPlans.Member, _ rules: PlainRules,
        _ portfolios: inout SetPortfolios, _: A.Type
    ) -> Trial? {
        compute(member)
        planes.load(rules, &columns)
        var run = PlainRun<A>(rules, columns.prices, input)
        run.run(
            planes, input, firstDecision: firstDecision(member.prepared, A.self),
            into: &stretches)
        guard let drawdown = meter.drawdown(stretches) else { return nil }
        let sharpe =
            period.isIntraday
            ? figures(of: meter.equity(stretches), at: times, period, start: input.cash)
                .sharpeRatio : meter.sharpeRatio(stretches)
        let end = stretches[stretches.count - 1]
        let endValue =
            end.isFlat
            ? end.worth.cash : end.worth.value(at: input.bars.close[input.bars.count - 1])
        portfolios.add(
            set: set, at: slots, stretches, meter.values, firstBar: input.firstBar)
        return Trial(
            pnl: endValue - input.cash, sharpeRatio: sharpe, maxDrawdownPercent: drawdown,
            trades: run.trades, barsInPosition: run.barsInPosition)
    }

    private mutating func result<A: Account>(
        _ member: JoinedPlans.Member, _: A.Type
    ) -> BacktestResult {
        var own = StockColumns(member.prepared, on: input.bars, benchmark: input.benchmark)
        if isShareable(member) {
            compute(member)
            for (node, joined) in member.given { own.give(columns.column(joined), to: node) }
            own.leave(member.steps)
        }
        var run = StrategyRun(&own, input, A.self)
        return run.result()
    }

    /// Whether the columns of a set can stay until it is done.
    private func isShareable(_ member: JoinedPlans.Member) -> Bool {
        bytes(member.prepared.nodes.count) <= sets.columnBytes
    }

    /// Computes the columns that a set reads and that are not there.
    private mutating func compute(_ member: JoinedPlans.Member) {
        let nodes = sets.joined.prepared.nodes
        for node in member.columns where !columns.has(node) {
            _ = columns.column(node)
            width += nodes[node].width
        }
    }

    /// Gives the columns up that no set reads any more; all of them when they take too much.
    private mutating func release(_ set: Int) {
        let nodes = sets.joined.prepared.nodes
        for node in sets.joined.ends[set] where columns.has(node) {
            columns.drop(node)
            width -= nodes[node].width
        }
        for common in sets.joined.commonEnds[set] { columns.commons[common] = nil }
        if bytes(width) > sets.columnBytes {
            columns = StockColumns(
                sets.joined.prepared, on: input.bars, benchmark: input.benchmark)
            width = 0
        }
    }

    private func bytes(_ columns: Int) -> Int {
        columns * input.bars.count * MemoryLayout<Double>.stride
    }

    /// The first bar at whose close an order can be given, as `StrategyRun` has it.
    private func firstDecision<A: Account>(_ prepared: PreparedPlan, _: A.Type) -> Int {
        let plan = prepared.plan
        let warmedUp =
            A.decidesAfterWarmUp
            ? max(plan.firstDecision, plan.firstComplete + 1) : plan.firstDecision
        return max(warmedUp, input.firstBar)
    }
}
