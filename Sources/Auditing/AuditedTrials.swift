internal import ScanEvents

/// The trials of a stock, as the tape has them.
struct AuditedTrials {
    /// What is kept of a trial.
    struct Trial {
        let pnl: Double
        let trades: Int
        let barsHeld: Int
    }

    /// How many bars count.
    let bars: Int
    /// Trials of sets in a row, by the place of the first, ascending.
    private var runs: [(offset: Int, trials: [Trial])] = []

    init(bars: Int) {
        self.bars = bars
    }

    /// Takes trials; false where some of them are there already.
    mutating func append(_ part: ScanEvent.TrialsCompleted) -> Bool {
        let sets = part.sets
        let place = firstIndex(from: sets.lowerBound)
        if place < runs.count, runs[place].offset < sets.upperBound { return false }
        if place > 0, runs[place - 1].offset + runs[place - 1].trials.count > sets.lowerBound {
            return false
        }
        let trials = part.pnl.indices.map { index in
            Trial(
                pnl: part.pnl[index], trades: part.trades[index], barsHeld: part.barsHeld[index])
        }
        runs.insert((part.offset, trials), at: place)
        return true
    }

    /// The trial of a set; nil where there is none.
    func trial(of set: Int) -> Trial? {
        let place = firstIndex(from: set + 1) - 1
        guard place >= 0, set - runs[place].offset < runs[place].trials.count else { return nil }
        return runs[place].trials[set - runs[place].offset]
    }

    private func firstIndex(from set: Int) -> Int {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].offset < set { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
