internal import Backtesting
internal import MarketData
internal import PriceSources
internal import ScanEvents
internal import Scanning
internal import StockWork
internal import Sweeps

/// Runs the trials of a recorded sweep again and compares what comes of them with the tape.
///
/// It only reads, as `Recomputation`. Memory is that of the prices and of a block of sets.
struct SweepRecomputation {
    typealias Difference = Recomputation.Difference
    typealias Unavailable = Recomputation.Unavailable

    let tape: RecordedSweep
    let plan: ScanPlan
    let sweep: SweepPlan
    /// How many sets are worked on at once.
    let setsAtOnce: Int
    /// The day on which trading begins; nil for the first bar.
    let tradeFrom: CalendarDate?
    private let source: any PriceSource
    /// The bars of the stocks that have trials, as far as they are those of the tape.
    private(set) var bars: [String: Bars] = [:]
    /// The bars of the benchmark; nil without one, or as long as they cannot be had.
    private(set) var benchmark: Bars?
    /// All times at which one of the stocks has a bar that counts.
    private(set) var times: [BarTime] = []
    /// The block that is worked on.
    var block: SweepBlockRun?
    /// What all blocks made so far.
    var figures: [SetFigures] = []
    /// Gathers what a judgement needs; nil before the first block is done.
    var judge: SweepJudge?
    /// What holding the stocks, or the benchmark, made.
    var held: PortfolioCurve?
    /// The records of the judgement as they must be; nil before they are compared.
    var expected: [ScanEvent]?

    /// Prepares to run a sweep again.
    ///
    /// - Parameters:
    ///   - tape: the sweep, as it was recorded.
    ///   - strategies: those that the request can name.
    ///   - sourceName: where the prices are now; nil for where the request says.
    ///   - pricesDirectory: where the prices of live sources are kept.
    /// - Throws: `ScanRefusal` where the request will not do.
    init(
        of tape: RecordedSweep, strategies: any StrategyProvider, sourceName: String?,
        pricesDirectory: String
    ) throws(ScanRefusal) {
        self.tape = tape
        var request = tape.requested.requested.request
        request.source = sourceName ?? request.source.map(Recomputation.withoutDelay)
        request.tickers = tape.tickers.isEmpty ? nil : tape.tickers
        if request.tickers != nil { request.universe = nil }
        let plan = try ScanPlan(
            resuming: request, tape.requested.terms, sets: tape.sets, strategies: strategies,
            sources: PriceCatalog(files: .anywhere, cacheDirectory: nil))
        guard let sweep = plan.sweep else {
            preconditionFailure("the plan of a sweep has sets")
        }
        (self.plan, self.sweep) = (plan, sweep)
        setsAtOnce = max(1, tape.prepared?.setsAtOnce ?? sweep.sets.count)
        tradeFrom = tape.prepared?.tradeFrom.flatMap { CalendarDate(iso: $0) }
        let kept: any PriceSource =
            plan.source.isLive
            ? CachedPrices(
                KeptPricesOnly(plan.source), directory: pricesDirectory, maximumAge: nil)
            : plan.source
        source = kept.prices(for: plan.request)
    }

    // MARK: Prices

    /// Has the prices of the benchmark, and compares them with those that were recorded.
    ///
    /// - Throws: `Unavailable` where they cannot be had.
    mutating func loadBenchmark() async throws -> Difference? {
        guard let ticker = plan.request.benchmark else { return nil }
        let found = try await loaded(ticker, tape.benchmark)
        benchmark = found
        guard found.digest != tape.benchmark?.barsDigest else { return nil }
        return Difference(
            ticker: nil, what: "bars_sha256 of the benchmark", expected: found.digest,
            found: tape.benchmark?.barsDigest ?? "none")
    }

    /// Has the prices of a stock, and compares them with those that were recorded; only where they are
    /// the same its trials can be computed.
    ///
    /// - Throws: `Unavailable` where they cannot be had.
    mutating func load(_ ticker: String) async throws -> Difference? {
        guard let recorded = tape.prices[ticker] else { return nil }
        let found = try await loaded(ticker, recorded)
        guard found.digest == recorded.barsDigest else {
            return Difference(
                ticker: ticker, what: "bars_sha256",
                expected: "\(found.digest) of \(found.count) bars",
                found: "\(recorded.barsDigest) of \(recorded.bars) bars")
        }
        bars[ticker] = found
        return nil
    }

    private func loaded(
        _ ticker: String, _ recorded: ScanEvent.PriceRecord?
    ) async throws -> Bars {
        do {
            let history = try await source.history(
                of: ticker, from: plan.days.first, to: plan.days.last)
            // By now the session has ended whose bar was left out.
            guard let recorded, recorded.rowsOpen > 0 else { return history.bars }
            return history.first(max(1, recorded.bars)).bars
        } catch {
            throw Unavailable(description: PriceError(error).message)
        }
    }

    /// Settles the times of the portfolios, once all prices are there.
    mutating func settleTimes() {
        var all: Set<BarTime> = []
        for stock in bars.values { all.formUnion(stock.times) }
        times = all.filter { time in tradeFrom.map { time.day >= $0 } ?? true }.sorted()
    }

    /// Whether the portfolios of all stocks can be computed again: also their times must be those of
    /// the tape, which a stock without trials may have had some of.
    var hasAllStocks: Bool {
        bars.count == tape.prices.count && !tape.isBroken && times.count == tape.prepared?.points
    }

    /// Some sets, ready to run.
    func configured(_ sets: some Sequence<Int>) throws -> TrialSets {
        TrialSets(
            try sweep.configured(sets), cash: plan.request.cash, costs: plan.costs,
            execution: plan.execution)
    }
}
