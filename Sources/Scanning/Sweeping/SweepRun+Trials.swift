internal import Backtesting
internal import ScanEvents
internal import Tapes

extension SweepRun {
    /// Runs a block of sets over all stocks and records the trials, both at once; nil where the sweep
    /// was to end before.
    func recordBlock(_ range: Range<Int>) async throws -> SweepBlock? {
        let strategies =
            bound.count == range.count && range.lowerBound == 0
            ? bound : try await work.configured(Array(range))
        let outbox = EventOutbox(bound: Self.mostWaiting, elapsed: scan.time.seconds)
        return try await withThrowingTaskGroup(of: SweepBlock?.self) { group in
            group.addTask {
                while let events = await outbox.takeAll() {
                    try await scan.recorder.append(events)
                }
                return nil
            }
            group.addTask {
                defer { outbox.close() }
                return try await work.run(range, strategies) { ticker, outcome in
                    await outbox.waitForRoom()
                    put(outcome, of: ticker, range, into: outbox)
                }
            }
            var block: SweepBlock?
            for try await part in group { block = part ?? block }
            return block
        }
    }

    /// How many records wait for the tape before nobody works ahead of it.
    private static let mostWaiting = 64

    /// Hands the trials of a stock to the tape that it does not have.
    private func put(
        _ outcome: StockTrials, of ticker: String, _ block: Range<Int>, into outbox: EventOutbox
    ) {
        let recorded = scan.resumed?.trials[ticker] ?? []
        for range in block.without(recorded) {
            for start in stride(
                from: range.lowerBound, to: range.upperBound,
                by: ScanEvent.TrialsCompleted.maxSetsInRecord)
            {
                let end = min(start + ScanEvent.TrialsCompleted.maxSetsInRecord, range.upperBound)
                var event = ScanEvent.TrialsCompleted(
                    ticker, outcome, first: block.lowerBound, start..<end)
                if start == 0 { event.prices = prices[ticker] }
                outbox.put { [event] now in
                    var event = event
                    event.elapsed = now
                    return .trialsCompleted(event)
                }
            }
        }
    }
}

extension Range<Int> {
    /// What is left of it without some ranges, in order.
    func without(_ others: [Range<Int>]) -> [Range<Int>] {
        var (left, start) = ([Range<Int>](), lowerBound)
        for other in others.sorted(by: { $0.lowerBound < $1.lowerBound })
        where other.overlaps(self) {
            if other.lowerBound > start { left.append(start..<other.lowerBound) }
            start = Swift.max(start, other.upperBound)
        }
        if start < upperBound { left.append(start..<upperBound) }
        return left
    }
}
