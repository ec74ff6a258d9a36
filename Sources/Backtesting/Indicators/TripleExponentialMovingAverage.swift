/// An exponential average with most of its lag taken out: the TEMA.
///
/// 3 · EMA − 3 · EMA(EMA) + EMA(EMA(EMA)) (P. Mulloy, "Smoothing Data with Faster Moving
/// Averages", 1994). First value with input 3 · period − 2.
struct TripleExponentialMovingAverage: Indicator {
    private var once: ExponentialMovingAverage
    private var twice: ExponentialMovingAverage
    private var thrice: ExponentialMovingAverage

    init(period: Int) {
        once = ExponentialMovingAverage(period: period)
        twice = once
        thrice = once
    }

    mutating func next(_ value: Double) -> Double? {
        guard let first = once.next(value), let second = twice.next(first),
            let third = thrice.next(second)
        else { return nil }
        return 3 * first - 3 * second + third
    }
}
