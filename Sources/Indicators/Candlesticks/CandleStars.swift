/// Patterns of three bars around a gap or a small body in the middle (TA-Lib's `CDL` functions; S.
/// Nison, "Japanese Candlestick Charting Techniques", 1991).
extension IndicatorCatalogue {
    static let candleStars: [IndicatorFunction] = [
        .candlestick(
            "cdl_3inside", first: 12, means: [.body],
            rule: "A small body inside a long one, then a close beyond its open; ±100."
        ) { candles in
            candles.three { two, one, now in
                guard two.isLong, one.isSmall, one.bodyIsInside(two),
                    now.isWhite != two.isWhite,
                    two.isWhite ? now.close < two.open : now.close > two.open
                else { return 0 }
                return -100 * two.colour
            }
        },
        .candlestick(
            "cdl_3outside", first: 3,
            rule: "A body covers one of the other colour, and the next close goes on; ±100."
        ) { candles in
            candles.three { two, one, now in
                guard one.isWhite != two.isWhite, two.bodyIsInside(one),
                    one.isWhite ? now.close > one.close : now.close < one.close
                else { return 0 }
                return 100 * one.colour
            }
        },
        .candlestick(
            "cdl_eveningstar", first: 12, means: [.body], penetrates: true,
            rule: "Long white, a small body above it, then black so far into the first; −100."
        ) { candles in
            candles.three { two, one, now in
                one.isSmall && fallsBack(two, one, now, by: candles.penetration) ? -100 : 0
            }
        },
        .candlestick(
            "cdl_eveningdojistar", first: 12, means: [.body, .range], penetrates: true,
            rule: "Long white, a doji above it, then black so far into the first; −100."
        ) { candles in
            candles.three { two, one, now in
                one.isDoji && fallsBack(two, one, now, by: candles.penetration) ? -100 : 0
            }
        },
        .candlestick(
            "cdl_morningstar", first: 12, means: [.body], penetrates: true,
            rule: "Long black, a small body below it, then white so far into the first; 100."
        ) { candles in
            candles.three { two, one, now in
                one.isSmall && risesBack(two, one, now, by: candles.penetration) ? 100 : 0
            }
        },
        .candlestick(
            "cdl_morningdojistar", first: 12, means: [.body, .range], penetrates: true,
            rule: "Long black, a doji below it, then white so far into the first; 100."
        ) { candles in
            candles.three { two, one, now in
                one.isDoji && risesBack(two, one, now, by: candles.penetration) ? 100 : 0
            }
        },
        .candlestick(
            "cdl_abandonedbaby", first: 12, means: [.body, .range], penetrates: true,
            rule: "A doji with full gaps to both sides, then so far into the long first; ±100."
        ) { candles in
            candles.three { two, one, now in
                guard two.isLong, one.isDoji, !now.isSmall, now.isWhite != two.isWhite,
                    one.isAway(from: two, towards: two.colour),
                    now.isAway(from: one, towards: now.colour),
                    now.isWhite
                        ? now.close > two.close + two.body * candles.penetration
                        : now.close < two.close - two.body * candles.penetration
                else { return 0 }
                return 100 * now.colour
            }
        },
        .candlestick(
            "cdl_tristar", first: 12, means: [.range],
            rule: "Three doji, the middle one away with a gap, the last nearer again; ±100."
        ) { candles in
            candles.three { two, one, now in
                let most = 0.1 * two.meanRange
                guard two.body <= most, one.body <= most, now.body <= most else { return 0 }
                if one.bodyIsAbove(two), now.top < one.top { return -100 }
                return one.bodyIsBelow(two) && now.bottom > one.bottom ? 100 : 0
            }
        },
        .candlestick(
            "cdl_unique3river", first: 12, means: [.body],
            rule: "Long black, black with a lower low and higher close, then short white; 100."
        ) { candles in
            candles.three { two, one, now in
                guard two.isLong, two.isBlack, one.isBlack, one.close > two.close,
                    one.open <= two.open, one.low < two.low, now.isShort, now.isWhite
                else { return 0 }
                return now.open > one.low ? 100 : 0
            }
        },
        .candlestick(
            "cdl_sticksandwich", first: 7, means: [.recentRange],
            rule: "Black, white above its close, black again with an equal close; 100."
        ) { candles in
            candles.three { two, one, now in
                two.isBlack && one.isWhite && now.isBlack && one.low > two.close
                    && two.takesAsEqual(now.close, to: two.close) ? 100 : 0
            }
        },
    ]

    private static func fallsBack(
        _ two: Candle, _ one: Candle, _ now: Candle, by penetration: Double
    ) -> Bool {
        two.isLong && two.isWhite && one.bodyIsAbove(two) && now.isBlack && !now.isSmall
            && now.close < two.close - two.body * penetration
    }

    private static func risesBack(
        _ two: Candle, _ one: Candle, _ now: Candle, by penetration: Double
    ) -> Bool {
        two.isLong && two.isBlack && one.bodyIsBelow(two) && now.isWhite && !now.isSmall
            && now.close > two.close + two.body * penetration
    }
}
