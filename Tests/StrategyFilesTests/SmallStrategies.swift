/// A strategy that differs from others by its length.
func strategyText(_ length: Int = 20) -> [UInt8] {
    Array(
        """
        strategy "Above the mean" language 1
        enter long when close > sma(close, \(length))
        exit long when close < sma(close, \(length))

        """.utf8)
}
