/// How long ago the highest high and the lowest low were.
extension IndicatorCatalogue {
    static let aroons: [IndicatorFunction] = [aroon, aroonOscillator]

    private static let aroon = IndicatorFunction(
        "aroon", [.length("length", least: 2)], reads: [.high, .low], lines: ["up", "down"],
        rule: """
            100·(length − bars since the highest high, or lowest low)/length of length + 1 bars, the \
            latest of equals (T. Chande, 1995).
            """,
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (up, down) = lines(input.prices, input.length(0))
            return [up, down]
        })

    private static let aroonOscillator = IndicatorFunction(
        "aroonosc", [.length("length", least: 2)], reads: [.high, .low],
        rule: "The up line of aroon less the down line (T. Chande, 1995).",
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (up, down) = lines(input.prices, input.length(0))
            return [Column.combine(up, down) { $0 - $1 }]
        })

    private static func lines(
        _ prices: PriceColumns, _ length: Int
    ) -> (up: [Double], down: [Double]) {
        let lows = prices.low.map { -$0 }
        return (freshness(prices.high, length), freshness(lows, length))
    }

    /// 100 where a bar has the largest value of it and the `length` before, 0 where the first has.
    ///
    /// In the way of `Rolling.maximum`, with the bars of the running maxima. O(count).
    private static func freshness(_ column: [Double], _ length: Int) -> [Double] {
        guard column.count > length else { return Column.missing(column.count) }
        let values = column.span
        let ends = peaksToBlockEnds(column, length + 1)
        let later = ends.span
        let divisor = Double(length)
        return [Double](capacity: values.count) { output in
            output.append(repeating: .nan, count: length)
            output.append(100 * Double(later[0]) / divisor)
            var blockStart = length + 1
            while blockStart < values.count {
                let blockEnd = min(blockStart + length + 1, values.count)
                var peak = blockStart
                for bar in blockStart..<blockEnd {
                    peak = values[bar] >= values[peak] ? bar : peak
                    let earlier = later[bar - length]
                    let latest = values[peak] >= values[earlier] ? peak : earlier
                    output.append(100 * Double(latest - (bar - length)) / divisor)
                }
                blockStart = blockEnd
            }
        }
    }

    /// Of each bar to the last of its block, the bar with the largest value, the latest of equals.
    private static func peaksToBlockEnds(_ column: [Double], _ blockLength: Int) -> [Int] {
        let values = column.span
        var peaks = Array(repeating: 0, count: values.count)
        var output = peaks.mutableSpan
        var blockStart = 0
        while blockStart < values.count {
            let blockEnd = min(blockStart + blockLength, values.count)
            var peak = blockEnd - 1
            var bar = blockEnd - 1
            while bar >= blockStart {
                peak = values[bar] > values[peak] ? bar : peak
                output[bar] = peak
                bar -= 1
            }
            blockStart = blockEnd
        }
        return peaks
    }
}
