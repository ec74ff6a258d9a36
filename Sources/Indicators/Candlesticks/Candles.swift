/// The means that a candlestick pattern compares sizes with.
struct CandleMeans: OptionSet {
    let rawValue: Int
    static let body = CandleMeans(rawValue: 1)
    static let range = CandleMeans(rawValue: 2)
    static let shadows = CandleMeans(rawValue: 4)
    static let recentRange = CandleMeans(rawValue: 8)
}

/// The bars of one stock as candles, with those means that a pattern needs.
struct Candles {
    /// The bars.
    let prices: PriceColumns
    /// How deep a bar must reach into an older body, as a fraction of it; 0 where nothing asks.
    let penetration: Double
    private let first: Int
    /// Each mean is that of the bars up to this one; empty where no pattern asks.
    private let meanBody: [Double]
    private let meanRange: [Double]
    private let meanShadows: [Double]
    private let recentRange: [Double]

    init(_ prices: PriceColumns, penetration: Double, first: Int, means: CandleMeans) {
        self.prices = prices
        self.penetration = penetration
        self.first = first
        meanBody = means.contains(.body) ? Rolling.mean(prices.bodies, 10, from: 0) : []
        meanRange = means.contains(.range) ? Rolling.mean(prices.range, 10, from: 0) : []
        meanShadows = means.contains(.shadows) ? Rolling.mean(prices.shadows, 10, from: 0) : []
        recentRange = means.contains(.recentRange) ? Rolling.mean(prices.range, 5, from: 0) : []
    }

    /// The bar at that index.
    @inline(__always)
    subscript(bar: Int) -> Candle {
        Candle(
            open: prices.open[bar], high: prices.high[bar], low: prices.low[bar],
            close: prices.close[bar],
            meanBody: meanBody.isEmpty ? 0 : meanBody[bar - 1],
            meanRange: meanRange.isEmpty ? 0 : meanRange[bar - 1],
            meanShadows: meanShadows.isEmpty ? 0 : meanShadows[bar - 1],
            recentRange: recentRange.isEmpty ? 0 : recentRange[bar - 1])
    }

    /// What a rule makes of each bar.
    func one(_ judge: (_ now: Candle) -> Double) -> [Double] {
        var values = empty
        for bar in indices { values[bar] = judge(self[bar]) }
        return values
    }

    /// What a rule makes of each bar and the one before.
    func two(_ judge: (_ one: Candle, _ now: Candle) -> Double) -> [Double] {
        var values = empty
        guard var one = before(1) else { return values }
        for bar in indices {
            let now = self[bar]
            values[bar] = judge(one, now)
            one = now
        }
        return values
    }

    /// What a rule makes of each bar and the two before.
    func three(_ judge: (_ two: Candle, _ one: Candle, _ now: Candle) -> Double) -> [Double] {
        var values = empty
        guard var two = before(2), var one = before(1) else { return values }
        for bar in indices {
            let now = self[bar]
            values[bar] = judge(two, one, now)
            (two, one) = (one, now)
        }
        return values
    }

    /// What a rule makes of each bar and the three before.
    func four(
        _ judge: (_ three: Candle, _ two: Candle, _ one: Candle, _ now: Candle) -> Double
    ) -> [Double] {
        var values = empty
        guard var three = before(3), var two = before(2), var one = before(1) else {
            return values
        }
        for bar in indices {
            let now = self[bar]
            values[bar] = judge(three, two, one, now)
            (three, two, one) = (two, one, now)
        }
        return values
    }

    /// What a rule makes of each bar and the four before.
    func five(
        _ judge: (
            _ four: Candle, _ three: Candle, _ two: Candle, _ one: Candle, _ now: Candle
        ) -> Double
    ) -> [Double] {
        var values = empty
        guard var four = before(4), var three = before(3), var two = before(2),
            var one = before(1)
        else { return values }
        for bar in indices {
            let now = self[bar]
            values[bar] = judge(four, three, two, one, now)
            (four, three, two, one) = (three, two, one, now)
        }
        return values
    }

    /// A column without any value.
    var empty: [Double] { Array(repeating: .nan, count: prices.count) }

    /// The bars that a rule is asked about.
    private var indices: Range<Int> { min(first, prices.count)..<prices.count }

    /// The candle so many bars before the first that is judged; nil when none is.
    private func before(_ distance: Int) -> Candle? {
        first < prices.count ? self[first - distance] : nil
    }
}

extension PriceColumns {
    /// How far open and close are apart.
    fileprivate var bodies: [Double] {
        Column.combine(open, close) { ($1 - $0).magnitude }
    }

    /// The length of both shadows together.
    fileprivate var shadows: [Double] {
        let tops = Column.combine(open, close) { $0 > $1 ? $0 : $1 }
        let bottoms = Column.combine(open, close) { $0 < $1 ? $0 : $1 }
        let upper = Column.combine(high, tops) { $0 - $1 }
        return Column.combine(upper, bottoms, low) { $0 + ($1 - $2) }
    }
}

extension IndicatorFunction {
    /// A candlestick pattern: 100 where it is found and means a rise, −100 for a fall, else 0.
    static func candlestick(
        _ name: String, first: Int, means: CandleMeans = [], penetrates: Bool = false,
        rule: String, find: @escaping @Sendable (_ candles: Candles) -> [Double]
    ) -> IndicatorFunction {
        IndicatorFunction(
            name, penetrates ? [.number("penetration")] : [],
            reads: [.open, .high, .low, .close], rule: rule,
            firstIndex: { _ in first },
            compute: { input in
                let candles = Candles(
                    input.prices, penetration: input.numbers.first ?? 0, first: first,
                    means: means)
                return [find(candles)]
            })
    }
}
