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
    package internal(set) var requested: ScanEvent.Requested?
    /// The strategy's text, as far as it was recorded; nil for a tape without.
    package internal(set) var strategy: RecordedStrategy?
    /// How often each rule was true; nil before the stocks are done.
    package internal(set) var rules: ScanEvent.RulesCounted?
    /// The stocks; nil before the scan started.
    package internal(set) var started: ScanEvent.Started?
    /// Where the scan stands.
    package internal(set) var phase = Phase.requested
    /// The results so far, in the order in which they came.
    package internal(set) var stocks: [Stock] = []
    /// The failures so far, in the order in which they came.
    package internal(set) var failures: [ScanEvent.StockFailed] = []
    /// The stocks reported slow that may still be worked on, in the order of the reports.
    package internal(set) var slowTickers: [String] = []
    /// The stocks that have a result, but are not in the portfolio of the resumed scan.
    package internal(set) var leftOut: [ScanEvent.StockLeftOut] = []
    /// The prices that the results so far rest on.
    package internal(set) var prices = PriceTotals()
    /// The sum of the results' profits and losses.
    package internal(set) var pnl = 0.0
    /// The stock that was done last.
    package internal(set) var lastTicker: String?
    /// How long that stock took, in seconds.
    package internal(set) var lastSeconds = 0.0
    /// Seconds from the start of the scan to the last record.
    package internal(set) var elapsed = 0.0
    /// Why the scan failed or was interrupted, if it was.
    package internal(set) var failureMessage: String?
    /// The sequence number of the next record.
    package internal(set) var nextSeq = 0
    /// When the first record was written.
    package internal(set) var requestedAt = ""
    /// What a sweep has more than a scan; nil for scans.
    package internal(set) var sweep: SweepState?
    /// The stocks that are done; of a sweep those that failed.
    var doneTickers: Set<String> = []
    var resultBytes = 0
    var portfolioSoFar: Portfolio?
    var signalsSoFar: Signals?

    /// The state before the first record.
    package init() {}

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
            guard sweep == nil,
                note(result.ticker, seconds: event.seconds, elapsed: event.elapsed)
            else { return false }
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
            sweep?.fail(event.ticker)
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
        default: return applyRest(record)
        }
        return true
    }

    /// Folds in what sweeps alone have, and what tells at most that time has passed.
    private mutating func applyRest(_ record: RecordedEvent) -> Bool {
        if case .sweepRequested(let event) = record.event {
            requested = event.requested
            requestedAt = record.at
            sweep = SweepState(event)
            return true
        }
        guard record.event.isOfSweeps else {
            // A seal, or what a later version writes, tells no time.
            elapsed = record.event.elapsed ?? elapsed
            return true
        }
        return applySweep(record.event)
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
    mutating func goOn() {
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
