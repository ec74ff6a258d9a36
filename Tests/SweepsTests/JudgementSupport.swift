import MarketData
import PortableMath
import Sweeps

/// Curves, days and returns for tests of judgements.
enum JudgementSupport {
    /// So many weekdays from 2013-01-01 on.
    static func days(_ count: Int) -> [CalendarDate] {
        var days: [CalendarDate] = []
        var number: Int32 = 15_706
        while days.count < count {
            // 1970-01-01 was a Thursday.
            if let day = CalendarDate(dayNumber: number), (number + 3) % 7 < 5 { days.append(day) }
            number += 1
        }
        return days
    }

    /// Normal variables in pairs, by Box and Muller, 1958.
    static func normals(_ count: Int, _ random: inout SplitMix64) -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(count + 1)
        while values.count < count {
            let first = (Double(random.next() >> 11) + 1) * 0x1p-53
            let second = Double(random.next() >> 11) * 0x1p-53
            let radius = (-2 * Elementary.log(first)).squareRoot()
            let angle = 2 * Double.pi * second
            values.append(radius * Elementary.cos(angle))
            values.append(radius * Elementary.sin(angle))
        }
        return Array(values.prefix(count))
    }

    /// What returns make of `start`.
    static func curve(_ returns: [Double], start: Double = 1000) -> [Double] {
        var value = start
        return returns.map { change in
            value *= 1 + change
            return value
        }
    }

    /// Blocks of the returns of some sets.
    static func blocks(_ sets: [[Double]]) -> ReturnBlocks {
        var blocks = ReturnBlocks(periods: sets[0].count)
        for returns in sets { blocks.add(returns) }
        return blocks
    }

    /// A grid of one input with so many values.
    static func line(_ count: Int) -> SetPlaces {
        SetPlaces((0..<count).map { [Double($0)] })
    }

    /// A Sharpe ratio a year in the plainest way; nil without variance.
    static func sharpe(_ returns: [Double], perYear: Double = 252) -> Double? {
        let mean = returns.reduce(0, +) / Double(returns.count)
        let variance =
            returns.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(returns.count)
        return variance > 1e-28 ? mean / variance.squareRoot() * perYear.squareRoot() : nil
    }
}
