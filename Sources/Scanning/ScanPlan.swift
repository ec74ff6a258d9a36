package import Backtesting
internal import Crypto
package import MarketData
package import PriceSources
package import ScanEvents
package import Tapes
internal import Storage

/// A request that was found good, with all that it names looked up.
package struct ScanPlan: Sendable {
    /// The request, every default filled in.
    package let request: ScanRequest
    /// The strategy with its parameters.
    package let strategy: ConfiguredStrategy
    /// What the broker takes and pays.
    package let costs: TradingCosts
    /// How orders are filled.
    package let execution: ExecutionSettings
    /// Where the prices come from.
    package let source: any PriceSource
    /// The stocks, in the order in which they are scanned.
    package let tickers: [String]
    /// The stocks' sectors, by ticker, where they are known.
    package let sectors: [String: String]
    /// The first day and the last, inclusive; nil for no limit.
    package let days: (first: CalendarDate?, last: CalendarDate?)
    /// The day on which trading and all figures begin; nil for the first bar.
    package let tradeFrom: CalendarDate?
    /// The sets of parameters, of a sweep; nil of a scan.
    package let sweep: SweepPlan?

    /// Checks a request and looks up what it names.
    ///
    /// Blocks where prices must be read for it: the bundled ones, once a process, or one long
    /// file of the user's; and where its strategy is a file.
    ///
    /// - Parameters:
    ///   - request: what to scan.
    ///   - strategies: those that it can name; asked for the one, where it has no text.
    ///   - sources: the prices that it can name.
    /// - Throws: `ScanRefusal`, with all problems of the request at once.
    package init(
        _ request: ScanRequest, strategies: some StrategyProvider, sources: PriceCatalog
    ) throws(ScanRefusal) {
        try self.init(request, strategies: strategies, sources: sources, isResumed: false)
    }

    /// Checks a request, or one again whose scan was begun before.
    init(
        _ request: ScanRequest, strategies: some StrategyProvider, sources: PriceCatalog,
        isResumed: Bool
    ) throws(ScanRefusal) {
        var check = RequestCheck(
            strategies: strategies, sources: sources, isResumed: isResumed)
        let strategy = try check.strategy(of: request)
        try self.init(request, strategy, &check)
    }

    /// Checks the rest of a request whose strategy was looked up; that of a sweep has its first set.
    init(
        _ request: ScanRequest, _ strategy: ConfiguredStrategy?, sweep: SweepPlan? = nil,
        maxTrials: Int = .max, _ check: inout RequestCheck
    ) throws(ScanRefusal) {
        let interval = check.interval(of: request)
        let execution = check.execution(of: request)
        let costs = check.costs(of: request)
        let source = try check.source(of: request, interval: interval)
        let days = check.days(of: request, source: source)
        let tradeFrom = check.tradeFrom(of: request, days)
        let universe = check.universe(of: request, source: source)
        let benchmark = check.benchmark(of: request, for: strategy)
        check.cash(of: request)
        if let sweep, let universe {
            check.trials(sweep, stocks: universe.tickers.count, most: maxTrials)
        }
        guard let strategy, let execution, let source, let universe, check.problems.isEmpty else {
            throw .invalid(InvalidRequest(check.problems.all))
        }
        var request = request
        request.strategy = strategy.declaration.name
        request.strategyText = nil
        request.parameters = sweep?.fixed ?? strategy.parameters.byName
        request.startDate = (days.first ?? source.coverage?.lowerBound)?.description
        request.endDate = (days.last ?? source.coverage?.upperBound)?.description
        request.interval = source.interval.rawValue
        request.source = source.name
        request.universe = universe.name
        request.benchmark = benchmark
        if request.tickers != nil { request.tickers = universe.tickers }
        // A tape of before has none, and says nothing of it; a sweep records none.
        if sweep != nil {
            request.trades = nil
        } else if !check.isResumed {
            request.trades = request.trades == false ? nil : true
        }
        self.sweep = sweep
        self.request = request
        self.strategy = strategy
        self.costs = costs
        self.execution = execution
        self.source = source
        self.days = days
        self.tradeFrom = tradeFrom
        tickers = universe.tickers
        sectors = universe.sectors
    }

    /// The same plan for other stocks, or with another source.
    init(_ plan: ScanPlan, tickers: [String], source: (any PriceSource)? = nil) {
        request = plan.request
        strategy = plan.strategy
        costs = plan.costs
        execution = plan.execution
        self.source = source ?? plan.source
        days = plan.days
        tradeFrom = plan.tradeFrom
        sectors = plan.sectors
        sweep = plan.sweep
        self.tickers = tickers
    }

    /// Starts the tape of this scan in `store`; the request is durable on return.
    ///
    /// - Parameters:
    ///   - store: the tapes.
    ///   - idempotency: the client's name for its request; nil for none.
    /// - Returns: what records the events that follow.
    /// - Throws: `TapeError`.
    package func record(
        in store: TapeStore, idempotency: ScanEvent.Idempotency? = nil
    ) async throws -> ScanRecorder {
        let first = { (requested: ScanEvent.Requested) -> ScanEvent in
            guard let sweep else { return .requested(requested) }
            return .sweepRequested(ScanEvent.SweepRequested(requested, sweep))
        }
        return try await store.record(
            strategy: ScanEvent.recorded(strategy.text), first: first
        ) { job in
            ScanEvent.Requested(
                jobID: job.description, engine: Engine.name, request: request,
                stocks: tickers.count, universeDigest: universeDigest,
                priceAdjustment: source.adjustment?.rawValue,
                idempotency: idempotency)
        }
    }

    private var universeDigest: String {
        var hash = SHA256()
        for ticker in tickers { hash.update(data: Array((ticker + "\n").utf8)) }
        return hash.finalize().hexadecimal
    }
}
