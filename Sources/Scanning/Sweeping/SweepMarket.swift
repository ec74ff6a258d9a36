internal import Backtesting
internal import MarketData
internal import ScanEvents
internal import StockWork

/// The prices of the stocks of a sweep, all of them in memory, and the time in which all its sets
/// trade.
struct SweepMarket: Sendable {
    /// A stock that every set is run on.
    struct Stock: Sendable {
        let ticker: String
        let history: PriceHistory
        var bars: Bars { history.bars }
    }

    /// The stocks, in the order of the plan.
    private(set) var stocks: [Stock]
    /// Stocks without a bar to trade on, and why they fail.
    let untraded: [(ticker: String, error: BacktestError)]
    /// The day on which trading begins; nil for the first bar.
    let tradeFrom: CalendarDate?
    /// All times at which a stock has a bar that counts, ascending.
    let times: [BarTime]
    /// Sets that need more bars than there are times.
    let idleSets: Int

    /// The market of some stocks, of which trading begins on that day.
    init(_ stocks: [Stock], tradeFrom: CalendarDate?, idleSets: Int) {
        self.tradeFrom = tradeFrom
        self.idleSets = idleSets
        var untraded: [(String, BacktestError)] = []
        self.stocks = stocks.filter { stock in
            guard let day = tradeFrom, let last = stock.bars.times.last, last.day < day else {
                return true
            }
            untraded.append(
                (stock.ticker, .noBarsToTrade(ticker: stock.ticker, from: day, last: last.day)))
            return false
        }
        self.untraded = untraded
        let all = Self.times(of: self.stocks)
        times = tradeFrom.map { day in all.filter { $0.day >= day } } ?? all
    }

    /// The same market without some stocks, whose times stay.
    func without(_ tickers: Set<String>) -> SweepMarket {
        var market = self
        market.stocks.removeAll { tickers.contains($0.ticker) }
        return market
    }

    /// All times at which one of some stocks has a bar, ascending.
    static func times(of stocks: [Stock]) -> [BarTime] {
        var known: [BarTime] = []
        for stock in stocks where known != stock.bars.times {
            // Most stocks have the same times, or fewer.
            known = merged(known, stock.bars.times)
        }
        return known
    }

    private static func merged(_ left: [BarTime], _ right: [BarTime]) -> [BarTime] {
        var merged: [BarTime] = []
        merged.reserveCapacity(max(left.count, right.count))
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if j == right.count || i < left.count && left[i] < right[j] {
                merged.append(left[i])
                i += 1
            } else {
                if i < left.count, left[i] == right[j] { i += 1 }
                merged.append(right[j])
                j += 1
            }
        }
        return merged
    }

    /// The day on which trading begins where the request names none: the first on which every set
    /// can decide on a stock that has all bars, those aside that need more bars than there are.
    ///
    /// - Parameters:
    ///   - decisions: the first bar at which each set can decide.
    ///   - times: all times of the market.
    /// - Returns: the day, nil for the first bar; and how many sets need more bars.
    static func tradeFrom(
        _ decisions: [Int], _ times: [BarTime]
    ) -> (day: CalendarDate?, idle: Int) {
        let able = decisions.filter { $0 < times.count }
        let last = able.max() ?? 0
        return (last == 0 ? nil : times[last].day, decisions.count - able.count)
    }

    /// What holding every stock, or the benchmark, made of the same cash.
    func held(cash: Double, against benchmark: Bars?) -> PortfolioCurve {
        var portfolio = PortfolioAccumulator(cash: cash)
        for stock in stocks {
            let first = firstBar(of: stock)
            let held = stock.bars.heldValues(of: cash, from: first, against: benchmark)
            portfolio.add(
                times: Array(stock.bars.times[first...]), equity: held, benchmark: held)
        }
        return portfolio.benchmarkCurve()
    }

    private func firstBar(of stock: Stock) -> Int {
        guard let tradeFrom else { return 0 }
        return stock.bars.times.firstIndex { $0.day >= tradeFrom } ?? stock.bars.count
    }
}
