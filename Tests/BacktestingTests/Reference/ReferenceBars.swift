import MarketData

/// Bars for random strategies: slices of bundled prices, and made ones that try the engine.
struct ReferenceBars {
    private let stocks: [Bars]

    init() async throws {
        let prices = try BundledPrices.load()
        var stocks: [Bars] = []
        for place in stride(from: 0, to: prices.tickers.count, by: 16) {
            let bars = try await prices.history(of: prices.tickers[place], from: nil, to: nil).bars
            if bars.count > 200 { stocks.append(bars) }
        }
        self.stocks = stocks
    }

    /// The bars of a seed, 60 to 110 of them.
    func bars(_ generator: inout SeededGenerator) throws -> Bars {
        let count = 60 + Int(generator.next() % 51)
        if generator.next() % 2 == 0 {
            let stock = stocks[Int(generator.next() % UInt64(stocks.count))]
            let first = Int(generator.next() % UInt64(stock.count - count))
            return try stock.slice(first..<(first + count))
        }
        return try made(count, &generator)
    }

    private func made(_ count: Int, _ generator: inout SeededGenerator) throws -> Bars {
        let kind = generator.next() % 6
        func pick(_ count: UInt64) -> Double { Double(generator.next() % count) }
        var (open, high, low, close, volume): ([Double], [Double], [Double], [Double], [Double]) =
            ([], [], [], [], [])
        var price = 100.0
        for _ in 0..<count {
            switch kind {
            case 0: price = 100
            case 1: price = [1e-150, 1, 100, 1e150][Int(pick(4))]
            case 2: price = 10 + pick(3)
            case 3: price = max(1, price + (pick(10) == 0 ? pick(61) - 30 : 0))
            default: price = max(1, price + pick(5) - 2)
            }
            let first = kind == 0 ? price : kind == 1 ? price * (1 + pick(2)) : price + pick(3) / 2
            open.append(first)
            close.append(price)
            let isOdd = pick(20) == 0
            // Some sources report an open that lies outside of its bar.
            let top = isOdd ? price : max(first, price)
            let bottom = isOdd ? price : min(first, price)
            high.append(kind == 0 ? price : top * (1 + pick(3) / 64))
            low.append(kind == 0 ? price : bottom * (1 - pick(3) / 64))
            volume.append(pick(4) == 0 ? 0 : pick(1_000))
        }
        let times = generator.next() % 2 == 0 ? BarTime.days(count) : BarTime.hours(count)
        return try Bars(
            ticker: "MADE", times: times, open: open, high: high, low: low, close: close,
            volume: volume)
    }
}

extension Bars {
    /// The second of three bars, the fifth, and so on.
    var everyThird: Bars {
        get throws {
            func third<T>(_ values: [T]) -> [T] {
                stride(from: 1, to: values.count, by: 3).map { values[$0] }
            }
            return try Bars(
                ticker: ticker, times: third(times), open: third(open), high: third(high),
                low: third(low), close: third(close), volume: third(volume))
        }
    }

    /// Some of the bars.
    func slice(_ range: Range<Int>) throws -> Bars {
        try Bars(
            ticker: ticker, times: Array(times[range]), open: Array(open[range]),
            high: Array(high[range]), low: Array(low[range]), close: Array(close[range]),
            volume: Array(volume[range]))
    }
}
