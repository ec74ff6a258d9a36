/// Where the numbers of one figure lie: their mean, deviation, extremes and quantiles.
struct Distribution {
    private let sorted: [Double]
    /// The mean.
    let mean: Double

    /// Takes numbers in any order; nil where there are none.
    init?(_ values: some Sequence<Double>) {
        // Summed in sorted order, so that the order of the stocks cannot matter.
        sorted = values.sorted()
        if sorted.isEmpty { return nil }
        mean = sorted.reduce(0, +) / Double(sorted.count)
    }

    /// The least number.
    var least: Double { sorted[0] }

    /// The greatest number.
    var greatest: Double { sorted[sorted.count - 1] }

    /// The middle number, or the mean of the two in the middle.
    var median: Double {
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The population's standard deviation, which divides by the count; O(n).
    var deviation: Double {
        let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(sorted.count)).squareRoot()
    }

    /// The number with `share` of the others, 0 to 1, below it.
    ///
    /// Interpolated linearly between neighbours, as numpy does by default (Hyndman and Fan,
    /// "Sample Quantiles in Statistical Packages", type 7).
    func quantile(_ share: Double) -> Double {
        let place = Double(sorted.count - 1) * share
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
}
