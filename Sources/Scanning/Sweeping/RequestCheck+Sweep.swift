internal import Backtesting
internal import ScanEvents
internal import Sweeps

extension RequestCheck {
    /// The sweep of a request, and its first set, nil where something is wrong.
    ///
    /// - Parameters:
    ///   - request: what was asked for.
    ///   - recorded: the sets of a sweep that was begun before, where its tape has them.
    ///   - maxMemoryBytes: the most memory that the sets' portfolios may take.
    /// - Returns: the sweep, and its first set ready to run.
    /// - Throws: `ScanRefusal` where there is no strategy of that name.
    mutating func sweep(
        of request: SweepRequest, recorded: ParameterSets? = nil, maxMemoryBytes: Int
    ) throws(ScanRefusal) -> (plan: SweepPlan, first: ConfiguredStrategy)? {
        let terms = request.terms
        let objective = SweepObjective(rawValue: terms.objective)
        if objective == nil {
            let known = SweepObjective.allCases.map(\.rawValue).joined(separator: ", ")
            note("/objective", "\"\(terms.objective.cut(toBytes: 40))\" is none of \(known)")
        }
        let walkForward = walkForward(terms, objective)
        do throws(BacktestError) {
            guard let strategy = try named(by: request.scan) else { return nil }
            let all = try ParameterValues(request.scan.parameters, for: strategy.declaration)
            guard
                let sets = sets(
                    terms, of: strategy, given: request.scan.parameters, recorded: recorded)
            else { return nil }
            var terms = terms
            if sets.isRandom { terms.seed = terms.seed ?? 1 }
            let plan = SweepPlan(
                strategy: strategy, terms: terms, sets: sets,
                fixed: all.byName.filter { !sets.names.contains($0.key) },
                objective: objective ?? .sharpe, walkForward: walkForward,
                maxMemoryBytes: maxMemoryBytes)
            return (plan, try strategy.configure(plan.parameters(of: 0)))
        } catch {
            try note(error)
            return nil
        }
    }

    private mutating func walkForward(
        _ terms: SweepTerms, _ objective: SweepObjective?
    ) -> WalkForward? {
        guard let text = terms.walkForward else { return nil }
        guard let walkForward = WalkForward(text) else {
            note(
                "/walk_forward",
                "\"\(text.cut(toBytes: 40))\" is no pair of lengths such as 2y/6m: so long to choose "
                    + "in, so long to measure in, of y, m, w or d")
            return nil
        }
        if let objective, !objective.isOfCurve {
            let able = SweepObjective.allCases.filter(\.isOfCurve).map(\.rawValue)
            note(
                "/objective",
                "a window's curve does not give \(objective.rawValue); with walk_forward take "
                    + able.joined(separator: ", "))
        }
        return walkForward
    }

    private mutating func sets(
        _ terms: SweepTerms, of strategy: NamedStrategy, given: [String: Double],
        recorded: ParameterSets?
    ) -> ParameterSets? {
        if let recorded { return recorded }
        do throws(SetProblems) {
            return try ParameterSets(
                SetTerms(
                    grid: terms.grid, random: terms.random,
                    seed: terms.seed.map { UInt64($0) }, conditions: terms.conditions),
                of: strategy, fixed: given)
        } catch {
            for problem in error.problems { note(problem.pointer, problem.detail) }
            return nil
        }
    }

    /// Notes that there are more trials than may be.
    mutating func trials(_ sweep: SweepPlan, stocks: Int, most: Int) {
        let (sets, trials) = (
            sweep.sets.count, sweep.sets.count.multipliedReportingOverflow(by: stocks)
        )
        guard trials.overflow || trials.partialValue > most else { return }
        note(
            "/grid",
            "\(sets) sets × \(stocks) stocks are \(trials.partialValue) trials; at most \(most) "
                + "are run: take fewer values or stocks, draw some with random, or raise max_trials "
                + "(--max-trials)")
    }
}
