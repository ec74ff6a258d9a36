/// The exact sum of the last values, rounded once, in constant time per value.
///
/// Equals `exactSum` of the window bit for bit. A floating-point running sum drifts by an ulp or
/// so, enough to flip a comparison with a band; here the sum is an `Int128` in units of
/// 2^-`scale`, where adding and removing lose nothing. Values too far apart for 128 bits (by
/// more than some 2^60) are summed afresh until they have left the window: O(window) each.
struct RollingSum {
    private var window: [Double]
    private var oldest = 0
    private var isFull = false
    private var fixedPoint: FixedPointSum
    /// Whether `fixedPoint` holds the sum of the window; otherwise it is void.
    private var isExact = true

    /// Sums windows of so many values, at least one.
    init(count: Int) {
        precondition(count > 0, "a window needs at least one value")
        window = Array(repeating: 0, count: count)
        fixedPoint = FixedPointSum(termCount: count)
    }

    /// Takes the next value; returns the sum once the window is full.
    mutating func next(_ value: Double) -> Double? {
        let leaving = window[oldest]
        window[oldest] = value
        oldest += 1
        if oldest == window.count {
            oldest = 0
            isFull = true
        }
        if isExact, fixedPoint.fits(value) {
            // Removing first keeps the number of terms within what the sum has room for.
            fixedPoint.remove(leaving)
            fixedPoint.add(value)
        } else {
            isExact = fixedPoint.rebuild(from: window)
        }
        guard isFull else { return nil }
        return isExact ? fixedPoint.rounded : exactSum(window)
    }
}
