import MarketData

/// The falls of a series of values below its peaks so far.
///
/// A drawdown lasts from a peak to the first value that reaches it again, or to the last value.
/// As in backtesting.py, a fall that begins with the last value counts for the maximum, but not
/// for averages and durations.
package struct DrawdownStatistics: Hashable, Sendable {
    /// The deepest fall, in per cent of its peak; zero for values that never fall.
    package private(set) var maxPercent = 0.0
    /// Arithmetic mean of how deep each drawdown went, in per cent of its peak.
    package private(set) var averagePercent: Double?
    /// The longest time from a peak to its recovery, or to the end; not always the deepest's.
    package private(set) var maxDuration: Duration?
    /// Mean time of all drawdowns, rounded up to days, or to minutes for bars within days.
    package private(set) var averageDuration: Duration?
    /// The most bars from a peak to its recovery, or to the end.
    package private(set) var maxBars: Int?
    /// Bars from the lowest value of the deepest drawdown to its recovery; nil when it had none.
    package private(set) var recoveryBars: Int?

    /// Measures values, the first above zero, each at its time; O(count).
    init(of values: [Double], at times: [BarTime]) {
        guard let first = values.first else { return }
        var (peak, peakBar, trough, troughBar) = (first, 0, first, 0)
        var (drawdowns, depths, minutes, longest) = (0, 0.0, 0, 0)
        /// Ends what began at the peak.
        func end(at bar: Int) {
            let depth = (peak - trough) / peak * 100
            if depth > maxPercent {
                maxPercent = depth
                recoveryBars = values[bar] < peak ? nil : bar - troughBar
            }
            guard bar > peakBar + 1 else { return }
            let length = times[bar].minutes(since: times[peakBar])
            drawdowns += 1
            depths += depth
            minutes += length
            longest = max(longest, length)
            maxBars = max(maxBars ?? 0, bar - peakBar)
        }
        for bar in values.indices {
            let value = values[bar]
            if value >= peak {
                end(at: bar)
                (peak, peakBar, trough) = (value, bar, value)
            } else if value < trough {
                (trough, troughBar) = (value, bar)
            }
        }
        if peakBar < values.count - 1 {
            end(at: values.count - 1)
        }
        guard drawdowns > 0 else { return }
        averagePercent = depths / Double(drawdowns)
        maxDuration = .minutes(longest)
        averageDuration = .mean(minutes: minutes, of: drawdowns, at: times[0])
    }
}

extension BarTime {
    /// Minutes from an earlier time; from midnight where there is no time of day.
    func minutes(since other: BarTime) -> Int {
        Int(day.dayNumber - other.day.dayNumber) * 24 * 60 + (minute ?? 0) - (other.minute ?? 0)
    }
}

extension Duration {
    /// That many times 60 seconds.
    static func minutes(_ count: Int) -> Duration {
        .seconds(count * 60)
    }

    /// The mean of `count` durations, rounded up to whole days, or to minutes when `time` has one.
    static func mean(minutes: Int, of count: Int, at time: BarTime) -> Duration {
        let unit = time.minute == nil ? 24 * 60 : 1
        let divisor = count * unit
        return .minutes((minutes + divisor - 1) / divisor * unit)
    }

    /// The duration in days of 24 hours.
    var days: Double {
        self / .seconds(24 * 60 * 60)
    }
}
