internal import Projections
internal import ScanEvents

/// What the records of a sweep say together, as far as an audit needs it.
///
/// Memory is in proportion to the trials that the tape has, whatever numbers it claims.
struct SweepFold {
    /// What was asked for.
    let requested: ScanEvent.SweepRequested
    /// The inputs that are varied.
    private(set) var inputs: [String]?
    /// How many sets were listed.
    private(set) var listed = 0
    /// Whether the prices were there.
    var isPrepared = false
    /// How many trials there are.
    private(set) var trials = 0
    /// The stocks, in their order.
    var tickers: [String] = []
    /// The stocks that have trials, by ticker.
    private(set) var stocks: [String: AuditedTrials] = [:]
    /// Whether a stock failed behind some of its trials, or a resumed sweep left one out: then
    /// nobody can tell from the tape which stocks the portfolios have.
    var isBroken = false
    /// The parts of what the sets made.
    var valued = ValuedSets()
    /// The parts of a walk-forward.
    var walk: WalkParts?
    /// Whether the sets were judged.
    var isJudged = false

    init(_ requested: ScanEvent.SweepRequested) {
        self.requested = requested
    }

    /// Takes the next part of the sets; false where it is another one.
    mutating func append(_ part: ScanEvent.SetsListed) -> Bool {
        // A crash may have come between the parts.
        if part.offset == 0 { (inputs, listed) = (nil, 0) }
        guard part.offset == listed, part.total == requested.sets,
            inputs.map({ $0 == part.inputs }) ?? true, part.count <= part.total - listed
        else { return false }
        inputs = part.inputs
        listed += part.count
        return true
    }

    /// Takes trials of a stock; false where some of them are there already.
    mutating func append(_ part: ScanEvent.TrialsCompleted) -> Bool {
        guard stocks[part.ticker, default: AuditedTrials(bars: part.bars)].append(part) else {
            return false
        }
        trials += part.pnl.count
        return true
    }

    /// What the stocks that have trials made of a set, as its portfolio must tell it.
    func sums(of set: Int) -> SetSums {
        let cash = requested.requested.request.cash
        var sums = SetSums()
        var returns: [Double] = []
        // In the order of the stocks, as doubles add up to others in another.
        for ticker in tickers {
            guard let stock = stocks[ticker], let trial = stock.trial(of: set) else { continue }
            returns.append(trial.pnl / cash * 100)
            sums.trades = sums.trades.adding(trial.trades)
            sums.exposure += Double(trial.barsHeld) / Double(max(stock.bars, 1)) * 100
        }
        let count = Double(max(returns.count, 1))
        sums.exposure /= count
        sums.gained = Double(returns.count { $0 > 0 }) / count * 100
        returns.sort()
        let middle = returns.count / 2
        if !returns.isEmpty {
            sums.median =
                returns.count % 2 == 0
                ? (returns[middle - 1] + returns[middle]) / 2 : returns[middle]
        }
        return sums
    }

    /// What the trials of a set come to.
    struct SetSums {
        /// Trades on all stocks.
        var trades = 0
        /// The share of the stocks that gained, in per cent.
        var gained = 0.0
        /// The mean exposure, in per cent.
        var exposure = 0.0
        /// The median return, in per cent.
        var median = 0.0
    }
}
