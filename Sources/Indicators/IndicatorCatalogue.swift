/// All functions of strategies that look back over bars, by the version of the language.
package enum IndicatorCatalogue {
    /// The functions of language 1, each name once.
    package static let language1: [IndicatorFunction] =
        averages + bands + trends + volatility + prices + statistics + windows
        + momentum + volume + candlesticks
}
