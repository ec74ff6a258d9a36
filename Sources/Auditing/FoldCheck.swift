internal import Tapes
internal import Crypto
internal import EventLog
internal import Projections
internal import ScanEvents
internal import Storage

/// Follows a scan record by record and checks that what the records say agrees: the order of
/// events, the stocks, the counts, the sums, the seal.
///
/// Its memory is in proportion to the stocks of the scan, not to the records; of a sweep, to its
/// trials.
struct FoldCheck {
    /// Something that does not agree with the records before it.
    struct Problem: Equatable {
        /// What is checked, in a word or two.
        let what: String
        /// What the other records call for.
        let expected: String
        /// What the record says.
        let found: String
    }

    /// What was found since it was last taken.
    private(set) var problems: [Problem] = []
    /// The name of the scan, by its first record.
    private(set) var job: String?
    /// The form of the events, by the first record.
    private(set) var schema: Int?
    /// How the scan ended; nil while it has not.
    private(set) var phase: ScanState.Phase?
    /// How many stocks the scan has.
    private(set) var total = 0
    /// How many stocks have a result.
    var successful = 0
    /// How many stocks failed.
    var failed = 0
    /// The profit of each stock, which the sums are taken over.
    private var profits: [StockProfit] = []
    var request: ScanRequest?
    private var strategy: RecordedStrategy?
    private var universeDigest = ""
    private var isStarted = false
    /// Whether the stocks are known.
    var hasStarted: Bool { isStarted }
    private var tickers: Set<String> = []
    private(set) var done: Set<String> = []
    private var elapsed = 0.0
    private var endValues = 0.0
    /// What holding all stocks would be worth at the end; nil where a result does not tell it.
    private var heldValues: Double? = 0
    private var isResumed = false
    private var curve: PortfolioCurveCheck?
    var trades: TradeFold?
    var signals: Signals?
    /// What the records of a sweep say; nil of a scan.
    var sweep: SweepFold?
    /// How many results have an open trade.
    private var openTrades = 0
    /// The latest day of the results' bars.
    private var lastDate = ""
    /// Whether records are missing before the next one: then counts cannot be compared.
    private(set) var hasGap = false

    private struct StockProfit {
        let ticker: String
        let pnl: Double
    }

    /// Says that records are missing.
    mutating func noteGap() { hasGap = true }

    /// Takes what was found.
    mutating func takeProblems() -> [Problem] {
        defer { problems.removeAll(keepingCapacity: true) }
        return problems
    }

    /// The sum of the profits as the registry has it: over the ranking once the scan is completed.
    var totalPnL: Double {
        let ordered =
            phase == .completed
            ? profits.sorted { $0.pnl != $1.pnl ? $0.pnl > $1.pnl : $0.ticker < $1.ticker }
            : profits
        return ordered.reduce(0) { $0 + $1.pnl }.rounded(places: 2)
    }

    /// Checks the next record.
    mutating func apply(_ record: RecordedEvent) {
        if record.seq == 0 {
            switch record.event {
            case .requested, .sweepRequested, .unknown: break
            default: note("first record", "scan_requested", record.event.type)
            }
        }
        check(record.event, seq: record.seq)
    }

