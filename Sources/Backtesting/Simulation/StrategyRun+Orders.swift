import Indicators
import MarketData
import StrategyText

extension StrategyRun {
    /// Gives the order that the first true rule asks for at a close, if one does.
    mutating func decide(_ bar: Int) {
        guard bar >= firstDecision,
            let rule = looksAtPosition && prepared.hasSteppedRules[view.position.rawValue]
                ? firstTrue(bar)
                : rules.firstTrue(bar, on: view.entryRule, while: view.position)
        else { return }
        let close = prices.close[bar]
        if let position = prepared.entryPositions[rule] {
            guard let size = fixedPercent.map(EntrySize.percent) ?? entrySize(bar, close) else {
                return account.refuse()
            }
            account.submit(
                view.position == .flat ? .enter(position, size) : .reverse(position, size),
                close: close)
        } else {
            account.submit(.exit, close: close)
        }
        use[rule].orders += 1
        signal = Signal(rule: rule, bar: bar)
        given = signal
    }

    /// The first rule that is true at the close of the bar that was stepped to, and can act there.
    private mutating func firstTrue(_ bar: Int) -> Int? {
        for place in prepared.candidates(on: view.entryRule) {
            let rule = prepared.candidates[place]
            let isTrue =
                rules.isStepped(rule, while: view.position)
                ? isTrueNow(rule) : rules.isTrue(rule, bar, while: view.position)
            if isTrue { return rule }
        }
        return nil
    }

    /// Whether a condition that is computed bar by bar was true on the bar computed last.
    func isTrueNow(_ rule: Int) -> Bool {
        evaluator.isTrue(prepared.conditionPlaces[rule])
    }

    /// Counts bars on which rules that are computed bar by bar were as on the bar computed last.
    mutating func countStepped(_ bars: Range<Int>) {
        for place in prepared.steppedRanges[view.position.rawValue] {
            let rule = prepared.steppedRules[place]
            if isTrueNow(rule) { use[rule].timesTrue += bars.count }
        }
    }

    /// Counts the bars of the position that is now, up to one, on which rules were true that depend on
    /// its side alone.
    private mutating func countSided(before bar: Int) {
        guard prepared.hasSidedRules else { return }
        for rule in prepared.sidedRules[view.position.rawValue] {
            use[rule].timesTrue += rules.timesTrue(
                rule, in: max(firstDecision, positionBar)..<max(firstDecision, bar),
                while: view.position)
        }
        positionBar = bar
    }

    /// Fills the order that waits, and looks at what has become of the position.
    ///
    /// What comes of it is seen by closes from `seenFrom` on.
    mutating func fill(at price: Double, _ bar: Int, seenFrom: Int) {
        guard let signal else { return }
        let closed = account.book.closed.count
        account.fillPending(at: price, bar: bar)
        self.signal = nil
        if account.book.closed.count > closed {
            noteExit(.rule(signal.rule), bar, seenFrom: seenFrom)
        }
        guard view.position == .flat, let held = account.book.held else { return }
        noteEntry(signal, held, seenFrom: seenFrom)
    }

    /// Ends the run: at the bar that left nothing, or at the last.
    mutating func finish(ruin: Int?) {
        let (open, close) = (prices.open, prices.close)
        let last = close.count - 1
        endBar = (ruin ?? last) + 1
        countSided(before: endBar)
        for rule in prepared.unsidedRules {
            use[rule].timesTrue += rules.timesTrue(
                rule, in: firstDecision..<max(firstDecision, endBar), while: .flat)
        }
        if let ruin {
            if account.book.held != nil {
                account.leave(at: close[ruin], bar: ruin)
                reasons.exits.append(.ruin)
            }
            for bar in ruin...last { equity[bar] = 0 }
        } else if input.execution.closesAtEnd, account.book.held != nil {
            account.leave(at: fillsAtOpen ? open[last] : close[last], bar: last)
            reasons.exits.append(.end)
            equity[last] = account.value(at: close[last])
        }
    }

    /// The number of a node of stops or sizes at a close.
    func number(_ node: NodeID, _ bar: Int) -> Double {
        numbers[node]?[bar] ?? evaluator.value(node)
    }

    mutating func noteExit(_ exit: TradeExit, _ bar: Int, seenFrom: Int) {
        reasons.exits.append(exit)
        countSided(before: seenFrom)
        view = PositionView()
        exitBar = bar
        guard looksAtPosition else { return }
        let last = account.book.closed[account.book.closed.count - 1]
        let profit = A.profit(of: last, at: last.exitPrice ?? last.entryPrice) - last.costs
        let percent = profit / (last.size.magnitude * last.entryPrice) * 100
        view.lastReturn = percent.isFinite ? percent : .nan
        view.barsSinceExit = 0
        levels = nil
        evaluator.wake()
    }

    /// What an entry takes by the strategy's size; nil where that is missing or comes to nothing.
    private mutating func entrySize(_ bar: Int, _ close: Double) -> EntrySize? {
        let size = prepared.plan.size
        guard account.value(at: close) > 0 else { return nil }
        switch size {
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

    private mutating func noteEntry(_ signal: Signal, _ held: Holding, seenFrom: Int) {
        countSided(before: seenFrom)
        reasons.entryRules.append(signal.rule)
        view.enter(signal.bar, rule: signal.rule, held)
        guard looksAtPosition else { return }
        evaluator.wake()
        guard prepared.hasLevels else { return }
        let exits = prepared.levels[signal.rule]
        guard !exits.isEmpty else { return }
        evaluator.evaluate(signal.bar, view, commits: false)
        let levels = ExitLevels(
            exits, isLong: held.size > 0, entryPrice: held.entryPrice
        ) { number($0, signal.bar) }
        missingLevels += levels.missing
        self.levels = levels
    }
}
