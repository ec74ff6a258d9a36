/// The simple returns of a portfolio, period by period.
enum PeriodReturns {
    /// The change of each value in parts of the one before, the first of `start`.
    ///
    /// A return that does not exist, as behind a value that is not above zero, counts as 0: what is
    /// lost cannot be lost again.
    static func of(_ values: [Double], start: Double) -> [Double] {
        var returns: [Double] = []
        returns.reserveCapacity(values.count)
        var earlier = start
        for value in values {
            let change = value == earlier ? 0 : value / earlier - 1
            returns.append(earlier > 0 && change.isFinite ? change : 0)
            earlier = value
        }
        return returns
    }
}

/// Count, sum and sum of squares of some returns.
struct ReturnSums: Equatable, Sendable {
    var sum = 0.0
    var squares = 0.0

    mutating func add(_ value: Double) {
        sum += value
        squares += value * value
    }
}

/// The moments of returns; those of a population, with the count as divisor.
struct ReturnMoments: Equatable, Sendable {
    let count: Int
    let mean: Double
    /// Zero where the returns do not vary by more than rounding.
    let deviation: Double
    let skewness: Double
    let kurtosis: Double

    init(of returns: some Collection<Double>) {
        count = returns.count
        let divisor = Double(max(1, count))
        let mean = returns.reduce(0, +) / divisor
        var (second, third, fourth) = (0.0, 0.0, 0.0)
        for value in returns {
            let offset = value - mean
            let square = offset * offset
            second += square
            third += square * offset
            fourth += square * square
        }
        let variance = second / divisor
        self.mean = mean
        // Returns that are equal differ by rounding, some 1e-16 of the value before.
        let isVaried = variance > 1e-28 && variance > 1e-20 * mean * mean && variance.isFinite
        deviation = isVaried ? variance.squareRoot() : 0
        let (skewness, kurtosis) = (
            third / divisor / (variance * variance.squareRoot()),
            fourth / divisor / (variance * variance)
        )
        let isShaped = isVaried && skewness.isFinite && kurtosis.isFinite
        self.skewness = isShaped ? skewness : 0
        self.kurtosis = isShaped ? kurtosis : 0
    }

    /// Mean over deviation, a period; nil where the returns do not vary.
    var sharpe: Double? { deviation > 0 ? mean / deviation : nil }
}
