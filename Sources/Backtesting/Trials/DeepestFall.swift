/// The deepest fall of values above zero, in per cent of the peak before it.
///
/// Of bars between which nothing is known but their least and their most value it is seen at once
/// that none of them falls deeper; rounding keeps the order of numbers, but not of quotients of two,
/// so that what is near is looked at.
struct DeepestFall {
    private(set) var deepest = 0.0
    private var peak: Double

    init(_ first: Double) { peak = first }

    /// Whether values between these, in an unknown order, may fall deeper.
    func needsLook(_ least: Double, _ most: Double) -> Bool {
        most > peak && fall(to: least, from: most) * 1.000_001 >= deepest
    }

    /// Takes values of which it is known that they need no look.
    mutating func pass(_ least: Double, _ most: Double) {
        if most > peak {
            peak = most
        } else {
            deepest = max(deepest, fall(to: least, from: peak))
        }
    }

    /// Takes one value.
    mutating func include(_ value: Double) { pass(value, value) }

    /// Takes values in their order.
    mutating func include(_ values: Span<Double>) {
        var trough = peak
        for place in values.indices {
            let value = values[place]
            if value > peak {
                deepest = max(deepest, fall(to: trough, from: peak))
                (peak, trough) = (value, value)
            } else {
                trough = min(trough, value)
            }
        }
        deepest = max(deepest, fall(to: trough, from: peak))
    }

    private func fall(to trough: Double, from peak: Double) -> Double {
        100 * (peak - trough) / peak
    }
}
