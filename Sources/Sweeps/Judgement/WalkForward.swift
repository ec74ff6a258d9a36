package import MarketData

/// How long a walk-forward chooses, and how long it measures what it chose.
package struct WalkForward: Equatable, Sendable {
    /// A window: the periods in which a set is chosen, and those behind in which it is measured.
    package struct Window: Equatable, Sendable {
        /// The places of the periods of choosing; may be empty where there is a gap in the days.
        package let train: Range<Int>
        /// The places of the periods of measuring; not empty.
        package let test: Range<Int>

        /// Joins the two.
        package init(train: Range<Int>, test: Range<Int>) {
            self.train = train
            self.test = test
        }
    }

    /// The most windows; what comes behind them is not measured.
    package static let mostWindows = 200

    /// The two lengths as they are written, `2y/6m`.
    package let text: String
    private let train: Length
    private let test: Length

    /// Reads two lengths such as `2y/6m`: a whole number from 1 to 9999 and y, m, w or d for years,
    /// months, weeks or days, first for choosing, then for measuring; nil for another text.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let train = Length(parts[0]), let test = Length(parts[1]) else {
            return nil
        }
        self.train = train
        self.test = test
        self.text = text
    }

    /// The windows over the days of periods, ascending.
    ///
    /// The first window chooses from the first day on; each next one begins by a measuring length
    /// later, counted in the calendar from the first day. Measured windows adjoin; the last may be
    /// shorter, and those without a period are left out. There are none where the days end before
    /// the first measuring.
    package func windows(over days: [CalendarDate]) -> [Window] {
        guard let first = days.first, let last = days.last else { return [] }
        var windows: [Window] = []
        var step = 0
        var (begin, middle) = (0, Self.place(of: train.after(first, times: 1), in: days))
        while windows.count < Self.mostWindows {
            let origin = test.after(first, times: step + 1)
            let endDay = train.after(origin, times: 1)
            let end = Self.place(of: endDay, in: days)
            if middle < end {
                windows.append(Window(train: min(begin, middle)..<middle, test: middle..<end))
            }
            guard endDay <= last, endDay < .latest else { break }
            (begin, middle) = (Self.place(of: origin, in: days), end)
            step += 1
        }
        return windows
    }

    /// How many days lie before a date: the place of the first that does not.
    ///
    /// The latest date stands for all that there are not, and is behind all days.
    private static func place(of date: CalendarDate, in days: [CalendarDate]) -> Int {
        guard date < .latest else { return days.count }
        var (low, high) = (0, days.count)
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < date { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// A length in the calendar.
private struct Length: Equatable, Sendable {
    let months: Int
    let days: Int

    init?(_ text: Substring) {
        let digits = text.dropLast()
        guard 1...4 ~= digits.utf8.count, digits.utf8.allSatisfy({ 48...57 ~= $0 }),
            let count = Int(digits), count > 0, let unit = text.last
        else { return nil }
        switch unit {
        case "y": (months, days) = (12 * count, 0)
        case "m": (months, days) = (count, 0)
        case "w": (months, days) = (0, 7 * count)
        case "d": (months, days) = (0, count)
        default: return nil
        }
    }

    /// The date so many lengths later; of a month that is too short the last day, and never beyond
    /// the latest date.
    func after(_ date: CalendarDate, times: Int) -> CalendarDate {
        guard months > 0 else {
            return Int32(exactly: Int(date.dayNumber) + days * times)
                .flatMap { CalendarDate(dayNumber: $0) } ?? .latest
        }
        let (year, month, day) = date.parts
        let index = 12 * year + month - 1 + months * times
        for day in stride(from: day, through: min(day, 28), by: -1) {
            if let date = CalendarDate(year: index / 12, month: index % 12 + 1, day: day) {
                return date
            }
        }
        return .latest
    }
}
