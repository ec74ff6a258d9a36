/// The same numbers from a seed everywhere: SplitMix64 of Steele, Lea and Flood, 2014.
struct SampleGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Series that a window may meet, from harmless to hostile.
enum SampleColumn: CaseIterable {
    case prices
    case squaresOfPrices
    case bothSigns
    case tiny
    case subnormal
    case huge
    case mixedMagnitudes
    case descendingMagnitudes
    case zerosBetween
    case rareOutliers
    case frequentOutliers
    case halfUnits

    func values(_ count: Int, seed: UInt64) -> [Double] {
        var random = SampleGenerator(state: seed)
        return (0..<count).map { index in
            let unit = Double.random(in: 0..<1, using: &random)
            switch self {
            case .prices: return ((unit * 300_000).rounded() + 1) / 100
            case .squaresOfPrices:
                let price = ((unit * 300_000).rounded() + 1) / 100
                return price * price
            case .bothSigns: return unit - 0.5
            case .tiny: return (unit - 0.5) * 0x1p-1000
            case .subnormal: return (unit - 0.5) * 0x1p-1040
            case .huge: return (unit - 0.5) * 0x1p1000
            case .mixedMagnitudes:
                let exponent = Int.random(in: -900...900, using: &random)
                return Double(sign: .plus, exponent: exponent, significand: unit - 0.5)
            case .descendingMagnitudes:
                return Double(
                    sign: .plus, exponent: 900 - index % 1800, significand: unit - 0.5)
            case .zerosBetween: return unit < 0.7 ? 0 : unit
            case .rareOutliers: return index % 97 == 50 ? unit * 1e60 : unit
            case .frequentOutliers: return [1e300, 1, 1e-300, -1e300][index % 4] * unit
            case .halfUnits:
                let choices = [
                    1, -1, 0x1p-53, -0x1p-53, 0x1p-54, 0x1p-106, 0x1.0000000000001p0,
                ]
                return choices[Int(unit * 7)]
            }
        }
    }

    /// The same with every so many values missing.
    func values(_ count: Int, seed: UInt64, missingEvery step: Int) -> [Double] {
        values(count, seed: seed).enumerated().map { $0 % step == step - 1 ? .nan : $1 }
    }
}

/// The sum of values, rounded once, the slow and simple way.
///
/// Partial sums that do not overlap: J. Shewchuk, "Adaptive Precision Floating-Point Arithmetic",
/// 1997.
func sumRoundedOnce(_ values: some Sequence<Double>) -> Double {
    var partials: [Double] = []
    for value in values {
        var carried = value
        var kept: [Double] = []
        for partial in partials {
            let (large, small) =
                carried.magnitude >= partial.magnitude ? (carried, partial) : (partial, carried)
            carried = large + small
            let lost = small - (carried - large)
            if lost != 0 { kept.append(lost) }
        }
        partials = kept + [carried]
    }
    guard var sum = partials.popLast() else { return 0 }
    var lost = 0.0
    while lost == 0, let partial = partials.popLast() {
        let before = sum
        sum = before + partial
        lost = partial - (sum - before)
    }
    // Exactly half a unit lost was a tie only if nothing lies below it.
    if let next = partials.last, lost != 0, (lost > 0) == (next > 0) {
        let other = sum + lost * 2
        if other - sum == lost * 2 { sum = other }
    }
    return sum + 0
}
