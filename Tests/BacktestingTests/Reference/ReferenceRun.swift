import MarketData
import StrategyText

@testable import Backtesting

/// A second, slow run of a strategy, bar by bar, as the text of the language tells the order of a
/// bar; only the money is an account's of the engine.
struct ReferenceRun<A: Account> {
    private struct Level {
        let level: ReferenceProgram.Level
        var price: Double?
    }

    let program: ReferenceProgram
    let columns: ReferenceColumns
    let bars: Bars
    let costs: TradingCosts
    let execution: ExecutionSettings
    let firstDecision: Int
    let firstBar: Int

    private(set) var account: A
    private(set) var equity: [Double] = []
    private(set) var use: [RuleUse]
    private(set) var missingLevels = 0
    /// The values of nodes that depend on the position, on the bars that the run came to.
    private var records: [Int: [Double?]] = [:]

    private var position = ReferencePosition()
    private var entry: (side: PlanSide, tag: String?, bar: Int)?
    private var signal: (rule: Int, bar: Int)?
    private var levels: [Level] = []
    private var best = 0.0
    private var exitBar: Int?

    init(
        _ program: ReferenceProgram, _ columns: ReferenceColumns, cash: Double,
        costs: TradingCosts, _ execution: ExecutionSettings, firstBar: Int
    ) {
        self.program = program
        self.columns = columns
        self.costs = costs
        self.execution = execution
        self.firstBar = firstBar
        bars = columns.bars
        account = A(cash: cash, costs: costs)
        let decision = columns.shape.decision
        firstDecision = max(
            A.decidesAfterWarmUp ? max(decision.first, decision.complete + 1) : decision.first,
            firstBar)
        columns.firstDecision = decision.first
        use = program.rules.map { _ in RuleUse(timesTrue: 0, orders: 0) }
        for node in Array(program.names.keys) + program.rules.map(\.condition)
        where columns.shape.isOfPosition[node] {
            records[node] = []
        }
        run()
        equity.removeFirst(firstBar)
    }

    /// The values of a node on the bars that the run came to, or all.
    func column(_ node: Int) -> [Double?] { records[node] ?? columns.column(node) }

    private var isAtOpen: Bool { execution.fills == .nextOpen }

    private mutating func run() {
        for bar in bars.times.indices {
            step(bar)
            guard A.endsWithoutEquity || execution.stopsAtRuin, equity[bar] <= 0 else { continue }
            if account.book.held != nil { account.leave(at: bars.close[bar], bar: bar) }
            equity.removeLast()
            equity += Array(repeating: 0, count: bars.count - bar)
            return
        }
        let last = bars.count - 1
        if execution.closesAtEnd, account.book.held != nil {
            account.leave(at: isAtOpen ? bars.open[last] : bars.close[last], bar: last)
            equity[last] = account.value(at: bars.close[last])
        }
    }

    private mutating func step(_ bar: Int) {
        let close = bars.close[bar]
        if costs.accrue, bar > firstBar {
            let days = bars.times[bar].day.dayNumber - bars.times[bar - 1].day.dayNumber
            account.accrue(days: Double(days))
        }
        if isAtOpen { fill(at: bars.open[bar], bar) }
        if entry != nil, let price = hit(bar) {
            account.leave(at: price, bar: bar)
            noteExit(bar)
        }
        if let entry { notePrices(bar, entry.bar) }
        position.barsSinceExit = exitBar.map { Double(bar - $0) }
        columns.commit(bar, position)
        for node in Array(records.keys) {
            let value = columns.value(node, bar, position)
            records[node]?.append(value)
        }
        for rule in program.rules.indices where bar >= firstDecision && isTrue(rule, bar) {
            use[rule].timesTrue += 1
        }
        if bar >= firstDecision, let rule = acting(bar) { order(rule, bar) }
        if !isAtOpen { fill(at: close, bar) }
        equity.append(account.value(at: close))
        if let entry, isAtOpen || entry.bar < bar { moveLevels(bar) }
    }

    // MARK: - Rules

    private func isTrue(_ rule: Int, _ bar: Int) -> Bool {
        columns.value(program.rules[rule].condition, bar, position) == 1
    }

    /// The first rule of the file that is true and may act; a reversal comes before an exit.
    private func acting(_ bar: Int) -> Int? {
        let (entries, exits) = (
            program.rules.indices.filter { rule in
                guard case .enter(let side, _) = program.rules[rule].action else { return false }
                return entry.map { program.allowsReversal && side != $0.side } ?? true
            },
            program.rules.indices.filter { rule in
                guard case .exit(let scope) = program.rules[rule].action else { return false }
                return isConcerned(scope)
            }
        )
        return entries.first { isTrue($0, bar) } ?? exits.first { isTrue($0, bar) }
    }

    private func isConcerned(_ scope: PlanScope) -> Bool {
        guard let entry else { return false }
        return switch scope {
        case .any: true
        case .side(let side): side == entry.side
        case .tag(let tag): tag == entry.tag
        }
    }

