internal import ScanEvents

extension ScanEvent {
    /// Whether sweeps alone have it.
    var isOfSweeps: Bool {
        switch self {
        case .sweepRequested, .setsListed, .sweepStarted, .sweepPrepared, .trialsCompleted,
            .sweepResumed, .setsValued, .walkForwardValued, .sweepJudged, .sweepCompleted:
            true
        default: false
        }
    }
}

extension ScanState {
    /// Folds in an event that sweeps alone have, behind the first.
    ///
    /// - Returns: false where it says nothing new.
    mutating func applySweep(_ event: ScanEvent) -> Bool {
        guard sweep != nil else { return false }
        switch event {
        case .setsListed(let part):
            sweep?.list(part)
        case .sweepStarted(let event):
            started = ScanEvent.Started(tickers: event.tickers, benchmark: event.benchmark)
            sweep?.stocks = event.tickers.count
            phase = .running
        case .sweepPrepared(let event):
            sweep?.prepared = event
        case .trialsCompleted(let event):
            return add(event)
        case .sweepResumed:
            goOn()
            sweep?.resume()
        case .setsValued(let part):
            sweep?.value(part)
        case .walkForwardValued(let part):
            sweep?.walk(part)
        case .sweepJudged(let event):
            sweep?.judged = event
        case .sweepCompleted:
            phase = .completed
        default:
            return false
        }
        elapsed = event.elapsed ?? elapsed
        return true
    }

    /// Adds trials; false where none is new.
    private mutating func add(_ event: ScanEvent.TrialsCompleted) -> Bool {
        guard !doneTickers.contains(event.ticker), let hasNewPrices = sweep?.add(event) else {
            return false
        }
        if hasNewPrices, let prices = event.prices { self.prices.add(prices) }
        slowTickers.removeAll { $0 == event.ticker }
        lastTicker = event.ticker
        elapsed = event.elapsed
        return true
    }

    /// What the sweep's trials come to in a second of work; nil before the first.
    package var trialsPerSecond: Double? {
        guard let sweep, sweep.trials > 0, workSeconds > 0 else { return nil }
        return Double(sweep.trials) / workSeconds
    }
}
