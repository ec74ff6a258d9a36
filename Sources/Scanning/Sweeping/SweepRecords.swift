package import Backtesting
package import ScanEvents
internal import StockWork
internal import Sweeps

extension ScanEvent.SweepRequested {
    /// What is recorded of a plan.
    init(_ requested: ScanEvent.Requested, _ sweep: SweepPlan) {
        self.init()
        self.requested = requested
        terms = sweep.terms
        sets = sweep.sets.count
        repeated = sweep.sets.repeated
        dropped = sweep.sets.dropped
    }
}

extension ScanEvent {
    /// The sets of a sweep in parts that fit into records.
    static func listed(_ sets: ParameterSets) -> [ScanEvent] {
        let step = max(1, SetsListed.maxValuesInRecord / max(1, sets.names.count))
        return stride(from: 0, to: sets.count, by: step).map { offset in
            var part = SetsListed()
            part.inputs = sets.names
            part.total = sets.count
            part.offset = offset
            let rows = (offset..<min(offset + step, sets.count)).map { sets.set($0) }
            part.values = sets.names.indices.map { input in rows.map { $0[input] } }
            return .setsListed(part)
        }
    }

    /// The figures of all sets in parts that fit into records.
    package static func valued(
        _ figures: [SetFigures], neighbours: [Double?], stocks: Int
    ) -> [ScanEvent] {
        let step = SetsValued.maxSetsInRecord
        return stride(from: 0, to: figures.count, by: step).map { offset in
            let range = offset..<min(offset + step, figures.count)
            let rows = figures[range]
            var part = SetsValued()
            part.stocks = stocks
            part.total = figures.count
            part.offset = offset
            part.returns = rows.map(\.returnPct)
            part.sharpeRatios = rows.map(\.sharpeRatio)
            part.maxDrawdowns = rows.map(\.maxDrawdown)
            part.trades = rows.map(\.trades)
            part.exposures = rows.map(\.exposure)
            part.gained = rows.map(\.gained)
            part.medianReturns = rows.map(\.medianReturn)
            part.excessReturns = rows.map(\.excess)
            part.neighbours = Array(neighbours[range])
            return .setsValued(part)
        }
    }
}

extension ScanEvent.TrialsCompleted {
    /// What some sets in a row made of a stock.
    ///
    /// - Parameters:
    ///   - ticker: the stock.
    ///   - outcome: what a block of sets made of it.
    ///   - first: the place of the first set of the block.
    ///   - range: the places of the sets that are told.
    package init(_ ticker: String, _ outcome: StockTrials, first: Int, _ range: Range<Int>) {
        self.init()
        self.ticker = ticker
        offset = range.lowerBound
        bars = outcome.bars
        var idle: [Int] = []
        for set in range {
            let trial = outcome.trials[set - first]
            pnl.append(trial?.pnl ?? 0)
            sharpeRatios.append(trial?.sharpeRatio)
            maxDrawdowns.append(trial?.maxDrawdownPercent ?? 0)
            trades.append(trial?.trades ?? 0)
            barsHeld.append(trial?.barsInPosition ?? 0)
            if trial == nil { idle.append(set - range.lowerBound) }
        }
        self.idle = idle.isEmpty ? nil : idle
    }
}
