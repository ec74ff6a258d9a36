/// The sum of the values, rounded once: the Double nearest to the exact sum, ties to even.
///
/// Equals Python's `math.fsum` bit for bit, except that a sum beyond the range of a Double, or of
/// values that are not finite, is that of plain addition. Partial sums that do not overlap:
/// J. Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997. O(count) for values of like
/// magnitude.
func exactSum(_ values: Span<Double>) -> Double {
    // Ascending in magnitude; no two share a bit, and their exact sum is that of the values.
    var partials: [Double] = []
    for place in values.indices {
        var carried = values[place]
        var kept = 0
        for index in partials.indices {
            let (sum, lost) = sumAndLoss(carried, partials[index])
            if lost != 0 {
                partials[kept] = lost
                kept += 1
            }
            carried = sum
        }
        partials.removeLast(partials.count - kept)
        partials.append(carried)
    }
    guard partials.allSatisfy(\.isFinite) else {
        var sum = 0.0
        for place in values.indices { sum += values[place] }
        return sum
    }
    return rounded(partials)
}

/// Rounds a non-overlapping expansion, ascending in magnitude, to the nearest Double.
private func rounded(_ partials: [Double]) -> Double {
    guard var sum = partials.last else { return 0 }
    var index = partials.count - 1
    var lost = 0.0
    while index > 0, lost == 0 {
        index -= 1
        (sum, lost) = sumAndLoss(sum, partials[index])
    }
    // When what was lost is exactly half a unit, that was a tie only if nothing lies below it.
    if index > 0, (lost > 0) == (partials[index - 1] > 0), lost != 0 {
        let doubled = lost * 2
        let next = sum + doubled
        if next - sum == doubled {
            sum = next
        }
    }
    return sum == 0 ? 0 : sum
}

/// The rounded sum of two numbers, and the exact rest that rounding lost (Dekker 1971).
private func sumAndLoss(_ left: Double, _ right: Double) -> (sum: Double, lost: Double) {
    let (large, small) = left.magnitude >= right.magnitude ? (left, right) : (right, left)
    let sum = large + small
    return (sum, small - (sum - large))
}
