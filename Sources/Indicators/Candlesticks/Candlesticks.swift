extension IndicatorCatalogue {
    /// The candlestick patterns, by the rules and default settings of TA-Lib.
    static let candlesticks: [IndicatorFunction] =
        singleCandles + candlePairs + candleTurns + candleStars + candleGaps + candleRows
        + candleSeries + hikkakes
}
