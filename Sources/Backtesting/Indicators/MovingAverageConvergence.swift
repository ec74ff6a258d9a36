/// The distance of a fast from a slow exponential average, and its own average: the MACD.
///
/// macd = EMA(fast) − EMA(slow); signal = EMA(macd) (G. Appel, "Technical Analysis", 2005). First
/// value with input max(fast, slow) + signal − 1.
struct MovingAverageConvergence: Indicator {
    struct Lines {
        let macd: Double
        let signal: Double
    }

    private var fast: ExponentialMovingAverage
    private var slow: ExponentialMovingAverage
    private var signal: ExponentialMovingAverage

    init(fast: Int, slow: Int, signal: Int) {
        self.fast = ExponentialMovingAverage(period: fast)
        self.slow = ExponentialMovingAverage(period: slow)
        self.signal = ExponentialMovingAverage(period: signal)
    }

    mutating func next(_ value: Double) -> Lines? {
        let fast = fast.next(value)
        let slow = slow.next(value)
        guard let fast, let slow, let signal = signal.next(fast - slow) else { return nil }
        return Lines(macd: fast - slow, signal: signal)
    }
}
