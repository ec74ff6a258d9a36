/// The exact sum of the last values, rounded once, in constant time per value.
///
/// Equals `exactSum` of the window bit for bit. Values too far apart for the running sum are
/// summed afresh until they have left the window: O(window) each.
struct RollingSum: Indicator {
    private var window: RollingWindow
    private var sum: ExactRunningSum

    /// Sums windows of so many values, at least 1.
    init(count: Int) {
        window = RollingWindow(count: count)
        sum = ExactRunningSum(capacity: count)
    }

    /// Takes the next value; returns the sum once the window is full.
    @inline(__always)
    mutating func next(_ value: Double) -> Double? {
        let leaving = window.push(value)
        // It takes none while there is no exact sum.
        guard sum.takes(value) else { return sumAfresh() }
        sum.add(value, removing: leaving)
        return window.isFull ? sum.value : nil
    }

    @inline(never)
    private mutating func sumAfresh() -> Double? {
        let values = window.slots
        sum.restart(with: values.span)
        guard window.isFull else { return nil }
        return sum.isExact ? sum.value : exactSum(values.span)
    }
}
