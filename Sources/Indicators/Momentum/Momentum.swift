extension IndicatorCatalogue {
    /// The functions that tell how fast and how steadily prices move.
    static let momentum: [IndicatorFunction] =
        relativeStrength + stochastics + commodityChannels + moneyFlows + ratesOfChange
        + convergences + directionalMovement + directionalSums + aroons + medianOscillators
        + trendStrength + buyingPressure + [fractal]
}
