package import Projections

/// How fast a scan goes, from its records alone.
///
/// There are two measures, the mean of the whole scan and that of its last half minute; where
/// they differ, the time that is left is told as an interval between the two.
package struct Pace: Sendable {
    /// What can be said of a scan that goes on.
    package struct Estimate: Sendable, Equatable {
        /// Stocks, of a sweep trials, done in a second, of late.
        package let stocksPerSecond: Double
        /// The seconds that are left.
        package let secondsLeft: ClosedRange<Double>

        /// Makes an estimate of its figures.
        package init(stocksPerSecond: Double, secondsLeft: ClosedRange<Double>) {
            self.stocksPerSecond = stocksPerSecond
            self.secondsLeft = secondsLeft
        }
    }

    private struct Sample {
        let elapsed: Double
        let done: Int
    }

    private static let windowSeconds = 30.0
    /// Closer samples say nothing more.
    private static let sampleSeconds = 0.5
    /// What a mean of the last time must rest on.
    private static let leastStocks = 3

    private var samples: [Sample] = []

    /// Starts before the first record.
    package init() {}

    /// Notes how far a scan is.
    package mutating func note(_ state: ScanState) {
        let elapsed = state.workSeconds
        if let last = samples.last, elapsed < last.elapsed {
            // The prices of a sweep are there, and its trials begin.
            samples = []
        } else if let last = samples.last, elapsed - last.elapsed < Self.sampleSeconds {
            return
        }
        samples.append(Sample(elapsed: elapsed, done: state.done))
        let firstNeeded = elapsed - Self.windowSeconds
        // The last one before the window is where it begins.
        while samples.count > 1, samples[1].elapsed <= firstNeeded { samples.removeFirst() }
    }

    /// The estimate for a scan whose last record came so long ago; nil as long as there is nothing
    /// to estimate from.
    package func estimate(_ state: ScanState, quietSeconds: Double) -> Estimate? {
        let elapsed = state.workSeconds + quietSeconds
        guard state.done > 0, elapsed > 0, !state.isFinished else { return nil }
        let left = Double(max(0, state.total.adding(-state.done)))
        let mean = Double(state.done) / elapsed
        var recent = mean
        if let start = samples.first, state.done - start.done >= Self.leastStocks,
            elapsed - start.elapsed >= Self.sampleSeconds
        {
            recent = Double(state.done - start.done) / (elapsed - start.elapsed)
        }
        return Estimate(
            stocksPerSecond: recent,
            secondsLeft: left / max(mean, recent)...left / min(mean, recent))
    }
}

extension Pace.Estimate {
    /// The rate as a person reads it: `420/s`, `4.2/s`, `12/min`; of a sweep `96000 trials/s`.
    func rateText(of state: ScanState) -> String {
        state.sweep == nil ? rateText : rateText.replacing("/", with: " trials/")
    }

    /// The rate as a person reads it: `420/s`, `4.2/s`, `12/min`.
    var rateText: String {
        switch stocksPerSecond {
        case 99.5...: "\(Int(min(stocksPerSecond.rounded(), 1e9)))/s"
        case 1...: "\(stocksPerSecond.rounded(places: 1))/s"
        default: "\((stocksPerSecond * 60).rounded(places: 1))/min"
        }
    }

    /// The time that is left in round figures: `<1s`, `8–12s`, `2–3m`, `1h 5m`.
    func timeText(dash: String) -> String {
        let low = Self.round(secondsLeft.lowerBound, .down)
        let high = Self.round(secondsLeft.upperBound, .up)
        if high <= 1 { return "<1s" }
        let (shortest, longest) = (secondsLeft.lowerBound, secondsLeft.upperBound)
        if longest - shortest <= Self.step(high) {
            return Self.text(Self.round((shortest + longest) / 2, .toNearestOrEven))
        }
        if high < 60 { return "\(low)\(dash)\(high)s" }
        let areMinutes = low % 60 == 0 && high % 60 == 0 && high < 3_600
        if areMinutes { return "\(low / 60)\(dash)\(high / 60)m" }
        return Self.text(low) + dash + Self.text(high)
    }

    /// Nobody reads the seconds of an hour.
    private static func step(_ seconds: Int) -> Double {
        switch seconds {
        case ...10: 1
        case ...60: 5
        case ...300: 15
        case ...3_600: 60
        default: 300
        }
    }

    private static func round(_ seconds: Double, _ rule: FloatingPointRoundingRule) -> Int {
        let seconds = min(seconds, 1e9)
        let step = step(Int(seconds))
        return Int((seconds / step).rounded(rule) * step)
    }

    private static func text(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3_600: seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds / 60)m \(seconds % 60)s"
        default: "\(seconds / 3_600)h \(seconds / 60 % 60)m"
        }
    }
}
