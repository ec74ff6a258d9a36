package import Backtesting
package import PriceSources
package import ScanEvents
package import Sweeps

/// The sets of parameters of a sweep, and how they are judged.
package struct SweepPlan: Sendable {
    /// The strategy.
    package let strategy: NamedStrategy
    /// What was asked for.
    package let terms: SweepTerms
    /// The sets.
    package let sets: ParameterSets
    /// The value of each parameter that is not varied.
    package let fixed: [String: Double]
    /// The figure by which the best set is found.
    package let objective: SweepObjective
    /// The windows of a walk-forward; nil for none.
    package let walkForward: WalkForward?
    /// The most memory that the sets' portfolios may take, in bytes.
    package let maxMemoryBytes: Int

    /// All parameters of a set.
    package func parameters(of set: Int) -> [String: Double] {
        sets.parameters(of: set, fixed: fixed)
    }

    /// Some sets, ready to run.
    ///
    /// Throws `invalidParameters`, which a set that was found good does not.
    package func configured(
        _ sets: some Sequence<Int>
    ) throws(BacktestError) -> [ConfiguredStrategy] {
        var configured: [ConfiguredStrategy] = []
        for set in sets { configured.append(try strategy.configure(parameters(of: set))) }
        return configured
    }

    /// How many sets may be worked on at once, at least one, and what their portfolios take then.
    ///
    /// - Parameters:
    ///   - points: how many times the portfolios have.
    ///   - workers: how many portfolios of each set there are.
    /// - Returns: the number, and bytes.
    package func setsAtOnce(points: Int, workers: Int) -> (sets: Int, bytes: Int) {
        let each = max(1, points) * Self.bytesPerPoint * (workers + 1)
        let most = max(1, min(sets.count, maxMemoryBytes / each))
        return (most, most * each)
    }

    /// What a point of a set's portfolio takes at most.
    private static let bytesPerPoint = 16
}

extension ScanPlan {
    /// Checks the request of a sweep and looks up what it names; blocks as that of a scan.
    ///
    /// - Parameters:
    ///   - request: what to sweep.
    ///   - strategies: those that it can name.
    ///   - sources: the prices that it can name.
    ///   - maxMemoryBytes: the most memory that the sets' portfolios may take.
    /// - Throws: `ScanRefusal`, with all problems of the request at once.
    package init(
        sweep request: SweepRequest, strategies: some StrategyProvider, sources: PriceCatalog,
        maxMemoryBytes: Int = SweepPlan.defaultMemoryBytes
    ) throws(ScanRefusal) {
        var check = RequestCheck(strategies: strategies, sources: sources, isResumed: false)
        let sweep = try check.sweep(of: request, maxMemoryBytes: maxMemoryBytes)
        try self.init(
            request.scan, sweep?.first, sweep: sweep?.plan,
            maxTrials: request.maxTrials ?? SweepRequest.defaultMaxTrials, &check)
    }

    /// Checks one again whose sweep was begun before, whose sets were recorded perhaps.
    ///
    /// - Throws: `ScanRefusal`, with all problems of the request at once.
    package init(
        resuming request: ScanRequest, _ terms: SweepTerms, sets: ParameterSets?,
        strategies: some StrategyProvider, sources: PriceCatalog
    ) throws(ScanRefusal) {
        var check = RequestCheck(strategies: strategies, sources: sources, isResumed: true)
        let sweep = try check.sweep(
            of: SweepRequest(request, terms), recorded: sets,
            maxMemoryBytes: SweepPlan.defaultMemoryBytes)
        try self.init(request, sweep?.first, sweep: sweep?.plan, maxTrials: .max, &check)
    }

    /// How many trials there are, sets times stocks; nil of a scan.
    package var trials: Int? { sweep.map { $0.sets.count * tickers.count } }
}

extension SweepPlan {
    /// The most memory that the sets' portfolios take unless told, in bytes.
    package static let defaultMemoryBytes = 1 << 30
}