    private mutating func check(_ event: ScanEvent, seq: Int) {
        if let phase {
            switch event {
            case .sealed, .unknown: break
            default:
                note("order", "log_sealed after the scan was \(phase.rawValue)", event.type)
                return
            }
        }
        if checkSweep(event, seq: seq) { return }
        switch event {
        case .requested(let event): check(event, seq: seq)
        case .strategyRecorded(let part): check(part)
        case .started(let event): check(event)
        case .stockTraded(let part): check(part)
        case .stockCompleted(let event): check(event)
        case .stockFailed(let event):
            if noteDone(event.ticker, event.elapsed) { failed += 1 }
        case .stockSlow(let event):
            checkListed(event.ticker)
            advance(to: event.elapsed)
        case .stockLeftOut(let event):
            checkListed(event.ticker)
            advance(to: event.elapsed)
        case .resumed(let event):
            isResumed = true
            signals = nil
            advance(to: event.elapsed)
            compare("remaining", total.adding(-done.count), event.remaining)
        case .cancelled(let event):
            end(.cancelled, event.elapsed)
        case .failed(let event):
            end(.failed, event.elapsed)
        case .signalsGiven(let part):
            check(part)
        case .portfolioValued(let part):
            check(part)
        case .completed(let event):
            compare("successful", successful, event.successful)
            compare("failed", failed, event.failed)
            compare("stocks done", total, event.successful.adding(event.failed))
            checkPortfolio()
            checkSignals(
                successful: successful, openTrades: openTrades, lastDate: lastDate)
            end(.completed, event.elapsed)
        default:
            // Nothing but the time; a seal, or what a later version writes, tells none.
            if let time = event.elapsed { advance(to: time) }
        }
    }

    mutating func check(_ event: ScanEvent.Requested, seq: Int) {
        guard request == nil, seq == 0 else {
            note("order", "scan_requested as the first record only", "another one")
            return
        }
        request = event.request
        trades = TradeFold(event.request)
        job = event.jobID
        schema = event.schema
        total = event.stocks
        universeDigest = event.universeDigest
    }

    private mutating func check(_ part: ScanEvent.StrategyRecorded) {
        if isStarted { note("order", "strategy_recorded before scan_started", "one behind it") }
        if strategy == nil, part.offset == 0 {
            strategy = RecordedStrategy(part)
            if strategy != nil { return }
        } else if strategy?.append(part) == true {
            return
        }
        if hasGap { return }
        note(
            "strategy", "the part that goes on from byte \(strategy?.text.count ?? 0)",
            "one from byte \(part.offset) of \(part.bytes)")
    }

    /// Whether the text of the strategy is the one that its digest is of.
    private mutating func checkStrategy() {
        guard let strategy, !hasGap else { return }
        let digest = SHA256.hash(data: strategy.text).hexadecimal
        if digest != strategy.digest { note("sha256 of the strategy", digest, strategy.digest) }
    }

    mutating func check(_ event: ScanEvent.Started) {
        checkStrategy()
        if isStarted { note("order", "one scan_started", "another one") }
        isStarted = true
        tickers = Set(event.tickers)
        guard !hasGap || request != nil else {
            total = event.tickers.count
            return
        }
        compareAlways("stocks", total, event.tickers.count)
        if tickers.count != event.tickers.count {
            note("tickers", "each ticker once", "\(event.tickers.count - tickers.count) twice")
        }
        var hash = SHA256()
        for ticker in event.tickers { hash.update(data: Array((ticker + "\n").utf8)) }
        let digest = hash.finalize().hexadecimal
        if digest != universeDigest { note("universe_sha256", digest, universeDigest) }
        if let request, (request.benchmark == nil) != (event.benchmark == nil) {
            note(
                "benchmark", request.benchmark.map { "the bars of \($0)" } ?? "none",
                event.benchmark == nil ? "none" : "bars")
        }
        if let asked = request?.tickers, asked != event.tickers {
            note("tickers", "those of the request", "others")
        }
    }

    private mutating func check(_ event: ScanEvent.StockCompleted) {
        let result = event.result
        guard noteDone(result.ticker, event.elapsed) else { return }
        successful += 1
        endValues += result.endValue
        openTrades = openTrades.adding(result.openTrades)
        lastDate = max(lastDate, event.prices.lastDate)
        profits.append(StockProfit(ticker: result.ticker, pnl: result.pnl))
        let pnl = result.endValue - result.startValue
        if result.pnl != pnl { note("pnl of \(result.ticker)", "\(pnl)", "\(result.pnl)") }
        let percent = result.pnl / result.startValue * 100
        if result.returnPct != percent {
            note("return_pct of \(result.ticker)", "\(percent)", "\(result.returnPct)")
        }
        let trades = result.winningTrades.adding(result.losingTrades).adding(result.openTrades)
        if result.totalTrades != trades {
            note("total_trades of \(result.ticker)", "\(trades)", "\(result.totalTrades)")
        }
        check(result.benchmark, of: result)
        if let cash = request?.cash, cash != result.startValue {
            note("start_value of \(result.ticker)", "\(cash)", "\(result.startValue)")
        }
        checkTrades(result)
    }

