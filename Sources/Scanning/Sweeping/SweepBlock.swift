package import Backtesting
package import ScanEvents

/// What some sets of a sweep made of all stocks.
struct SweepBlock: Sendable {
    /// What the sets made of one stock.
    struct Row: Sendable {
        /// The return of each, in per cent.
        var returns: [Double] = []
        /// The exposure of each, in per cent.
        var exposures: [Double] = []
        /// The trades of each.
        var trades: [Int32] = []

        init(_ outcome: StockTrials, cash: Double) {
            for trial in outcome.trials {
                returns.append(trial?.returnPercent(cash: cash) ?? 0)
                exposures.append(trial?.exposurePercent(bars: outcome.bars) ?? 0)
                trades.append(Int32(clamping: trial?.trades ?? 0))
            }
        }
    }

    /// The places of the sets among all.
    let sets: Range<Int>
    /// The portfolios of the sets.
    var portfolios: SetPortfolios
    /// What they made of each stock, by its ticker.
    var rows: [String: Row] = [:]
    /// Why sets cannot be run on a stock, by its ticker; nothing of it is in the portfolios then.
    var refused: [String: BacktestError] = [:]

    /// Adds what another worker did.
    mutating func merge(_ other: SweepBlock) {
        portfolios.merge(other.portfolios)
        rows.merge(other.rows) { first, _ in first }
        refused.merge(other.refused) { first, _ in first }
    }

    /// The figures of each set, over stocks in the order of the market, so that neither the workers nor
    /// the order of the work changes a bit.
    func figures(of market: SweepMarket, against held: PortfolioCurve) -> [SetFigures] {
        let rows = market.stocks.compactMap { self.rows[$0.ticker] }
        return sets.indices.map { place in
            let set = place - sets.lowerBound
            return SetFigures(
                portfolios.curve(of: set, stocks: rows.count), against: held,
                returns: rows.map { $0.returns[set] }, exposures: rows.map { $0.exposures[set] },
                trades: rows.reduce(0) { $0 + Int($1.trades[set]) })
        }
    }
}

/// What a set's portfolio made of all stocks.
package struct SetFigures: Sendable {
    /// The return, in per cent.
    package let returnPct: Double?
    /// The Sharpe ratio.
    package let sharpeRatio: Double?
    /// The deepest drawdown, in per cent.
    package let maxDrawdown: Double?
    /// Trades on all stocks.
    package let trades: Int
    /// The mean exposure of the stocks, in per cent.
    package let exposure: Double
    /// The share of the stocks that gained, in per cent.
    package let gained: Double
    /// The median return of the stocks, in per cent.
    package let medianReturn: Double
    /// The return less that of the benchmark, in percentage points.
    package let excess: Double?
    /// What the portfolio was worth at the end of each period.
    private(set) var periodValues: [Double]

    /// Draws the figures up of a curve and of what the stocks made, in the order of the stocks.
    package init(
        _ curve: PortfolioCurve, against held: PortfolioCurve, returns: [Double],
        exposures: [Double], trades: Int
    ) {
        let count = Double(max(1, returns.count))
        returnPct = curve.returnPercent
        sharpeRatio = curve.sharpeRatio
        maxDrawdown = curve.maxDrawdownPercent
        self.trades = trades
        exposure = exposures.reduce(0, +) / count
        gained = Double(returns.count { $0 > 0 }) / count * 100
        let sorted = returns.sorted()
        let middle = sorted.count / 2
        medianReturn =
            sorted.isEmpty
            ? 0
            : sorted.count.isMultiple(of: 2)
                ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        excess = returnPct.flatMap { own in held.returnPercent.map { own - $0 } }
        periodValues = curve.periodValues
    }

    /// The figures alone, which take little memory.
    package var withoutValues: SetFigures {
        var figures = self
        figures.periodValues = []
        return figures
    }

    /// The figure that is the objective; nil where it does not exist.
    package func figure(_ objective: SweepObjective) -> Double? {
        switch objective {
        case .sharpe: sharpeRatio
        case .returnPct: returnPct
        case .maxDrawdown: maxDrawdown
        case .trades: Double(trades)
        case .exposure: exposure
        case .gained: gained
        case .medianReturn: medianReturn
        case .excess: excess
        }
    }
}
