/// Patterns of four and five bars (TA-Lib's `CDL` functions; S. Nison, "Japanese Candlestick
/// Charting Techniques", 1991).
extension IndicatorCatalogue {
    static let candleSeries: [IndicatorFunction] = [
        .candlestick(
            "cdl_concealbabyswall", first: 13, means: [.range],
            rule:
                "Two black bodies without shadows, black below with a shadow up, all covered; 100."
        ) { candles in
            candles.four { three, two, one, now in
                guard three.isBlack, two.isBlack, one.isBlack, now.isBlack,
                    three.lacksLowerShadow, three.lacksUpperShadow, two.lacksLowerShadow,
                    two.lacksUpperShadow, one.bodyIsBelow(two), one.hasUpperShadow,
                    one.high > two.close, now.high > one.high, now.low < one.low
                else { return 0 }
                return 100
            }
        },
        .candlestick(
            "cdl_ladderbottom", first: 14, means: [.range],
            rule: "Three black steps down, black with an upper shadow, white above its high; 100."
        ) { candles in
            candles.five { four, three, two, one, now in
                guard four.isBlack, three.isBlack, two.isBlack, four.open > three.open,
                    three.open > two.open, four.close > three.close, three.close > two.close,
                    one.isBlack, one.hasUpperShadow, now.isWhite, now.open > one.open,
                    now.close > one.high
                else { return 0 }
                return 100
            }
        },
        .candlestick(
            "cdl_breakaway", first: 14, means: [.body],
            rule: "Long, on across a gap and twice further, then back into the gap; ±100."
        ) { candles in
            candles.five { four, three, two, one, now in
                guard four.isLong, four.isWhite == three.isWhite, three.isWhite == one.isWhite,
                    one.isWhite != now.isWhite,
                    three.bodyIsAway(from: four, towards: four.colour),
                    four.isWhite
                        ? two.goesUp(from: three) && one.goesUp(from: two)
                            && now.close < three.open && now.close > four.close
                        : two.goesDown(from: three) && one.goesDown(from: two)
                            && now.close > three.open && now.close < four.close
                else { return 0 }
                return 100 * now.colour
            }
        },
        .candlestick(
            "cdl_mathold", first: 14, means: [.body], penetrates: true,
            rule: "Long white, a gap up, three short bars that sink so far at most, then on; 100."
        ) { candles in
            candles.five { four, three, two, one, now in
                let floor = four.close - four.body * candles.penetration
                guard four.isLong, three.isShort, two.isShort, one.isShort, four.isWhite,
                    three.isBlack, now.isWhite, three.bodyIsAbove(four),
                    two.bottom < four.close, one.bottom < four.close, two.bottom > floor,
                    one.bottom > floor, two.top < three.open, one.top < two.top,
                    now.open > one.close, now.close > max(three.high, two.high, one.high)
                else { return 0 }
                return 100
            }
        },
        .candlestick(
            "cdl_risefall3methods", first: 14, means: [.body],
            rule: "Long, three short bars of the other colour in its range, long and on; ±100."
        ) { candles in
            candles.five { four, three, two, one, now in
                guard four.isLong, three.isShort, two.isShort, one.isShort, now.isLong,
                    four.isWhite != three.isWhite, three.isWhite == two.isWhite,
                    two.isWhite == one.isWhite, one.isWhite != now.isWhite,
                    three.bodyReaches(rangeOf: four), two.bodyReaches(rangeOf: four),
                    one.bodyReaches(rangeOf: four),
                    four.isWhite
                        ? two.close < three.close && one.close < two.close
                            && now.open > one.close && now.close > four.close
                        : two.close > three.close && one.close > two.close
                            && now.open < one.close && now.close < four.close
                else { return 0 }
                return 100 * four.colour
            }
        },
    ]
}

extension Candle {
    fileprivate func goesUp(from other: Candle) -> Bool { high > other.high && low > other.low }

    fileprivate func goesDown(from other: Candle) -> Bool { high < other.high && low < other.low }

    fileprivate func bodyReaches(rangeOf other: Candle) -> Bool {
        bottom < other.high && top > other.low
    }
}
