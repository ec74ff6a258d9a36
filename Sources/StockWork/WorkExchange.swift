package import MarketData

/// Carries tasks to whoever works on them, and the outcomes back.
///
/// Whoever hands tasks over keeps time: it is told when the prices of one are waited for, and may
/// give that up.
package protocol WorkExchange: Sendable {
    /// How many tasks it can make use of at once.
    var capacity: Int { get }

    /// Has a task carried out.
    ///
    /// - Parameters:
    ///   - task: the task.
    ///   - observer: is told how it goes; an exchange that learns of nothing may leave that out.
    /// - Returns: what came of it, once, however often it was worked on; nil where it was given up
    ///   without a cause, or its task was cancelled.
    func carryOut(_ task: StockTask, observer: any TaskObserver) async -> StockOutcome?
}

/// Is told how the work on a task goes.
package protocol TaskObserver: Sendable {
    /// Its prices are waited for from now on.
    func willFetch(_ fetch: StockFetch)

    /// They are no longer: they are there, or will not come; nil where that was given up.
    func didFetch(_ answer: StockOutcome.SourceAnswer?)
}

/// Prices that are waited for.
package struct StockFetch: Sendable {
    /// Measures how long they wait until their source may be asked.
    package let turns: WaitMeter
    /// Ends the waiting: with this failure, or without an outcome.
    package let giveUp: @Sendable (StockFailure?) -> Void

    /// Joins the two.
    package init(turns: WaitMeter, giveUp: @escaping @Sendable (StockFailure?) -> Void) {
        self.turns = turns
        self.giveUp = giveUp
    }
}
