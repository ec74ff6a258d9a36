import Auditing
import ScanEvents

/// The records of a sweep of two sets over three stocks, of which one failed.
enum AuditedSweep {
    /// The events as they were recorded.
    static var events: [ScanEvent] {
        [
            requested(), listed(), .sweepStarted(.init(tickers: AuditedTape.tickers)),
            AuditedTape.failed("B", elapsed: 1), prepared(),
            trials("A"), trials("C") { $0.pnl = [-50, 25] }, valued(), judged(),
            .sweepCompleted(.init(successful: 2, failed: 1, trials: 4, elapsed: 6)),
        ]
    }

    static func requested(
        stocks: Int = 3, _ change: (inout ScanEvent.SweepRequested) -> Void = { _ in }
    ) -> ScanEvent {
        var event = ScanEvent.SweepRequested()
        if case .requested(let requested) = AuditedTape.requested(stocks: stocks) {
            event.requested = requested
        }
        event.terms.grid = ["period=10..20:10"]
        event.terms.objective = SweepObjective.returnPct.rawValue
        event.sets = 2
        change(&event)
        return .sweepRequested(event)
    }

    static func listed(
        _ values: [Double] = [10, 20], total: Int = 2, offset: Int = 0, input: String = "period"
    ) -> ScanEvent {
        var event = ScanEvent.SetsListed()
        (event.inputs, event.total, event.offset) = ([input], total, offset)
        event.values = [values]
        return .setsListed(event)
    }

    static func prepared(
        _ change: (inout ScanEvent.SweepPrepared) -> Void = { _ in }
    ) -> ScanEvent {
        var event = ScanEvent.SweepPrepared()
        (event.points, event.setsAtOnce, event.memoryBytes, event.elapsed) = (200, 2, 6_400, 2)
        change(&event)
        return .sweepPrepared(event)
    }

    static func trials(
        _ ticker: String, _ change: (inout ScanEvent.TrialsCompleted) -> Void = { _ in }
    ) -> ScanEvent {
        var event = ScanEvent.TrialsCompleted()
        (event.ticker, event.bars, event.elapsed) = (ticker, 200, 3)
        (event.pnl, event.sharpeRatios) = ([100, 0], [0.5, nil])
        (event.maxDrawdowns, event.trades, event.barsHeld) = ([5, 0], [4, 0], [50, 0])
        event.prices = ScanEvent.PriceRecord(
            bars: 251, firstDate: "2017-01-03", lastDate: "2017-12-29",
            barsDigest: String(repeating: "0", count: 64), rowsRead: 251)
        change(&event)
        return .trialsCompleted(event)
    }

    /// What the sets made; the returns are 0.25 and 0.125 per cent.
    static func valued(
        _ change: (inout ScanEvent.SetsValued) -> Void = { _ in }
    ) -> ScanEvent {
        var event = ScanEvent.SetsValued()
        (event.stocks, event.total) = (2, 2)
        (event.returns, event.sharpeRatios) = ([0.25, 0.125], [0.5, nil])
        (event.maxDrawdowns, event.trades) = ([3, 0], [8, 0])
        (event.exposures, event.gained) = ([25, 0], [50, 50])
        (event.medianReturns, event.excessReturns) = ([0.25, 0.125], [-1, nil])
        event.neighbours = [0.125, 0.25]
        change(&event)
        return .setsValued(event)
    }

    /// The same in two parts.
    static func valuedInParts(second offset: Int = 1) -> [ScanEvent] {
        [
            valued { part in
                part.returns.removeLast()
                part.sharpeRatios.removeLast()
                part.maxDrawdowns.removeLast()
                part.trades.removeLast()
                part.exposures.removeLast()
                part.gained.removeLast()
                part.medianReturns.removeLast()
                part.excessReturns.removeLast()
                part.neighbours.removeLast()
            },
            valued { part in
                part.offset = offset
                part.returns.removeFirst()
                part.sharpeRatios.removeFirst()
                part.maxDrawdowns.removeFirst()
                part.trades.removeFirst()
                part.exposures.removeFirst()
                part.gained.removeFirst()
                part.medianReturns.removeFirst()
                part.excessReturns.removeFirst()
                part.neighbours.removeFirst()
            },
        ]
    }

    static func walk(
        points: Int = 2, offset: Int = 0, values: [Double] = [20_000, 20_010], set: Int = 0
    ) -> ScanEvent {
        var event = ScanEvent.WalkForwardValued()
        var window = SweepWindow()
        (window.trainFrom, window.testFrom, window.testTo) = (
            "2017-01-03", "2017-07-03", "2017-12-29"
        )
        window.set = set
        event.windows = offset == 0 ? [window] : []
        (event.points, event.offset) = (points, offset)
        event.times = values.map { _ in "2017-12-29" }
        (event.values, event.inSampleValues) = (values, values)
        return .walkForwardValued(event)
    }

    static func judged(
        _ change: (inout ScanEvent.SweepJudged) -> Void = { _ in }
    ) -> ScanEvent {
        var event = ScanEvent.SweepJudged()
        (event.best, event.objective, event.neighbours) = (0, 0.25, 0.125)
        (event.periods, event.verdict, event.elapsed) = (200, "luck", 5)
        event.sentences = ["Best of 2 sets."]
        change(&event)
        return .sweepJudged(event)
    }
}
