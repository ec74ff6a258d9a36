/// Where the close lies between the lowest low and the highest high.
extension IndicatorCatalogue {
    static let stochastics: [IndicatorFunction] = [stoch, stochf, kdj, stochrsi, willr, smi]

    private static let stoch = IndicatorFunction(
        "stoch",
        [.length("length", least: 1), .length("k", least: 1), .length("d", least: 1)],
        reads: [.high, .low, .close], lines: ["k", "d"],
        rule: """
            raw = 100·((close − lowest low)/(highest high − lowest low)) of length bars, 50 where \
            that range is 0; k = sma(raw, k); d = sma(k line, d); both begin together (G. Lane).
            """,
        firstIndex: { Int($0[0] + $0[1] + $0[2]) - 3 },
        compute: { input in
            let (length, k, d) = (input.length(0), input.length(1), input.length(2))
            let fast = input.prices.rawStochastic(length)
            let slow = Rolling.mean(fast, k, from: length - 1)
            let slower = Rolling.mean(slow, d, from: length + k - 2)
            return Column.together([slow, slower], from: length + k + d - 3)
        })

    private static let stochf = IndicatorFunction(
        "stochf", [.length("length", least: 1), .length("d", least: 1)],
        reads: [.high, .low, .close], lines: ["k", "d"],
        rule: "k = the raw value of stoch; d = sma(k, d); both begin together (TA-Lib's STOCHF).",
        firstIndex: { Int($0[0] + $0[1]) - 2 },
        compute: { input in
            let (length, d) = (input.length(0), input.length(1))
            let fast = input.prices.rawStochastic(length)
            let slow = Rolling.mean(fast, d, from: length - 1)
            return Column.together([fast, slow], from: length + d - 2)
        })

    private static let kdj = IndicatorFunction(
        "kdj", [.length("length", least: 1), .length("k", least: 1), .length("d", least: 1)],
        reads: [.high, .low, .close], lines: ["k", "d", "j"],
        rule: """
            k = rma of the raw value of stoch; d = rma of k; j = 3·k − 2·d; all begin together \
            (TA-Lib's KDJ).
            """,
        firstIndex: { Int($0[0] + $0[1] + $0[2]) - 3 },
        compute: { input in
            let (length, k, d) = (input.length(0), input.length(1), input.length(2))
            let fast = input.prices.rawStochastic(length)
            let slow = Recursive.wilder(fast, k, from: length - 1)
            let slower = Recursive.wilder(slow, d, from: length + k - 2)
            let lead = Column.combine(slow, slower) { 3 * $0 - 2 * $1 }
            return Column.together([slow, slower, lead], from: length + k + d - 3)
        })

    private static let stochrsi = IndicatorFunction(
        "stochrsi",
        [
            .series("x"), .length("length", least: 1), .length("k", least: 1),
            .length("d", least: 1),
        ],
        lines: ["k", "d"],
        rule: """
            stochf of r = rsi(x, length): k = 100·((r − lowest r)/(highest r − lowest r)) of k bars, \
            50 where that range is 0; d = sma(k line, d); both begin together (T. Chande).
            """,
        firstIndex: { Int($0[0] + $0[1] + $0[2]) - 2 },
        compute: { input in
            let (length, k, d) = (input.length(0), input.length(1), input.length(2))
            let index = relativeStrengthIndex(input.columns[0], length, from: input.lead)
            let lead = input.lead + length
            let fast = rawStochastic(index, within: index, index, k, from: lead)
            let slow = Rolling.mean(fast, d, from: lead + k - 1)
            return Column.together([fast, slow], from: lead + k + d - 2)
        })

    private static let willr = IndicatorFunction(
        "willr", [.length("length", least: 1)], reads: [.high, .low, .close],
        rule: """
            −100·(highest high − close)/(highest high − lowest low) of length bars; −50 where that \
            range is 0 (L. Williams, 1973).
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let (prices, length) = (input.prices, input.length(0))
            let highest = Rolling.maximum(prices.high, length, from: 0)
            let lowest = Rolling.minimum(prices.low, length, from: 0)
            return [
                Column.combine(prices.close, highest, lowest) { close, highest, lowest in
                    let height = highest - lowest
                    return height == 0 ? -50 : -100 * (highest - close) / height
                }
            ]
        })

    private static let smi = IndicatorFunction(
        "smi",
        [
            .length("length", least: 1), .length("fast", least: 1), .length("slow", least: 1),
            .length("signal", least: 1),
        ],
        reads: [.high, .low, .close], lines: ["smi", "signal"],
        rule: """
            100·ema(ema(close − middle, slow), fast)/(½·ema(ema(range, slow), fast)) of middle and \
            range of the highest high and lowest low of length bars, 0 for 0/0; signal = its ema; \
            both begin together (W. Blau, 1993).
            """,
        firstIndex: { Int($0[0] + $0[1] + $0[2] + $0[3]) - 4 },
        compute: { input in
            let (prices, length) = (input.prices, input.length(0))
            let (fast, slow, signal) = (input.length(1), input.length(2), input.length(3))
            let highest = Rolling.maximum(prices.high, length, from: 0)
            let lowest = Rolling.minimum(prices.low, length, from: 0)
            func smoothed(_ column: [Double]) -> [Double] {
                let once = Recursive.exponential(column, slow, from: length - 1)
                return Recursive.exponential(once, fast, from: length + slow - 2)
            }
            let distance = smoothed(
                Column.combine(prices.close, highest, lowest) { $0 - ($1 + $2) / 2 })
            let range = smoothed(Column.combine(highest, lowest) { $0 - $1 })
            let index = Column.combine(distance, range) {
                100 * Column.quotient($0, 0.5 * $1, neutral: 0)
            }
            let lead = length + fast + slow - 3
            let average = Recursive.exponential(index, signal, from: lead)
            return Column.together([index, average], from: lead + signal - 1)
        })
}

/// 100 · ((x − lowest) / (highest − lowest)) over `length` bars; 50 where that range is 0.
///
/// O(count).
private func rawStochastic(
    _ x: [Double], within high: [Double], _ low: [Double], _ length: Int, from lead: Int
) -> [Double] {
    let highest = Rolling.maximum(high, length, from: lead)
    let lowest = Rolling.minimum(low, length, from: lead)
    return Column.combine(x, highest, lowest) { x, highest, lowest in
        let height = highest - lowest
        return height == 0 ? 50 : 100 * ((x - lowest) / height)
    }
}

extension PriceColumns {
    /// The unsmoothed stochastic of the close.
    fileprivate func rawStochastic(_ length: Int) -> [Double] {
        Indicators.rawStochastic(close, within: high, low, length, from: 0)
    }
}
