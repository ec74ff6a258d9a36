/// A strategy's text with as many statements as the language takes, of all kinds.
enum LongStrategy {
    /// The number of its statements.
    static let statements = 400

    /// How many groups of columns, rules and levels there are, each with a length of its own.
    private static let groups = 24
    /// The most states that a text has.
    private static let states = 16

    /// The text.
    static var text: String {
        (head + (0..<groups).flatMap(group) + tail).map { $0 + "\n" }.joined()
    }

    private static let head =
        [
            #"strategy "Many dips" language 1"#,
            #"about "Buys dips below many averages while these rise, each with levels of its own.""#,
            #"input width = 1.5 from 0.5 to 5 step 0.5 "Ranges between an average and its bands.""#,
            #"input oversold = 35 from 5 to 50 step 1 "The strength below which it is a dip.""#,
            #"input overbought = 75 from 50 to 95 step 1 "The strength to sell at.""#,
            #"input patience = 20 from 1 to 100 step 1 "Bars to wait for a rise.""#,
            #"input risked = 3.0 from 0.5 to 10 step 0.5 "Ranges from the entry to the stop.""#,
            #"input gain = 12.0 from 1 to 50 step 1 "Per cent from the entry to the target.""#,
            #"input given_back = 8.0 from 1 to 30 step 1 "Per cent that a trail gives back.""#,
            #"input busy_length = 50 from 10 to 200 step 10 "Bars of the usual turnover.""#,
            #"require oversold < overbought "A dip ends above where it begins.""#,
            #"require given_back < gain "The trail is nearer than the target.""#,
            "turnover = close * volume",
            "is_wild = high - low > 4 * atr(busy_length)  // news, perhaps",
            "is_busy = turnover > 0.8 * sma(turnover, busy_length) and not is_wild",
        ]
        + (0..<groups).map {
            "input length_\($0) = \(10 + 3 * $0) from 5 to 250 step 1 \"Bars of average \($0 + 1).\""
        }

    /// The statements of one group; one of the first has a state, too, which an exit reads.
    private static func group(_ number: Int) -> [String] {
        let n = "_\(number)"
        let hasState = number < states
        return [
            "",
            "// Average \(number + 1).",
            "mean\(n) = sma(close, length\(n))",
            "trend\(n) = ema(close, 2 * length\(n))",
            "strength\(n) = rsi(close, length\(n))",
            "reach\(n) = atr(length\(n))",
            "upper\(n) = mean\(n) + width * reach\(n)",
            "lower\(n) = mean\(n) - width * reach\(n)",
            "rises\(n) = mean\(n) > trend\(n)",
            "is_dip\(n) = strength\(n) < oversold and close < lower\(n)",
        ] + (hasState ? ["state streak\(n) = 0 then if(rises\(n), streak\(n)[1] + 1, 0)"] : []) + [
            "enter long as dip\(n) when rises\(n) and is_dip\(n) and is_busy",
            "    \"Buys a dip below average \(number + 1) while that is above its trend.\"",
            "exit dip\(n) when close crosses above upper\(n)",
            hasState
                ? "exit dip\(n) when streak\(n) > patience"
                : "exit dip\(n) when strength\(n) > overbought",
            "stop dip\(n) risked * reach\(n)",
            "target dip\(n) gain%",
            "trail dip\(n) given_back%",
        ]
    }

    private static let tail = [
        "",
        "is_spike = close > upper_0 + risked * reach_0 and is_busy",
        #"enter short as spike when is_spike and not rises_23 "Sells a spike in a falling market.""#,
        "exit spike when close < mean_0",
        "stop spike 2 * reach_0",
        "allow reversal",
        #"exit any when bars_held >= 5 * patience "Leaves what has not come to anything.""#,
        #"exit any when close < lowest(low, 3 * busy_length)[1] "Leaves at a new low.""#,
        "size 40%",
        "rank (close - lower_0) / reach_0",
    ]
}