    private mutating func order(_ rule: Int, _ bar: Int) {
        if case .enter(let side, _) = program.rules[rule].action {
            guard let size = size(bar) else { return account.refuse() }
            let side = side == .long ? Position.long : .short
            account.submit(
                entry == nil ? .enter(side, size) : .reverse(side, size), close: bars.close[bar])
        } else {
            account.submit(.exit, close: bars.close[bar])
        }
        use[rule].orders += 1
        signal = (rule, bar)
    }

    private func size(_ bar: Int) -> EntrySize? {
        func number(_ node: Int) -> Double? {
            columns.value(node, bar, position).flatMap { $0 > 0 ? $0 : nil }
        }
        if case .none(let percent) = program.size { return .percent(percent) }
        guard account.value(at: bars.close[bar]) > 0 else { return nil }
        switch program.size {
        case .none(let percent): return .percent(percent)
        case .percent(let node): return number(node).map { .percent($0) }
        case .shares(let node): return number(node).map { .shares($0) }
        case .risk(let percent, let distance, let most):
            guard let percent = number(percent), let distance = number(distance) else { return nil }
            return .risk(percent: percent, distance: distance, most: most)
        }
    }

    // MARK: - Fills

    private mutating func fill(at price: Double, _ bar: Int) {
        guard let signal else { return }
        self.signal = nil
        let (closed, wasHeld) = (account.book.closed.count, entry != nil)
        account.fillPending(at: price, bar: bar)
        let hasLeft = account.book.closed.count > closed
        if hasLeft { noteExit(bar) }
        if let held = account.book.held, hasLeft || !wasHeld {
            noteEntry(signal, held.entryPrice, bar)
        }
    }

    private mutating func noteExit(_ bar: Int) {
        let trade = account.book.closed[account.book.closed.count - 1]
        let exitPrice = trade.exitPrice ?? 0
        let profit = A.profit(of: trade, at: exitPrice) - (trade.commission + trade.borrowCost)
        position = ReferencePosition()
        let lastReturn = profit / (trade.size.magnitude * trade.entryPrice) * 100
        position.lastReturn = lastReturn.isFinite ? lastReturn : nil
        position.barsSinceExit = 0
        exitBar = bar
        entry = nil
        levels = []
    }

    private mutating func noteEntry(_ signal: (rule: Int, bar: Int), _ price: Double, _ bar: Int) {
        guard case .enter(let side, let tag) = program.rules[signal.rule].action else { return }
        entry = (side, tag, bar)
        position.side = side == .long ? 1 : -1
        position.signalBar = signal.bar
        position.entryPrice = price
        position.barsHeld = 0
        (position.highestHigh, position.lowestLow) = (price, price)
        (position.highestClose, position.lowestClose) = (price, price)
        best = price
        levels = program.levels.filter { isConcerned($0.scope) }.map { level in
            Level(level: level, price: self.level(level, from: price, signal.bar))
        }
        missingLevels += levels.count { $0.price == nil }
    }

    private mutating func notePrices(_ bar: Int, _ entryBar: Int) {
        // Of a fill at the open, all of the bar; of one at the close, its close, which is the fill's.
        let from = isAtOpen ? entryBar : entryBar + 1
        position.barsHeld = Double(bar - entryBar)
        position.highestHigh = bars.high[from...bar].max()
        position.lowestLow = bars.low[from...bar].min()
        position.highestClose = bars.close[entryBar...bar].max()
        position.lowestClose = bars.close[entryBar...bar].min()
    }

    // MARK: - Levels

    /// The level that an expression of a close gives.
    private func level(_ level: ReferenceProgram.Level, from base: Double, _ bar: Int) -> Double? {
        guard let number = columns.value(level.node, bar, position) else { return nil }
        let distance: Double
        switch level.form {
        case .price: return number
        case .distance: distance = number
        case .percent: distance = base * number / 100
        }
        let isAbove = (entry?.side == .long) == (level.kind == .target)
        let price = isAbove ? base + distance : base - distance
        return price.isFinite ? price : nil
    }

    private mutating func moveLevels(_ bar: Int) {
        let isLong = entry?.side == .long
        best = isLong ? max(best, bars.high[bar]) : min(best, bars.low[bar])
        for place in levels.indices {
            let told = levels[place].level
            guard told.kind == .trail || told.form == .price,
                let price = level(told, from: best, bar)
            else { continue }
            if told.kind == .trail, let last = levels[place].price {
                levels[place].price = isLong ? max(last, price) : min(last, price)
            } else {
                levels[place].price = price
            }
        }
    }

    private func hit(_ bar: Int) -> Double? {
        let stops = levels.filter { $0.level.kind != .target }.compactMap(\.price)
        let targets = levels.filter { $0.level.kind == .target }.compactMap(\.price)
        let open = bars.open[bar]
        if entry?.side == .long {
            let (stop, target) = (stops.max() ?? -.infinity, targets.min() ?? .infinity)
            if open <= stop || open >= target { return open }
            return bars.low[bar] <= stop ? stop : bars.high[bar] >= target ? target : nil
        }
        let (stop, target) = (stops.min() ?? .infinity, targets.max() ?? -.infinity)
        if open >= stop || open <= target { return open }
        return bars.high[bar] >= stop ? stop : bars.low[bar] <= target ? target : nil
    }
}
