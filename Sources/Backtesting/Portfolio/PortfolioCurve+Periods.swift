package import MarketData

extension PortfolioCurve {
    /// The last time of each period that returns are taken of: every time, or the last of each day
    /// for bars within days.
    package var periodTimes: [BarTime] {
        places.map { times[$0] }
    }

    /// What it was worth at the end of each period.
    package var periodValues: [Double] {
        isIntraday ? places.map { values[$0] } : values
    }

    /// Periods in a year, by which the Sharpe ratio is annualised; 252 for days.
    package var periodsPerYear: Double { ReturnPeriod(of: times).countPerYear }

    private var isIntraday: Bool { times.first?.minute != nil }

    private var places: [Int] {
        guard isIntraday else { return Array(times.indices) }
        return times.indices.filter {
            $0 == times.count - 1 || times[$0].day != times[$0 + 1].day
        }
    }
}
