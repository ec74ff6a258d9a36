/// The figure of a set of parameters by which a sweep finds its best set; raw values are the spellings
/// of requests.
package enum SweepObjective: String, CaseIterable, Sendable {
    /// The Sharpe ratio of the set's portfolio.
    case sharpe = "sharpe_ratio"
    /// The return of the set's portfolio, in per cent.
    case returnPct = "return_pct"
    /// The deepest drawdown of the set's portfolio, in per cent.
    case maxDrawdown = "max_drawdown"
    /// How many trades the set made on all stocks.
    case trades
    /// The mean share of bars with a position, in per cent.
    case exposure = "exposure_pct"
    /// The share of the stocks that gained, in per cent.
    case gained = "gained_pct"
    /// The median return of the stocks, in per cent.
    case medianReturn = "median_return_pct"
    /// The return of the portfolio less that of the benchmark, in percentage points.
    case excess = "excess_return_pct"

    /// Whether the least figure is the best one.
    package var prefersLess: Bool { self == .maxDrawdown }

    /// Whether a part of a portfolio's curve gives it.
    package var isOfCurve: Bool {
        switch self {
        case .sharpe, .returnPct, .maxDrawdown: true
        case .trades, .exposure, .gained, .medianReturn, .excess: false
        }
    }

    /// What it is called in sentences and headings.
    package var title: String {
        switch self {
        case .sharpe: "Sharpe"
        case .returnPct: "return"
        case .maxDrawdown: "drawdown"
        case .trades: "trades"
        case .exposure: "exposure"
        case .gained: "stocks gained"
        case .medianReturn: "median return"
        case .excess: "excess return"
        }
    }

    /// Whether `figure` is better than `other`.
    package func prefers(_ figure: Double, to other: Double) -> Bool {
        prefersLess ? figure < other : figure > other
    }
}
