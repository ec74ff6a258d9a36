internal import Backtesting
internal import MarketData
internal import PriceSources
internal import Projections
internal import ScanEvents
internal import Scanning
internal import StockWork

/// Runs the backtests of a recorded scan again and compares what comes of them with the tape.
///
/// It only reads: prices of a live source are taken from those that were kept, never fetched.
struct Recomputation: Sendable {
    /// A record that the same request on the same prices does not give.
    struct Difference: Sendable, Equatable {
        /// The stock; nil for what concerns the whole scan.
        let ticker: String?
        /// What differs: `bars_sha256`, a field of the result, `failure` or `portfolio`.
        let what: String
        /// What the computation gives.
        let expected: String
        /// What the tape says.
        let found: String
    }

    /// A stock that cannot be computed again.
    struct Unavailable: Error, CustomStringConvertible {
        /// Why not.
        let description: String
    }

    let plan: ScanPlan
    private let source: any PriceSource
    private var portfolio: PortfolioAccumulator
    private(set) var rules = RuleTally()
    private(set) var signals: [StockSignal] = []
    /// The same as a tape has them, all in one; nil until they are compared.
    var given: ScanEvent.SignalsGiven?
    private var whole: ScanEvent.PortfolioValued?
    /// Whether the tape has every trade.
    let recordsTrades: Bool
    /// The parts of the trades that the tape has of the stock whose result comes next.
    var recordedTrades: [ScanEvent.StockTraded] = []
    /// The bars of the benchmark; nil without one, or as long as they cannot be had.
    var benchmark: Bars?

    /// Prepares to run `request` again.
    ///
    /// - Parameters:
    ///   - request: the request, as it was recorded.
    ///   - tickers: the stocks, as they were recorded.
    ///   - strategies: those that the request can name.
    ///   - sourceName: where the prices are now, such as `csv:/evidence/prices`; nil for where
    ///     the request says.
    ///   - pricesDirectory: where the prices of live sources are kept.
    /// - Throws: `ScanRefusal` where the request will not do.
    init(
        of request: ScanRequest, tickers: [String], strategies: any StrategyProvider,
        sourceName: String?, pricesDirectory: String
    ) throws(ScanRefusal) {
        recordsTrades = request.trades == true
        var request = request
        request.source = sourceName ?? request.source.map(Self.withoutDelay)
        // The stocks are known; a universe that is gone or grew since does not matter.
        request.tickers = tickers.isEmpty ? nil : tickers
        if request.tickers != nil { request.universe = nil }
        plan = try ScanPlan(
            request, strategies: strategies,
            sources: PriceCatalog(files: .anywhere, cacheDirectory: nil))
        let kept: any PriceSource =
            plan.source.isLive
            ? CachedPrices(
                KeptPricesOnly(plan.source), directory: pricesDirectory, maximumAge: nil)
            : plan.source
        source = kept.prices(for: plan.request)
        portfolio = PortfolioAccumulator(cash: plan.request.cash)
    }

