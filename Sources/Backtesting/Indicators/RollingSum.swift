/// The exact sum of the last values, rounded once, in constant time per value.
///
/// Equals `exactSum` of the window bit for bit. Values too far apart for the running sum are
/// summed afresh until they have left the window: O(window) each.
struct RollingSum: Indicator {
    private var window: RollingWindow
    private var sum: ExactRunningSum

    /// Sums windows of so many values, from 1 to 32,768.
    init(count: Int) {
        window = RollingWindow(count: count)
        sum = ExactRunningSum(capacity: count)
    }

    /// Takes the next value; returns the sum once the window is full.
    @inline(__always)
    mutating func next(_ value: Double) -> Double? {
        let leaving = window.push(value)
        if sum.takes(value) {
            sum.add(value, removing: leaving)
        } else {
            sum.restart(with: window.values)
        }
        guard window.isFull else { return nil }
        return sum.isExact ? sum.value : exactSum(window.values)
    }
}

/// The last values of a series, zeros before there are as many.
struct RollingWindow {
    /// The values, in no order that means anything.
    private(set) var values: [Double]
    private var oldest = 0
    /// Whether as many values have come as it holds.
    private(set) var isFull = false

    /// A window of so many values, at least one.
    init(count: Int) {
        precondition(count > 0, "a window needs at least one value")
        values = Array(repeating: 0, count: count)
    }

    /// Takes the next value and returns the one that leaves for it.
    @inline(__always)
    mutating func push(_ value: Double) -> Double {
        let leaving = values[oldest]
        values[oldest] = value
        oldest += 1
        if oldest == values.count {
            oldest = 0
            isFull = true
        }
        return leaving
    }
}
