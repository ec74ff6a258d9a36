/// Patterns of three or more bars of one colour in a row (TA-Lib's `CDL` functions; S. Nison,
/// "Japanese Candlestick Charting Techniques", 1991).
extension IndicatorCatalogue {
    static let candleRows: [IndicatorFunction] = [
        .candlestick(
            "cdl_3blackcrows", first: 13, means: [.range],
            rule: """
                After a white bar three black ones without lower shadows, closes falling, each \
                open in the body before; −100.
                """
        ) { candles in
            candles.four { three, two, one, now in
                guard three.isWhite, two.isBlack, two.lacksLowerShadow, one.isBlack,
                    one.lacksLowerShadow, now.isBlack, now.lacksLowerShadow,
                    two.bodyHolds(one.open), one.bodyHolds(now.open), three.high > two.close,
                    two.close > one.close, one.close > now.close
                else { return 0 }
                return -100
            }
        },
        .candlestick(
            "cdl_identical3crows", first: 12, means: [.range, .recentRange],
            rule: "Three black bars without lower shadows, each from about the close before; −100."
        ) { candles in
            candles.three { two, one, now in
                guard two.isBlack, two.lacksLowerShadow, one.isBlack, one.lacksLowerShadow,
                    now.isBlack, now.lacksLowerShadow, two.close > one.close,
                    one.close > now.close, two.takesAsEqual(one.open, to: two.close),
                    one.takesAsEqual(now.open, to: one.close)
                else { return 0 }
                return -100
            }
        },
        .candlestick(
            "cdl_3starsinsouth", first: 12, means: [.body, .range],
            rule: "Three black bars, each smaller, higher lows, the first from a long shadow; 100."
        ) { candles in
            candles.three { two, one, now in
                guard two.isBlack, one.isBlack, now.isBlack, two.isLong, two.hasLongLowerShadow,
                    one.body < two.body, one.open > two.close, one.open <= two.high,
                    one.low < two.close, one.low >= two.low, one.hasLowerShadow, now.isShort,
                    now.lacksLowerShadow, now.lacksUpperShadow, now.low > one.low,
                    now.high < one.high
                else { return 0 }
                return 100
            }
        },
        .candlestick(
            "cdl_3whitesoldiers", first: 12, means: [.body, .range, .recentRange],
            rule: """
                Three white bars without upper shadows, each higher and from the body before or \
                near, none far shorter; 100.
                """
        ) { candles in
            candles.three { two, one, now in
                guard advances(two, one, now), two.lacksUpperShadow, one.lacksUpperShadow,
                    now.lacksUpperShadow, one.body > two.body - two.far,
                    now.body > one.body - one.far, !now.isSmall
                else { return 0 }
                return 100
            }
        },
        .candlestick(
            "cdl_advanceblock", first: 12, means: [.body, .shadows, .recentRange],
            rule: "Three white bars, each higher, with shrinking bodies or growing shadows; −100."
        ) { candles in
            candles.three { two, one, now in
                guard advances(two, one, now), two.isLong, two.hasShortUpperShadow else {
                    return 0
                }
                return weakens(two, one, now) ? -100 : 0
            }
        },
        .candlestick(
            "cdl_stalledpattern", first: 12, means: [.body, .range, .recentRange],
            rule: "Two long white bars, then a short white one that starts near their end; −100."
        ) { candles in
            candles.three { two, one, now in
                guard two.isWhite, one.isWhite, now.isWhite, now.close > one.close,
                    one.close > two.close, two.isLong, one.isLong, one.lacksUpperShadow,
                    one.open > two.open, one.open <= two.close + two.near, now.isShort,
                    now.open >= one.close - now.body - one.near
                else { return 0 }
                return -100
            }
        },
        .candlestick(
            "cdl_3linestrike", first: 8, means: [.recentRange],
            rule: "Three of one colour go on, the fourth takes all of it back; ±100."
        ) { candles in
            candles.four { three, two, one, now in
                guard three.isWhite == two.isWhite, two.isWhite == one.isWhite,
                    now.isWhite != one.isWhite, three.takesAsNearBody(two.open),
                    two.takesAsNearBody(one.open),
                    one.isWhite
                        ? one.close > two.close && two.close > three.close
                            && now.open > one.close && now.close < three.open
                        : one.close < two.close && two.close < three.close
                            && now.open < one.close && now.close > three.open
                else { return 0 }
                return 100 * one.colour
            }
        },
    ]

    /// Three white bars, each closing higher, from an open above the last, not far from its body.
    private static func advances(_ two: Candle, _ one: Candle, _ now: Candle) -> Bool {
        two.isWhite && one.isWhite && now.isWhite && now.close > one.close
            && one.close > two.close && one.open > two.open && one.open <= two.close + two.near
            && now.open > one.open && now.open <= one.close + one.near
    }

    private static func weakens(_ two: Candle, _ one: Candle, _ now: Candle) -> Bool {
        if one.body < two.body - two.far, now.body < one.body + one.near { return true }
        if now.body < one.body - one.far { return true }
        guard now.body < one.body else { return false }
        let shrinks = one.body < two.body
        return shrinks && (now.hasMoreThanShortUpperShadow || one.hasMoreThanShortUpperShadow)
            || now.hasLongUpperShadow
    }
}

extension Candle {
    /// Whether a price lies in the body or near it.
    fileprivate func takesAsNearBody(_ price: Double) -> Bool {
        price >= bottom - near && price <= top + near
    }
}