    /// Computes a recorded stock again.
    ///
    /// - Returns: the first thing that differs; nil where all is the same.
    /// - Throws: `Unavailable` where its prices cannot be had.
    mutating func difference(
        from stock: ScanEvent.StockCompleted
    ) async throws -> Difference? {
        let ticker = stock.result.ticker
        if let name = plan.request.benchmark, benchmark == nil {
            throw Unavailable(description: "the prices of the benchmark '\(name)' cannot be had")
        }
        let history: PriceHistory
        do {
            history = try await prices(of: ticker, as: stock.prices)
        } catch {
            try check(error)
            return Difference(
                ticker: ticker, what: "prices", expected: "a failure, \(PriceError(error))",
                found: "a result")
        }
        let prices = ScanEvent.PriceRecord(history)
        guard prices.barsDigest == stock.prices.barsDigest else {
            return Difference(
                ticker: ticker, what: "bars_sha256",
                expected: "\(prices.barsDigest) of \(prices.bars) bars",
                found: "\(stock.prices.barsDigest) of \(stock.prices.bars) bars")
        }
        let result: BacktestResult
        do {
            result = try run(on: history.bars)
        } catch {
            return Difference(
                ticker: ticker, what: "result", expected: "a failure, \(error)", found: "a result")
        }
        let held = result.heldValues(of: history.bars, against: benchmark)
        portfolio.add(
            times: Array(history.bars.times[result.firstBar...]), equity: result.equity,
            benchmark: held)
        rules.add(RuleTally(result))
        signals.append(StockSignal(result, of: plan.strategy, on: history.bars))
        // Its sector is not computed: the list of stocks that told it may have changed since.
        var expected = StockResult(
            ticker: ticker, sector: stock.result.sector, result,
            against: result.compared(with: held, on: history.bars))
        // Tapes of earlier versions tell of no benchmark.
        if stock.result.benchmark == nil { expected.benchmark = nil }
        let tradeDifference = recordsTrades ? self.tradeDifference(result, history.bars) : nil
        return tradeDifference ?? Self.difference(ticker, expected, stock.result)
            ?? Self.difference(ticker, prices, stock.prices)
    }

    /// Computes again a stock that failed.
    ///
    /// - Returns: the difference; nil where it fails in the same way, or in one that depends on
    ///   the time: a refusal, a time-out, a fault of the machine.
    /// - Throws: `Unavailable` where its prices cannot be had.
    mutating func difference(
        from stock: ScanEvent.StockFailed
    ) async throws -> Difference? {
        let lasting: [FailureCode] = [.unknownTicker, .noData, .insufficientBars, .badData]
        guard lasting.contains(stock.code) else { return nil }
        let code: String
        do {
            _ = try run(on: try await prices(of: stock.ticker, as: nil).bars)
            code = "a result"
        } catch let error as BacktestError {
            code = error.code
        } catch {
            try check(error)
            code = PriceError(error).code.rawValue
        }
        guard code != stock.code.rawValue else { return nil }
        // An account that leaves the range of numbers fails as bad data, though it has a result.
        if stock.code == .badData, code == "a result" { return nil }
        return Difference(
            ticker: stock.ticker, what: "failure", expected: code, found: stock.code.rawValue)
    }

    /// Compares a recorded part of the portfolio's curve with that of the stocks computed so far.
    mutating func difference(
        from part: ScanEvent.PortfolioValued
    ) -> Difference? {
        // A resumed scan leaves stocks out whose prices had changed.
        guard part.stocks == portfolio.stockCount else { return nil }
        if whole == nil { whole = ScanEvent.PortfolioValued(whole: portfolio) }
        let end = part.offset.adding(part.times.count)
        guard let whole, part.offset >= 0, end <= whole.points else {
            return Difference(
                ticker: nil, what: "portfolio", expected: "\(whole?.points ?? 0) points",
                found: "points up to \(end)")
        }
        return Self.difference(whole.part(part.offset..<end), part)
    }

    // MARK: Help

    /// The prices of a ticker, with no bars behind those that were recorded where a session had not
    /// ended: by now it has, and the bar that was left out is among them.
    func prices(
        of ticker: String, as recorded: ScanEvent.PriceRecord?
    ) async throws -> PriceHistory {
        let history = try await source.history(
            of: ticker, from: plan.days.first, to: plan.days.last)
        guard let recorded, recorded.rowsOpen > 0 else { return history }
        return history.first(max(1, recorded.bars))
    }

    private func run(on bars: Bars) throws(BacktestError) -> BacktestResult {
        try Backtest.run(
            plan.strategy, on: bars, cash: plan.request.cash,
            costs: plan.costs, execution: plan.execution,
            tradeFrom: plan.tradeFrom, benchmark: benchmark)
    }

    /// Passes over the failures that prices themselves have.
    private func check(_ error: any Error) throws {
        let error = PriceError(error)
        if [.internal, .timeout, .rateLimited].contains(error.code) {
            throw Unavailable(description: error.message)
        }
    }
}
