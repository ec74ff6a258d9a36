/// The exact sum of the last values, rounded once, in constant time per value.
///
/// Equals `exactSum` of the window bit for bit. Values too far apart for the running sum are
/// summed afresh until they have left the window: O(window) each.
struct RollingSum: Indicator {
    private var window: RollingWindow
    private var sum: ExactRunningSum

    /// Sums windows of so many values, from 1 to `RollingWindow.limit`.
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
            sum.restart(with: window.slots.span.extracting(..<window.count))
        }
        guard window.isFull else { return nil }
        if sum.isExact { return sum.value }
        return exactSum(window.slots.span.extracting(..<window.count))
    }
}

/// The last values of a series, zeros before there are as many.
///
/// They lie in the window itself, not in an array, which would ask before each change whether it is
/// shared.
struct RollingWindow {
    /// The most values that a window holds.
    static let limit = 512

    /// The values, in no order that means anything, and zeros from `count` on.
    private(set) var slots = InlineArray<512, Double>(repeating: 0)
    /// How many values it holds.
    let count: Int
    private var oldest = 0
    /// Whether as many values have come as it holds.
    private(set) var isFull = false

    /// A window of so many values, from 1 to `limit`.
    init(count: Int) {
        precondition((1...Self.limit).contains(count), "a window of \(count) values")
        self.count = count
    }

    /// Takes the next value and returns the one that leaves for it.
    @inline(__always)
    mutating func push(_ value: Double) -> Double {
        let leaving = slots[oldest]
        slots[oldest] = value
        oldest += 1
        if oldest == count {
            oldest = 0
            isFull = true
        }
        return leaving
    }
}
