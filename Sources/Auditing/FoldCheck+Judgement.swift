internal import Projections
internal import ScanEvents

extension FoldCheck {
    /// Whether what the sets made goes on from the part before it, and agrees with their trials.
    mutating func check(_ part: ScanEvent.SetsValued) {
        guard let sweep else { return }
        let objective = SweepObjective(rawValue: sweep.requested.terms.objective)
        guard self.sweep?.valued.append(part, objective) == true else {
            if hasGap { return }
            note(
                "sets_valued", "the part that goes on from set \(sweep.valued.count)",
                "one from set \(part.offset) of \(part.total)")
            return
        }
        compare("sets of sets_valued", sweep.requested.sets, part.total)
        guard !hasGap, !sweep.isBroken else { return }
        compare("stocks of sets_valued", sweep.stocks.count, part.stocks)
        for index in part.returns.indices {
            let set = part.offset + index
            let sums = sweep.sums(of: set)
            if part.trades[index] != sums.trades {
                return note("trades of set \(set)", "\(sums.trades)", "\(part.trades[index])")
            }
            for (what, expected, found) in [
                ("gained_pct", sums.gained, part.gained[index]),
                ("exposure_pct", sums.exposure, part.exposures[index]),
                ("median_return_pct", sums.median, part.medianReturns[index]),
            ] where expected != found {
                return note("\(what) of set \(set)", "\(expected), by its trials", "\(found)")
            }
        }
    }

    /// Whether a part of a walk-forward goes on from the one before it.
    mutating func check(_ part: ScanEvent.WalkForwardValued) {
        guard let sweep else { return }
        if sweep.requested.terms.walkForward == nil {
            note("order", "no walk-forward, as none was asked for", part.event.type)
        }
        if part.offset == 0 { self.sweep?.walk = WalkParts(part) }
        if self.sweep?.walk?.append(part) != true, !hasGap {
            note(
                "walk_forward", "the part that goes on from point \(sweep.walk?.count ?? 0)",
                "one from point \(part.offset) of \(part.points)")
        }
        for set in part.windows.compactMap(\.set) where set >= sweep.requested.sets {
            note("set of a window", "below \(sweep.requested.sets)", "\(set)")
        }
    }

    /// Whether the best set is the one that the sets' figures make it.
    mutating func check(_ event: ScanEvent.SweepJudged) {
        advance(to: event.elapsed)
        self.sweep?.isJudged = true
        guard let sweep, !hasGap else { return }
        if let walk = sweep.walk, !walk.isWhole {
            note("walk_forward", "all of its points", "\(walk.count)")
        }
        if sweep.valued.total > 0 || !sweep.stocks.isEmpty, !sweep.valued.isWhole {
            return note(
                "sets_valued", "\(sweep.requested.sets) sets before sweep_judged",
                "\(sweep.valued.count)")
        }
        guard let objective = SweepObjective(rawValue: sweep.requested.terms.objective) else {
            return
        }
        let best = sweep.valued.best(by: objective)
        guard best == event.best else {
            return note(
                "best set", best.map { "\($0), by \(objective.rawValue)" } ?? "none",
                event.best.map(String.init) ?? "none")
        }
        guard let best else { return }
        for (what, expected, found) in [
            ("objective of the best set", sweep.valued.objectives[best], event.objective),
            ("neighbours of the best set", sweep.valued.neighbours[best], event.neighbours),
        ] where expected != found {
            note(
                what, expected.map { "\($0)" } ?? "none", found.map { "\($0)" } ?? "none")
        }
    }

    /// Whether the counts at the end are those of the records.
    mutating func check(_ event: ScanEvent.SweepCompleted) {
        defer { end(.completed, event.elapsed) }
        guard let sweep else { return }
        // Where all stocks failed there is nothing to judge.
        if !sweep.isJudged, !hasGap, event.successful > 0 {
            note("order", "sweep_judged before the end", "none")
        }
        compare("failed", failed, event.failed)
        compare("stocks done", total, event.successful.adding(event.failed))
        guard !sweep.isBroken else { return }
        compare("successful", sweep.stocks.count, event.successful)
        compare("trials", sweep.trials, event.trials)
        compare(
            "trials done", event.successful.multiplied(by: sweep.requested.sets), event.trials)
    }
}
