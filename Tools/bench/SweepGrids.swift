import Backtesting

/// The sets of parameters that sweeps are measured with; entries take all the cash.
enum SweepGrids {
    private static let connors = """
        strategy "Connors RSI-2" language 1
        input trend = 200 from 2 to 500, mean = 5 from 2 to 50, oversold = 10 from 0 to 50
        enter long when close > sma(close, trend) and rsi(close, 2) < oversold
        exit long when close > sma(close, mean)
        """

    static func averages(
        fast: Range<Int>, slow: some Sequence<Int>
    ) throws -> [ConfiguredStrategy] {
        try averages(fast.flatMap { one in slow.map { [one, $0] } })
    }

    static func averages(_ pairs: [[Int]]) throws -> [ConfiguredStrategy] {
        let strategy = try StrategyLibrary.builtIn.strategy("sma_cross")
        return try pairs.map {
            try strategy.configure([
                "fast_period": Double($0[0]), "slow_period": Double($0[1]),
                "position_size_pct": 100,
            ])
        }
    }

    static func bands() throws -> [ConfiguredStrategy] {
        let strategy = try StrategyLibrary.builtIn.strategy("bollinger_bands")
        return try stride(from: 10, to: 60, by: 1).flatMap { period in
            try (0..<20).map {
                try strategy.configure([
                    "period": Double(period), "devfactor": 1 + Double($0) / 10,
                    "position_size_pct": 100,
                ])
            }
        }
    }

    static func texts() throws -> [ConfiguredStrategy] {
        let strategy = try NamedStrategy("connors_rsi2", text: Array(connors.utf8))
        return try stride(from: 100, to: 200, by: 10).flatMap { trend in
            try (3..<13).flatMap { mean in
                try (0..<10).map {
                    try strategy.configure([
                        "trend": Double(trend), "mean": Double(mean),
                        "oversold": Double(5 + 2 * $0),
                    ])
                }
            }
        }
    }
}