    private mutating func check(_ benchmark: StockBenchmark?, of result: StockResult) {
        guard let held = benchmark?.returnPct else {
            heldValues = nil
            return
        }
        heldValues = heldValues.map { $0 + result.startValue * (1 + held / 100) }
        let excess = result.returnPct - held
        if let told = benchmark?.comparison.excessReturnPct, told != excess {
            note("excess_return_pct of \(result.ticker)", "\(excess)", "\(told)")
        }
    }

    private mutating func check(_ part: ScanEvent.PortfolioValued) {
        if part.offset == 0 { curve = PortfolioCurveCheck(part) }
        guard curve?.append(part) == true else {
            note(
                "portfolio", "the part that goes on from point \(curve?.points ?? 0)",
                "one from point \(part.offset) of \(part.points)")
            return
        }
        if part.stocks > successful || part.stocks < successful && !isResumed {
            compare("stocks of the portfolio", successful, part.stocks)
        }
    }

    /// Whether the portfolio's last value is the sum of the stocks' last values.
    private mutating func checkPortfolio() {
        guard let curve else {
            if successful > 0, !hasGap { note("portfolio", "a portfolio of the results", "none") }
            return
        }
        if curve.points != curve.total {
            note("portfolio", "\(curve.total) points", "\(curve.points)")
        }
        guard curve.stocks == successful, !hasGap, let last = curve.last else { return }
        // Equities are cut to units of which a stock's cash has 2^52; a sum here to doubles.
        let tolerance = max(abs(endValues), 1) * 1e-9
        if abs(last - endValues) > tolerance {
            note("last value of the portfolio", "\(endValues), the sum of the results", "\(last)")
        }
        guard let heldValues, let held = curve.lastOfBenchmark else { return }
        if abs(held - heldValues) > max(heldValues, 1) * 1e-9 {
            note("last value of the benchmark", "\(heldValues), the sum of the results", "\(held)")
        }
    }

    // MARK: Help

    /// Notes that a stock is done; false if it was done before.
    mutating func noteDone(_ ticker: String, _ elapsed: Double) -> Bool {
        checkListed(ticker)
        advance(to: elapsed)
        if done.insert(ticker).inserted { return true }
        note("stock \(ticker)", "one outcome", "another one")
        return false
    }

    mutating func checkListed(_ ticker: String) {
        if hasGap, !isStarted { return }
        if !isStarted {
            note("order", "scan_started before the first stock", "stock \(ticker)")
            isStarted = true
        } else if !tickers.isEmpty, !tickers.contains(ticker) {
            note("ticker", "a stock of scan_started", ticker)
        }
    }

    mutating func advance(to time: Double) {
        if time < elapsed { note("elapsed", "\(elapsed) or more", "\(time)") }
        elapsed = max(elapsed, time)
    }

    mutating func end(_ phase: ScanState.Phase, _ elapsed: Double) {
        advance(to: elapsed)
        self.phase = phase
    }

    /// Compares a count with what it must be, unless records are missing.
    mutating func compare(_ what: String, _ expected: Int, _ found: Int) {
        if !hasGap { compareAlways(what, expected, found) }
    }

    private mutating func compareAlways(_ what: String, _ expected: Int, _ found: Int) {
        if expected != found { note(what, "\(expected)", "\(found)") }
    }

    mutating func note(_ what: String, _ expected: String, _ found: String) {
        problems.append(Problem(what: what, expected: expected, found: found))
    }
}
