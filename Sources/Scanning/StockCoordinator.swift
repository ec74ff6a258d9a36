internal import Backtesting
internal import MarketData
internal import ScanEvents
internal import StockWork

/// Has the stocks of a scan worked on, several at once, and puts what comes of them in the order
/// and with the times that the tape gets.
struct StockCoordinator: Sendable {
    /// What came of the work.
    struct Outcome: Sendable {
        /// The values of the stocks that have a result, together.
        var portfolio: PortfolioAccumulator
        /// How often their rules were true, together.
        var rules = RuleTally()
        /// What is held and ordered of each at its last bar.
        var signals: [StockSignal] = []
        /// The prices of the stocks of a sweep, which come to no result before all are there.
        var reached: [String: ScanEvent.PriceRecord] = [:]
        /// Whether it was ended before all was done.
        var wasCutShort = false
        /// Why it ended for now; nil where the source did not fail it.
        var interruption: StockFailure?

        init(cash: Double) {
            portfolio = PortfolioAccumulator(cash: cash)
        }

        mutating func merge(_ other: Outcome) {
            portfolio.merge(other.portfolio)
            rules.add(other.rules)
            signals += other.signals
            reached.merge(other.reached) { first, _ in first }
            wasCutShort = wasCutShort || other.wasCutShort
        }
    }

    let plan: ScanPlan
    let orderDigest: String
    /// What an earlier run has recorded; nil for a new scan.
    let resumed: ResumePoint?
    let control: ScanControl
    /// Where the events go.
    let outbox: EventOutbox
    /// Who carries the tasks out.
    let exchange: any WorkExchange
    let time: ScanTime
    let watch: StockWatch
    /// Whether a live source still answers; nil for one that is no server.
    let source: SourceGate?
    /// How long to leave it alone where it answers nobody.
    let sourcePause: Duration

    init(
        _ plan: ScanPlan, resumed: ResumePoint?, control: ScanControl, outbox: EventOutbox,
        exchange: any WorkExchange, settings: ScanSettings, time: ScanTime
    ) {
        self.plan = plan
        orderDigest = plan.order.digest
        self.resumed = resumed
        self.control = control
        self.outbox = outbox
        self.exchange = exchange
        self.time = time
        watch = StockWatch(slowAfter: settings.slowAfter, timeout: settings.stockTimeout)
        source = plan.source.isLive ? SourceGate(limit: settings.refusalLimit) : nil
        sourcePause = settings.sourcePause
    }

    /// Works through all stocks, those last that were done before.
    func visitAll() async -> Outcome {
        let queue = TickerQueue(tickersToVisit)
        return await withTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                await keepWatch()
                return nil
            }
            let atOnce = min(exchange.capacity, plan.tickers.count)
            for _ in 0..<atOnce {
                group.addTask { await work(on: queue) }
            }
            var outcome = Outcome(cash: plan.request.cash)
            var left = atOnce
            while left > 0, let part = await group.next() {
                guard let part else { continue }
                outcome.merge(part)
                left -= 1
                // Nobody waits for what a source that answers nobody was asked before.
                if source?.end != nil { group.cancelAll() }
            }
            group.cancelAll()
            source?.recordHeld()
            outcome.interruption = source?.end
            return outcome
        }
    }

    /// Every stock but those that failed before: of those that have a result, the values over
    /// time are not on the tape and must be computed again.
    private var tickersToVisit: [String] {
        guard let resumed else { return plan.tickers }
        let open = plan.tickers.filter {
            resumed.barsDigests[$0] == nil && !resumed.failed.contains($0)
        }
        return open + plan.tickers.filter { resumed.barsDigests[$0] != nil }
    }

    private func work(on queue: TickerQueue) async -> Outcome {
        var outcome = Outcome(cash: plan.request.cash)
        while true {
            await source?.enter()
            // Where the tape is slow, nobody works ahead of it for long.
            await outbox.waitForRoom()
            guard source?.end == nil, let ticker = queue.next() else { break }
            guard !Task.isCancelled, !control.isCancelled else {
                outcome.wasCutShort = true
                break
            }
            if let digest = resumed?.barsDigests[ticker] {
                await revisit(ticker, digest, queue, &outcome)
            } else {
                await visit(ticker, queue, &outcome)
            }
            // Backtests fill all of Swift's threads: let the tape and its viewers have theirs in
            // between.
            await Task.yield()
        }
        return outcome
    }

    /// Reports the slow stocks and gives up those whose time is up, until its task is cancelled.
    private func keepWatch() async {
        while !Task.isCancelled {
            let due = watch.due(at: time.elapsed())
            for (ticker, soFar) in due.slow {
                outbox.put { now in
                    .stockSlow(.init(ticker: ticker, seconds: soFar / .seconds(1), elapsed: now))
                }
            }
            for expire in due.expired { expire() }
            try? await time.sleep(due.next)
        }
    }
}
