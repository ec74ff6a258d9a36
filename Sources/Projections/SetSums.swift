internal import ScanEvents

/// What a set of parameters made of the stocks that are done, summed up.
struct SetSums: Sendable {
    /// How many stocks these are.
    private(set) var stocks: Int32 = 0
    /// How many of them gained.
    private(set) var gained: Int32 = 0
    /// Trades on them.
    private(set) var trades = 0
    private var returnPct = 0.0
    private var sharpe = 0.0
    private var drawdown = 0.0
    private var exposure = 0.0

    /// Adds the trial at `place` of a record.
    mutating func add(_ event: ScanEvent.TrialsCompleted, at place: Int, cash: Double) {
        stocks &+= 1
        if event.pnl[place] > 0 { gained &+= 1 }
        trades = trades.adding(event.trades[place])
        returnPct += event.returnPct(at: place, cash: cash)
        sharpe += event.sharpeRatios[place] ?? 0
        drawdown += event.maxDrawdowns[place]
        exposure += event.exposurePct(at: place)
    }

    /// What the trials have that is nearest to a figure of the portfolio: the mean over the stocks,
    /// but the sum of trades; nil before the first.
    func nearest(_ figure: SweepObjective) -> Double? {
        guard stocks > 0 else { return nil }
        let count = Double(stocks)
        return switch figure {
        case .sharpe: sharpe / count
        case .maxDrawdown: drawdown / count
        case .trades: Double(trades)
        case .exposure: exposure / count
        case .returnPct, .gained, .medianReturn, .excess: returnPct / count
        }
    }

    /// The share of the stocks that gained, in per cent; nil before the first.
    var gainedPct: Double? { percent(Int(gained), of: Int(stocks)) }
}

extension ScanEvent.TrialsCompleted {
    /// The return of the trial at `place`, in per cent of the cash.
    package func returnPct(at place: Int, cash: Double) -> Double { pnl[place] / cash * 100 }

    /// The share of the bars with a position, in per cent; 0 where there is no bar.
    package func exposurePct(at place: Int) -> Double {
        bars == 0 ? 0 : Double(barsHeld[place]) / Double(bars) * 100
    }
}
