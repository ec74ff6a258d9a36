import Foundation
import Projections
import ScanEvents

extension FoldTests {
    /// What a sweep is said to be.
    static func told(_ sweep: SweepState) -> NSDictionary {
        let sets = 0..<sweep.listed
        return [
            "inputs": sweep.inputs, "trials": sweep.trials, "successful": sweep.successful,
            "best": sweep.best.map { [Double($0.set), $0.value] as Any } ?? NSNull(),
            "parameters": sets.map { set in
                Dictionary(uniqueKeysWithValues: sweep.values(of: set).map { ($0.name, $0.value) })
            },
            "stocks": sets.map(sweep.stocksDone),
            "figures": sets.map { set in
                Dictionary(
                    uniqueKeysWithValues: SweepObjective.allCases.map { figure in
                        (
                            figure.rawValue,
                            sweep.figure(figure, of: set).map { $0 as Any } ?? NSNull()
                        )
                    })
            },
            "is_valued": sweep.valued != nil,
            "verdict": sweep.judged.map { $0.verdict as Any } ?? NSNull(),
            "points": sweep.walkForward.map { $0.values.count as Any } ?? NSNull(),
            "trade_from": sweep.prepared?.tradeFrom.map { $0 as Any } ?? NSNull(),
        ]
    }

    /// Sweeps to the end, cancelled, of one set, and what no sweep is.
    static let sweeps: [[ScanEvent]] = [
        start(.sharpe) + work + [
            .stockFailed(failure("C", elapsed: 9)), .sweepResumed(.init(remaining: 3, elapsed: 10)),
            trials("B", offset: 2, pnl: [9], elapsed: 11), valued(2), valued(0), valued(1),
            walked(1),
            walked(0), walked(1), judged, .sweepResumed(.init(remaining: 0, elapsed: 12)),
            valued(0),
            valued(1), walked(0), walked(1), judged,
            .sweepCompleted(.init(successful: 2, failed: 1, trials: 6, elapsed: 13)),
            .sealed(.init(count: 20, root: String(repeating: "0", count: 64))),
        ],
        start(.maxDrawdown) + work + [
            .cancelled(.init(elapsed: 9)), trials("B", offset: 2, pnl: [9], elapsed: 11),
        ],
        start(.trades) + work + [
            .stockFailed(failure("A", elapsed: 8)), .stockFailed(failure("A", elapsed: 9)),
            .interrupted(.init(code: .rateLimited, message: "too many", elapsed: 9)),
            .sweepResumed(.init(remaining: 3, elapsed: 10)),
            .failed(
                .init(code: .internal, message: "disk full", elapsed: 11)),
        ],
        start(.exposure) + work, start(.gained) + work,
        [
            .sweepStarted(.init(tickers: ["A"])), listed(0, [[1], [2]]),
            trials("A", offset: 0, pnl: [1], elapsed: 1), valued(0), walked(0), judged,
            .sweepResumed(.init(remaining: 1, elapsed: 2)),
            .sweepCompleted(.init(successful: 1, failed: 0, trials: 1, elapsed: 3)),
        ],
    ]

    private static func start(_ objective: SweepObjective) -> [ScanEvent] {
        var requested = ScanEvent.SweepRequested()
        requested.requested = ScanEvent.Requested(
            jobID: "20260102-030405-00000001", engine: "tapedeck 0.1.0",
            request: ScanRequest(strategy: "sma_cross", parameters: ["size": 95]), stocks: 4,
            universeDigest: String(repeating: "0", count: 64), priceAdjustment: "splits")
        requested.terms.grid = ["fast=10,20,30", "slow=0.1..0.3:0.1"]
        requested.terms.objective = objective.rawValue
        requested.sets = 3
        var prepared = ScanEvent.SweepPrepared()
        (prepared.tradeFrom, prepared.points, prepared.setsAtOnce) = ("2013-05-01", 2, 3)
        prepared.elapsed = 2.5
        return [
            .sweepRequested(requested), listed(1, [[9], [9]]), listed(0, [[10, 20], [0.1, 0.2]]),
            listed(0, [[10, 20], [0.1, 0.2]]), listed(2, [[30, 40], [0.3, 0.4]]),
            listed(2, [[30], [0.3]]), listed(3, [[40], [0.4]]),
            .sweepStarted(.init(tickers: ["A", "B", "C"])),
            .stockSlow(.init(ticker: "A", seconds: 1, elapsed: 2)), .sweepPrepared(prepared),
        ]
    }

