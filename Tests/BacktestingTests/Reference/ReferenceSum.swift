/// The sum of numbers, rounded once; nil when it is not finite.
///
/// Parts that do not overlap are kept, and added up from the largest (J. R. Shewchuk, "Adaptive
/// Precision Floating-Point Arithmetic", 1997).
func exactSum(_ values: some Collection<Double>) -> Double? {
    guard values.allSatisfy(\.isFinite) else { return nil }
    // Nothing overflows on the way that comes back at the end.
    if values.contains(where: { $0.magnitude > 0x1p1000 }) {
        guard let sum = exactSum(values.map { $0 * 0x1p-20 }), (sum * 0x1p20).isFinite else {
            return nil
        }
        return sum * 0x1p20
    }
    var parts: [Double] = []
    for value in values {
        var (carried, kept) = (value, 0)
        for place in parts.indices {
            let part = parts[place]
            let (large, small) =
                carried.magnitude < part.magnitude ? (part, carried) : (carried, part)
            let sum = large + small
            let rest = small - (sum - large)
            if rest != 0 {
                parts[kept] = rest
                kept += 1
            }
            carried = sum
        }
        parts.removeLast(parts.count - kept)
        parts.append(carried)
    }
    var (sum, rest) = (0.0, 0.0)
    while let part = parts.popLast() {
        let before = sum
        sum = before + part
        rest = part - (sum - before)
        if rest != 0 { break }
    }
    // Half-way between two numbers, what is left below decides.
    if let last = parts.last, rest < 0 && last < 0 || rest > 0 && last > 0 {
        let twice = rest * 2
        let other = sum + twice
        if twice == other - sum { sum = other }
    }
    return sum.isFinite ? sum : nil
}
