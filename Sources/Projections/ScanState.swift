package import ScanEvents

/// A scan as its records so far tell it: the one fold that every view starts from.
package struct ScanState: Sendable {
    /// A stock's result, and the bytes in which it was recorded.
    package struct Stock: Sendable {
        /// The result.
        package let result: StockResult
        /// The result's JSON object, as it stands on the tape.
        package let json: [UInt8]
    }

    /// What was asked for; nil before the first record.
    package private(set) var requested: ScanEvent.Requested?
    /// The strategy's text, as far as it was recorded; nil for a tape without.
    package private(set) var strategy: RecordedStrategy?
    /// How often each rule was true; nil before the stocks are done.
    package private(set) var rules: ScanEvent.RulesCounted?
    /// The stocks; nil before the scan started.
    package private(set) var started: ScanEvent.Started?
    /// Where the scan stands.
    package private(set) var phase = Phase.requested
    /// The results so far, in the order in which they came.
    package private(set) var stocks: [Stock] = []
    /// The failures so far, in the order in which they came.
    package private(set) var failures: [ScanEvent.StockFailed] = []
    /// The stocks reported slow that may still be worked on, in the order of the reports.
    package private(set) var slowTickers: [String] = []
    /// The stocks that have a result, but are not in the portfolio of the resumed scan.
    package private(set) var leftOut: [ScanEvent.StockLeftOut] = []
    /// The prices that the results so far rest on.
    package private(set) var prices = PriceTotals()
    /// The sum of the results' profits and losses.
    package private(set) var pnl = 0.0
    /// The stock that was done last.
    package private(set) var lastTicker: String?
    /// How long that stock took, in seconds.
    package private(set) var lastSeconds = 0.0
    /// Seconds from the start of the scan to the last record.
    package private(set) var elapsed = 0.0
    /// Why the scan failed or was interrupted, if it was.
    package private(set) var failureMessage: String?
    /// The sequence number of the next record.
    package private(set) var nextSeq = 0
    /// When the first record was written.
    package private(set) var requestedAt = ""
    private var doneTickers: Set<String> = []
    private var resultBytes = 0
    private var portfolioSoFar: Portfolio?
    private var signalsSoFar: Signals?

    /// The state before the first record.
    package init() {}

    /// How many stocks the scan has.
    package var total: Int { requested?.stocks ?? 0 }
    /// How many stocks are done, well or badly.
    package var done: Int { stocks.count + failures.count }
    /// About how much memory it takes, in bytes.
    package var approximateBytes: Int {
        let names = (started?.tickers.count ?? 0) + doneTickers.count
        let curve = portfolioSoFar.map { $0.times.count * 24 + $0.benchmarkValues.count * 8 } ?? 0
        // Texts that are no longer than 15 bytes lie in their places.
        let texts = (strategy?.text.count ?? 0) + (rules?.rules.count ?? 0) * 96
        return 2048 + texts + stocks.count * MemoryLayout<Stock>.stride + resultBytes
            + (signalsSoFar?.approximateBytes ?? 0) + failures.count * 512 + names * 32 + curve
    }
    /// What all stocks were worth together; nil until the tape holds the whole curve.
    package var portfolio: Portfolio? {
        portfolioSoFar.flatMap { $0.isWhole ? $0 : nil }
    }
    /// What is held and ordered at the end of the bars; nil until the tape holds all of it.
    package var signals: Signals? {
        signalsSoFar.flatMap { $0.isWhole ? $0 : nil }
    }
    /// Whether the scan has come to its end.
    package var isFinished: Bool {
        switch phase {
        case .requested, .running, .interrupted: false
        case .completed, .cancelled, .failed: true
        }
    }
    /// Whether all stocks are done and every one of them failed.
    package var hasOnlyFailures: Bool {
        phase == .completed && stocks.isEmpty && !failures.isEmpty
    }

    /// Folds in the next record.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - bytes: those that it was read from.
    /// - Returns: false for a record that says nothing new: it follows the last event of the
    ///   scan, or tells of a stock that is done already. Views pass over it too.
    @discardableResult
    package mutating func apply(_ record: RecordedEvent, in bytes: [UInt8]) -> Bool {
        nextSeq = record.seq + 1
        guard !isFinished else { return false }
        switch record.event {
        case .requested(let event):
            requested = event
            requestedAt = record.at
        case .strategyRecorded(let part):
            RecordedStrategy.gather(part, into: &strategy)
        case .rulesCounted(let event):
            rules = event
        case .started(let event):
            started = event
            phase = .running
        case .stockCompleted(let event):
            let result = event.result
            guard note(result.ticker, seconds: event.seconds, elapsed: event.elapsed) else {
                return false
            }
            let json = record.resultRange.map { bytes[$0] } ?? []
            stocks.append(Stock(result: result, json: Array(json)))
            resultBytes += json.count
            pnl += result.pnl
            prices.add(event.prices)
        case .stockFailed(let event):
            guard note(event.ticker, seconds: event.seconds, elapsed: event.elapsed) else {
                return false
            }
            failures.append(event)
        case .stockSlow(let event):
            guard !doneTickers.contains(event.ticker) else { return false }
            if !slowTickers.contains(event.ticker) { slowTickers.append(event.ticker) }
            elapsed = event.elapsed
        case .stockLeftOut(let event):
            leftOut.append(event)
            elapsed = event.elapsed
        case .resumed(let event):
            goOn()
            elapsed = event.elapsed
        case .interrupted(let event):
            phase = .interrupted
            failureMessage = event.message
            elapsed = event.elapsed
        case .cancelled(let event):
            phase = .cancelled
            elapsed = event.elapsed
        case .failed(let event):
            phase = .failed
            failureMessage = event.message
            elapsed = event.elapsed
        case .signalsGiven(let part): add(part)
        case .portfolioValued(let part): add(part)
        case .completed(let event):
            phase = .completed
            // In an order that does not depend on which stock was done first.
            pnl = ranking.reduce(0) { $0 + $1.result.pnl }
            elapsed = event.elapsed
        default:
            // Time has passed and nothing else; a seal, or what a later version writes, tells none.
            elapsed = record.event.elapsed ?? elapsed
        }
        return true
    }

    // A resumed scan may tell all parts again.

    private mutating func add(_ part: ScanEvent.SignalsGiven) {
        if part.offset == 0 { signalsSoFar = Signals(part) } else { signalsSoFar?.append(part) }
    }

    private mutating func add(_ part: ScanEvent.PortfolioValued) {
        if part.offset == 0 {
            portfolioSoFar = Portfolio(part)
        } else {
            portfolioSoFar?.append(part)
        }
    }

    /// Notes that another run goes on: whoever worked on stocks is gone, and the portfolio begins anew.
    private mutating func goOn() {
        slowTickers = []
        leftOut = []
        rules = nil
        signalsSoFar = nil
        if phase == .interrupted { phase = .running }
        failureMessage = nil
    }

    /// Notes that a stock is done; false if it was done already.
    private mutating func note(_ ticker: String, seconds: Double, elapsed: Double) -> Bool {
        guard doneTickers.insert(ticker).inserted else { return false }
        slowTickers.removeAll { $0 == ticker }
        lastTicker = ticker
        lastSeconds = seconds
        self.elapsed = elapsed
        return true
    }
}