    private static let work: [ScanEvent] = [
        trials("A", offset: 0, pnl: [1.1, -2.3], elapsed: 3),
        trials("A", offset: 1, pnl: [7, 0.7], elapsed: 4),
        trials("A", offset: 0, pnl: [1], elapsed: 5),
        trials("A", offset: 3, pnl: [1], elapsed: 5), listed(0, [[1, 2], [3, 4]]),
        .stockSlow(.init(ticker: "B", seconds: 1, elapsed: 5.5)),
        .paused(.init(code: .rateLimited, message: "too many", seconds: 60, elapsed: 6)),
        trials("B", offset: 0, pnl: [-0.1, 12.25, 3, 4], bars: 0, elapsed: 7),
    ]

    private static func listed(_ offset: Int, _ values: [[Double]]) -> ScanEvent {
        var part = ScanEvent.SetsListed()
        (part.inputs, part.total, part.offset) = (["fast", "slow"], 3, offset)
        part.values = values
        return .setsListed(part)
    }

    private static func trials(
        _ ticker: String, offset: Int, pnl: [Double], bars: Int = 7, elapsed: Double
    ) -> ScanEvent {
        var event = ScanEvent.TrialsCompleted()
        (event.ticker, event.offset, event.bars, event.pnl) = (ticker, offset, bars, pnl)
        event.sharpeRatios = pnl.map { $0 < 0 ? nil : $0 / 3 }
        event.maxDrawdowns = pnl.map { abs($0) * 1.1 }
        event.trades = pnl.map { Int(abs($0)) }
        event.barsHeld = pnl.indices.map { min(bars, $0 + 1) }
        event.elapsed = elapsed
        return .trialsCompleted(event)
    }

    private static func failure(_ ticker: String, elapsed: Double) -> ScanEvent.StockFailed {
        ScanEvent.StockFailed(
            ticker: ticker, sector: nil, code: .badData, message: "bad", seconds: 1,
            elapsed: elapsed)
    }

    /// Two sets, or the third; others than that follow none.
    private static func valued(_ which: Int) -> ScanEvent {
        var part = ScanEvent.SetsValued()
        let count = which == 0 ? 2 : 1
        (part.stocks, part.total, part.offset) = (2, 3, which == 0 ? 0 : which == 1 ? 2 : 1)
        part.returns = Array(repeating: 1.5, count: count)
        part.sharpeRatios = Array(repeating: which == 0 ? nil : 0.1, count: count)
        part.maxDrawdowns = Array(repeating: 0.3, count: count)
        part.trades = Array(repeating: 7, count: count)
        part.exposures = Array(repeating: 33.3, count: count)
        part.gained = Array(repeating: 50, count: count)
        part.medianReturns = Array(repeating: -0.1, count: count)
        part.excessReturns = Array(repeating: nil, count: count)
        part.neighbours = Array(repeating: nil, count: count)
        return .setsValued(part)
    }

    /// A point of two.
    private static func walked(_ offset: Int) -> ScanEvent {
        var part = ScanEvent.WalkForwardValued()
        (part.points, part.offset, part.times) = (2, offset, ["2026-01-0\(offset + 1)"])
        (part.values, part.inSampleValues) = ([20_000.5], [20_000])
        return .walkForwardValued(part)
    }

    private static let judged: ScanEvent = {
        var event = ScanEvent.SweepJudged()
        (event.best, event.objective, event.verdict, event.elapsed) = (2, 0.1, "luck", 11.5)
        return .sweepJudged(event)
    }()
}
