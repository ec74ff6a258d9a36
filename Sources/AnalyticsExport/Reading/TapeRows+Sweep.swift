internal import Projections
internal import ScanEvents

extension TapeRows {
    /// Makes the rows of the trials of a record, those that it told anew.
    func addTrials(
        _ trials: ScanEvent.TrialsCompleted, seq: Int, to batches: inout ExportBatches
    ) {
        guard let sweep = state.sweep else { return }
        let cash = state.requested?.request.cash ?? 0
        let idle = Set(trials.idle ?? [])
        let inputs = batches.inputs.places(among: sweep.inputs)
        for set in sweep.fresh.joined() {
            let place = set - trials.offset
            batches.trials.add(job, job.indices)
            batches.trials.add(seq)
            batches.trials.add(trials.ticker)
            batches.trials.add(set)
            batches.trials.add(trials.pnl[place])
            batches.trials.add(trials.returnPct(at: place, cash: cash))
            batches.trials.add(trials.sharpeRatios[place])
            batches.trials.add(trials.maxDrawdowns[place])
            batches.trials.add(trials.trades[place])
            batches.trials.add(trials.barsHeld[place])
            batches.trials.add(trials.exposurePct(at: place))
            batches.trials.add(idle.contains(place))
            for input in inputs { batches.trials.add(input.map { sweep.columns[$0][set] }) }
        }
    }

    /// Makes the rows of the sets of a sweep, which its end tells.
    func addSets(to batches: inout ExportBatches) throws {
        guard let sweep = state.sweep, let valued = sweep.valued else { return }
        let inputs = batches.inputs.places(among: sweep.inputs)
        for set in valued.returns.indices {
            batches.sets.add(job, job.indices)
            batches.sets.add(set)
            for input in inputs {
                batches.sets.add(
                    input.flatMap { set < sweep.listed ? sweep.columns[$0][set] : nil })
            }
            batches.sets.add(members: SetRow(valued, set))
            if set.isMultiple(of: RowBatch.fullRows) { try batches.passOnFull() }
        }
        try batches.passOnFull()
    }
}
