/// The file that somebody begins with.
package enum StrategyTemplate {
    /// Its text, with a title made of the name.
    package static func text(named name: String) -> [UInt8] {
        let words = name.split(separator: "_").joined(separator: " ")
        let title = words.prefix(1).uppercased() + words.dropFirst()
        return Array(
            """
            strategy "\(title.isEmpty ? name : title)" language 1
            about "Buys a rising stock after a dip, and leaves when the dip is over."

            // What stands behind // is for people. Columns have a value on every bar, a day as a rule;
            // rules say when a position is entered and left. They are looked at at each close, and an
            // order fills at the next open.

            // What can be chosen without changing the text: --param dip=5. A whole number, its range.
            input dip = 10 from 1 to 49 step 1 "The RSI below which a stock has dipped."
            input trend = 200 from 20 to 400 step 10 "Bars in the mean that tells the trend."

            // Columns: a name, and what it is. There are prices (open, high, low, close, volume), signs
            // (+ - * /) and functions: sma, ema, rsi, atr, bbands, macd, highest and many more.
            // x[1] is the value of x one bar before; the future cannot be written.
            strength = rsi(close, 2)
            average = sma(close, trend)

            // Rules. Signs: < <= > >= == != and or not, crosses above, crosses below.
            // The words between quotes are shown wherever the rule is told.
            enter long when close > average and strength < dip
                "Enter long when a stock above its average has dipped."
            exit long when close > sma(close, 5)
                "Leave when the close is above the mean of five bars."

            // Out when the price has lost so much since the entry. Also: stop 2 * atr(14), stop at low[1],
            // target 20%, trail 3 * atr(22).
            stop 10%

            // How much an entry takes, in place of the input position_size_pct that there is without it:
            // size 50%, size 100 shares, risk 1% over 2 * atr(14).
            // Shorts are `enter short when ...`; `tapedeck strategy explain` tells what a file says.

            """.utf8)
    }
}
