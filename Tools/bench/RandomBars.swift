import MarketData

/// Daily bars that go up and down at random, the same for the same seed.
enum RandomBars {
    /// The bars of one stock.
    static func history(days: Int, seed: Int) throws -> Bars {
        var state = UInt64(seed + 1) &* 0x9e37_79b9_7f4a_7c15
        func number(below limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state >> 33) % limit
        }
        var close = 100.0
        var columns: [[Double]] = [[], [], [], [], []]
        var times: [BarTime] = []
        for day in 0..<days {
            if let date = CalendarDate(dayNumber: Int32(5_000 + day)) {
                times.append(BarTime(date))
            }
            let open = close * (1 + Double(number(below: 2_001) - 1_000) / 200_000)
            close = open * (1 + Double(number(below: 2_001) - 995) / 50_000)
            let reach = 1 + Double(number(below: 1_000)) / 100_000
            let row = [
                open, max(open, close) * reach, min(open, close) / reach, close,
                Double(1_000_000 + number(below: 1_000_000)),
            ]
            for (column, value) in row.enumerated() { columns[column].append(value) }
        }
        return try Bars(
            ticker: "T\(seed)", times: times, open: columns[0], high: columns[1],
            low: columns[2], close: columns[3], volume: columns[4])
    }
}
