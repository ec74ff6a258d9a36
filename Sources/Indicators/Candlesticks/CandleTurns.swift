/// Patterns of two bars that tell of a turn, or of one that fails: hammers, and prices that come
/// back into a long body (TA-Lib's `CDL` functions; S. Nison, "Japanese Candlestick Charting
/// Techniques", 1991).
extension IndicatorCatalogue {
    static let candleTurns = hammers + returns

    /// Opens beyond a long body, closes in it again or not quite.
    private static let returns: [IndicatorFunction] = [
        .candlestick(
            "cdl_darkcloudcover", first: 11, means: [.body], penetrates: true,
            rule: """
                After a long white body a black one opens above its high and closes so far into \
                it; −100.
                """
        ) { candles in
            candles.two { one, now in
                one.isWhite && one.isLong && now.isBlack && now.open > one.high
                    && now.close > one.open
                    && now.close < one.close - one.body * candles.penetration ? -100 : 0
            }
        },
        .candlestick(
            "cdl_piercing", first: 11, means: [.body],
            rule: """
                After a long black body a long white one opens below its low and closes above \
                its middle; 100.
                """
        ) { candles in
            candles.two { one, now in
                one.isBlack && one.isLong && now.isWhite && now.isLong && now.open < one.low
                    && now.close < one.open && now.close > one.close + one.body * 0.5 ? 100 : 0
            }
        },
        .candlestick(
            "cdl_inneck", first: 11, means: [.body, .recentRange],
            rule:
                "After a long black body a white one opens below its low, ends at its close; −100."
        ) { candles in
            candles.two { one, now in
                opensBelow(one, now) && one.takesAsClose(orAbove: now.close) ? -100 : 0
            }
        },
        .candlestick(
            "cdl_onneck", first: 11, means: [.body, .recentRange],
            rule: "After a long black body a white one opens below its low and closes at it; −100."
        ) { candles in
            candles.two { one, now in
                opensBelow(one, now) && one.takesAsEqual(now.close, to: one.low) ? -100 : 0
            }
        },
        .candlestick(
            "cdl_thrusting", first: 11, means: [.body, .recentRange],
            rule: """
                After a long black body a white one opens below its low and closes in its lower \
                half; −100.
                """
        ) { candles in
            candles.two { one, now in
                opensBelow(one, now) && one.isSurpassed(by: now.close)
                    && now.close <= one.close + one.body * 0.5 ? -100 : 0
            }
        },
    ]

    private static func opensBelow(_ one: Candle, _ now: Candle) -> Bool {
        one.isBlack && one.isLong && now.isWhite && now.open < one.low
    }

    /// Short bodies at one end of a long shadow.
    private static let hammers: [IndicatorFunction] = [
        .candlestick(
            "cdl_hammer", first: 11, means: [.body, .range, .recentRange],
            rule: "A short body on a long lower shadow, at or below the low before; 100."
        ) { candles in
            candles.two { one, now in
                hangs(now) && now.bottom <= one.low + one.near ? 100 : 0
            }
        },
        .candlestick(
            "cdl_hangingman", first: 11, means: [.body, .range, .recentRange],
            rule: "A short body on a long lower shadow, at or above the high before; −100."
        ) { candles in
            candles.two { one, now in
                hangs(now) && now.bottom >= one.high - one.near ? -100 : 0
            }
        },
        .candlestick(
            "cdl_invertedhammer", first: 11, means: [.body, .range],
            rule: "A short body under a long upper shadow, below the body before; 100."
        ) { candles in
            candles.two { one, now in
                stands(now) && now.bodyIsBelow(one) ? 100 : 0
            }
        },
        .candlestick(
            "cdl_shootingstar", first: 11, means: [.body, .range],
            rule: "A short body under a long upper shadow, above the body before; −100."
        ) { candles in
            candles.two { one, now in
                stands(now) && now.bodyIsAbove(one) ? -100 : 0
            }
        },
    ]

    private static func hangs(_ now: Candle) -> Bool {
        now.isShort && now.hasLongLowerShadow && now.lacksUpperShadow
    }

    private static func stands(_ now: Candle) -> Bool {
        now.isShort && now.hasLongUpperShadow && now.lacksLowerShadow
    }
}
