internal import Projections
internal import ScanEvents

extension FoldCheck {
    /// Checks an event of a sweep; false for one that is checked as that of a scan.
    mutating func checkSweep(_ event: ScanEvent, seq: Int) -> Bool {
        switch event {
        case .sweepRequested(let event):
            check(event.requested, seq: seq)
            if sweep == nil { sweep = SweepFold(event) }
        case .setsListed(let part): check(part)
        case .sweepStarted(let event): check(event)
        case .sweepPrepared(let event): check(event)
        case .trialsCompleted(let part): check(part)
        case .sweepResumed(let event): check(event)
        case .setsValued(let part): check(part)
        case .walkForwardValued(let part): check(part)
        case .sweepJudged(let event): check(event)
        case .sweepCompleted(let event): check(event)
        case .stockFailed(let event) where sweep?.stocks[event.ticker] != nil:
            sweep?.isBroken = true
            return false
        case .stockLeftOut:
            sweep?.isBroken = true
            return false
        case .requested, .started, .stockTraded, .stockCompleted, .resumed, .rulesCounted,
            .signalsGiven, .portfolioValued, .completed:
            if sweep != nil, seq > 0 { note("order", "the records of a sweep", event.type) }
            return sweep != nil && seq > 0
        default: return false
        }
        if sweep == nil, !hasGap { note("order", "the records of a scan", event.type) }
        return true
    }

    private mutating func check(_ part: ScanEvent.SetsListed) {
        guard let sweep else { return }
        if hasStarted { note("order", "sets_listed before sweep_started", "one behind it") }
        if self.sweep?.append(part) == false, !hasGap {
            note(
                "sets", "the part that goes on from set \(sweep.listed) of \(sweep.requested.sets)",
                "one from set \(part.offset) of \(part.total)")
        }
        let fixed = sweep.requested.requested.request.parameters
        for input in part.inputs where fixed[input] != nil {
            note("input \(input)", "varied or fixed", "both")
        }
    }

    private mutating func check(_ event: ScanEvent.SweepStarted) {
        check(ScanEvent.Started(tickers: event.tickers, benchmark: event.benchmark))
        self.sweep?.tickers = event.tickers
        // The one set of a sweep without a grid has no inputs to list.
        guard let sweep, sweep.listed > 0 || sweep.requested.sets > 1 else { return }
        compare("sets", sweep.requested.sets, sweep.listed)
    }

    private mutating func check(_ event: ScanEvent.SweepPrepared) {
        advance(to: event.elapsed)
        guard let sweep else { return }
        if sweep.isPrepared { note("order", "one sweep_prepared", "another one") }
        self.sweep?.isPrepared = true
        let asked = sweep.requested.requested.request.tradeFrom
        if let asked, asked != event.tradeFrom {
            note("trade_from", asked, event.tradeFrom ?? "none")
        }
        for (what, count) in [("sets_at_once", event.setsAtOnce), ("idle_sets", event.idleSets)]
        where count > sweep.requested.sets {
            note(what, "at most \(sweep.requested.sets)", "\(count)")
        }
    }

    private mutating func check(_ event: ScanEvent.SweepResumed) {
        advance(to: event.elapsed)
        guard let sweep, !sweep.isBroken else { return }
        let done = sweep.trials.adding(failed.multiplied(by: sweep.requested.sets))
        compare(
            "remaining", total.multiplied(by: sweep.requested.sets).adding(-done),
            event.remaining)
    }

    // MARK: Trials

    private mutating func check(_ part: ScanEvent.TrialsCompleted) {
        checkListed(part.ticker)
        advance(to: part.elapsed)
        guard let sweep else { return }
        if !sweep.isPrepared, !hasGap {
            note("order", "sweep_prepared before the first trials", "trials of \(part.ticker)")
            self.sweep?.isPrepared = true
        }
        if part.sets.upperBound > sweep.requested.sets {
            note(
                "sets of \(part.ticker)", "places below \(sweep.requested.sets)",
                "\(part.sets.upperBound - 1)")
            return
        }
        if done.contains(part.ticker) {
            note("trials of \(part.ticker)", "none of a stock that failed", "some")
        }
        check(part, before: sweep.stocks[part.ticker])
        for index in part.idle ?? []
        where part.pnl[index] != 0 || part.trades[index] != 0 || part.barsHeld[index] != 0 {
            note(
                "set \(part.offset + index) of \(part.ticker)", "cash, as it is idle",
                "\(part.trades[index]) trades, pnl \(part.pnl[index])")
            break
        }
        if self.sweep?.append(part) == false {
            note(
                "trials of \(part.ticker)", "each set once",
                "sets \(part.offset) to \(part.sets.upperBound - 1) again")
        }
    }

    /// Whether a stock has its prices with its first trials, and the same bars in all.
    private mutating func check(
        _ part: ScanEvent.TrialsCompleted, before: AuditedTrials?
    ) {
        if let before {
            if before.bars != part.bars {
                note("bars of \(part.ticker)", "\(before.bars)", "\(part.bars)")
            }
        } else if let prices = part.prices {
            if part.bars > prices.bars {
                note("bars of \(part.ticker)", "at most \(prices.bars)", "\(part.bars)")
            }
        } else if !hasGap {
            note("prices of \(part.ticker)", "those of its bars with its first sets", "none")
        }
    }
}

extension Int {
    /// The product of two counts; the greatest number where it is greater.
    func multiplied(by other: Int) -> Int {
        let (product, isBeyond) = multipliedReportingOverflow(by: other)
        return isBeyond ? .max : product
    }
}
