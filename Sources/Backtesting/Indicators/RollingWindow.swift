/// The last values of a series, zeros before there are as many.
struct RollingWindow {
    /// The values, in no order that means anything.
    private(set) var slots: [Double]
    private var oldest = 0
    /// Whether as many values have come as it holds.
    private(set) var isFull = false

    /// A window of so many values, at least 1.
    init(count: Int) {
        precondition(count > 0, "a window of \(count) values")
        slots = Array(repeating: 0, count: count)
    }

    /// Takes the next value and returns the one that leaves for it.
    @inline(__always)
    mutating func push(_ value: Double) -> Double {
        let leaving = slots[oldest]
        slots[oldest] = value
        oldest += 1
        if oldest == slots.count {
            oldest = 0
            isFull = true
        }
        return leaving
    }
}
