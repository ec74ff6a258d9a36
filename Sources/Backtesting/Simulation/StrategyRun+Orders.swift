import Indicators
import MarketData
import StrategyText

extension StrategyRun {
    /// Gives the order that the first true rule asks for at a close, if one does.
    mutating func decide(_ bar: Int) {
        guard bar >= firstDecision,
            let rule = rules.candidates(on: view.entryRule).first(where: { isTrue($0, bar) })
        else { return }
        let close = prices.close[bar]
        if let side = rules.action(rule).entry?.side {
            guard let size = entrySize(bar, close) else { return account.refuse() }
            let side = side == .long ? Position.long : .short
            account.submit(
                account.book.held == nil ? .enter(side, size) : .reverse(side, size), close: close)
        } else {
            account.submit(.exit, close: close)
        }
        use[rule].orders += 1
        signal = Signal(rule: rule, bar: bar)
    }

    /// Whether the condition of a rule is true at the close of the bar that was stepped to.
    func isTrue(_ rule: Int, _ bar: Int) -> Bool {
        rules.isOfPosition[rule]
            ? evaluator.value(rules.conditions[rule]) == 1 : rules.isTrue(rule, bar)
    }

    /// Fills the order that waits, and looks at what has become of the position.
    mutating func fill(at price: Double, _ bar: Int) {
        guard let signal else { return }
        let (closed, wasHeld) = (account.book.closed.count, account.book.held != nil)
        account.fillPending(at: price, bar: bar)
        self.signal = nil
        let hasLeft = account.book.closed.count > closed
        if hasLeft { noteExit(bar) }
        guard let held = account.book.held, hasLeft || !wasHeld else { return }
        noteEntry(signal, held)
    }

    /// Ends the run: at the bar that left nothing, or at the last.
    mutating func finish(ruin: Int?) {
        let (open, close) = (prices.open, prices.close)
        let last = close.count - 1
        if let ruin {
            if account.book.held != nil {
                account.leave(at: close[ruin], bar: ruin)
            }
            for bar in ruin...last { equity[bar] = 0 }
        } else if input.execution.closesAtEnd, account.book.held != nil {
            account.leave(at: fillsAtOpen ? open[last] : close[last], bar: last)
            equity[last] = account.value(at: close[last])
        }
    }

    /// The number of a node of stops or sizes at a close.
    func number(_ node: NodeID, _ bar: Int) -> Double {
        numbers[node]?[bar] ?? evaluator.value(node)
    }

    mutating func noteExit(_ bar: Int) {
        let last = account.book.closed[account.book.closed.count - 1]
        let profit = A.profit(of: last, at: last.exitPrice ?? last.entryPrice) - last.commission
        view = PositionView()
        let percent = profit / (last.size.magnitude * last.entryPrice) * 100
        view.lastReturn = percent.isFinite ? percent : .nan
        view.barsSinceExit = 0
        exitBar = bar
        levels = nil
        evaluator.wake()
    }

    /// What an entry takes by the strategy's size; nil where that is missing or comes to nothing.
    private func entrySize(_ bar: Int, _ close: Double) -> EntrySize? {
        if case .positionSizePercent(let percent) = plan.size { return .percent(percent) }
        guard account.value(at: close) > 0 else { return nil }
        switch plan.size {
        case .positionSizePercent: return nil
        case .percent(let node):
            let percent = number(node, bar)
            return percent > 0 ? .percent(percent) : nil
        case .shares(let node):
            let shares = number(node, bar)
            return shares > 0 ? .shares(shares) : nil
        case .risk(let percent, let distance, let most):
            let (percent, distance) = (number(percent, bar), number(distance, bar))
            return percent > 0 && distance > 0
                ? .risk(percent: percent, distance: distance, most: most) : nil
        }
    }

    private mutating func noteEntry(_ signal: Signal, _ held: Holding) {
        view.enter(signal.bar, rule: signal.rule, held)
        evaluator.wake()
        guard let entry = rules.action(signal.rule).entry else { return }
        let exits = plan.exits.filter { exit in
            switch exit.scope {
            case .any: true
            case .side(let side): side == entry.side
            case .tag(let tag): tag == entry.tag
            }
        }
        guard !exits.isEmpty else { return }
        if isEvaluated { evaluator.evaluate(signal.bar, view, commits: false) }
        let levels = ExitLevels(
            exits, isLong: entry.side == .long, entryPrice: held.entryPrice
        ) { number($0, signal.bar) }
        missingLevels += levels.missing
        self.levels = levels
    }
}

extension PlanExit.Level {
    /// The node that it is made of.
    var node: NodeID {
        switch self {
        case .distance(let node), .percent(let node), .price(let node): node
        }
    }
}

extension PlanSize {
    /// The nodes that it is made of.
    var nodes: [NodeID] {
        switch self {
        case .positionSizePercent: []
        case .percent(let node), .shares(let node): [node]
        case .risk(let percent, let distance, _): [percent, distance]
        }
    }
}
