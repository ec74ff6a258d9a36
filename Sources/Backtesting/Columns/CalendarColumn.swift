import MarketData
import StrategyText

/// What the place and the time of each bar tell a strategy.
enum CalendarColumn {
    /// The field for every bar, as its own stamp has it; the hour and the minute of bars of a day
    /// and longer are missing, truth is 1 and 0.
    static func numbers(_ field: CalendarField, of times: [BarTime]) -> [Double] {
        switch field {
        case .barNumber: times.indices.map(Double.init)
        case .year: times.map { Double($0.day.parts.year) }
        case .month: times.map { Double($0.day.parts.month) }
        case .day: times.map { Double($0.day.parts.day) }
        case .weekday: times.map { weekday($0.day) }
        case .hour: times.map { $0.minute.map { Double($0 / 60) } ?? .nan }
        case .minute: times.map { $0.minute.map { Double($0 % 60) } ?? .nan }
        case .firstOfDay: barsOfDay(times).map { $0 == 1 ? 1 : 0 }
        case .barsOfDay: barsOfDay(times)
        }
    }

    /// Monday 1 … Sunday 7; 1970-01-01 was a Thursday.
    private static func weekday(_ day: CalendarDate) -> Double {
        let since = (Int(day.dayNumber) + 3) % 7
        return Double((since < 0 ? since + 7 : since) + 1)
    }

    /// Bars of the same day so far, this one included.
    private static func barsOfDay(_ times: [BarTime]) -> [Double] {
        var bars: [Double] = []
        bars.reserveCapacity(times.count)
        for bar in times.indices {
            let isFirst = bar == 0 || times[bar].day != times[bar - 1].day
            bars.append(isFirst ? 1 : bars[bar - 1] + 1)
        }
        return bars
    }
}
