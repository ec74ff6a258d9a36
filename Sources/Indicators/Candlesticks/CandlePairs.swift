/// Patterns of two bars: a body and what the next bar makes of it (TA-Lib's `CDL` functions; S.
/// Nison, "Japanese Candlestick Charting Techniques", 1991).
extension IndicatorCatalogue {
    static let candlePairs: [IndicatorFunction] = [
        .candlestick(
            "cdl_engulfing", first: 2,
            rule: "A body covers one of the other colour; ±100, ±80 with one edge equal."
        ) { candles in
            candles.two { one, now in
                guard now.isWhite != one.isWhite,
                    now.top >= one.top && now.bottom < one.bottom
                        || now.top > one.top && now.bottom <= one.bottom
                else { return 0 }
                return (now.open != one.close && now.close != one.open ? 100 : 80) * now.colour
            }
        },
        .candlestick(
            "cdl_harami", first: 11, means: [.body],
            rule: "A small body inside a long one, against its colour; ±100, edge equal ±80."
        ) { candles in
            candles.two { one, now in
                one.isLong && now.isSmall ? -one.colour * score(of: now, inside: one) : 0
            }
        },
        .candlestick(
            "cdl_haramicross", first: 11, means: [.body, .range],
            rule: "A doji inside a long body, against its colour; ±100, an edge equal ±80."
        ) { candles in
            candles.two { one, now in
                one.isLong && now.isDoji ? -one.colour * score(of: now, inside: one) : 0
            }
        },
        .candlestick(
            "cdl_homingpigeon", first: 11, means: [.body],
            rule: "A small black body inside a long black one; 100."
        ) { candles in
            candles.two { one, now in
                one.isBlack && now.isBlack && one.isLong && now.isSmall && now.bodyIsInside(one)
                    ? 100 : 0
            }
        },
        .candlestick(
            "cdl_dojistar", first: 11, means: [.body, .range],
            rule: "A doji beyond a long body, a gap between them, against its colour; ±100."
        ) { candles in
            candles.two { one, now in
                one.isLong && now.isDoji && now.bodyIsAway(from: one, towards: one.colour)
                    ? -100 * one.colour : 0
            }
        },
        .candlestick(
            "cdl_counterattack", first: 11, means: [.body, .recentRange],
            rule: "Two long bodies of opposite colours with equal closes; ±100."
        ) { candles in
            candles.two { one, now in
                now.isWhite != one.isWhite && one.isLong && now.isLong
                    && one.takesAsEqual(now.close, to: one.close) ? 100 * now.colour : 0
            }
        },
        .candlestick(
            "cdl_separatinglines", first: 11, means: [.body, .range, .recentRange],
            rule: """
                A long body that opens where one of the other colour did, without the shadow \
                behind it; ±100.
                """
        ) { candles in
            candles.two { one, now in
                guard now.isWhite != one.isWhite, one.takesAsEqual(now.open, to: one.open),
                    now.isLong, now.isWhite ? now.lacksLowerShadow : now.lacksUpperShadow
                else { return 0 }
                return 100 * now.colour
            }
        },
        .candlestick(
            "cdl_matchinglow", first: 6, means: [.recentRange],
            rule: "Two black bars with equal closes; 100."
        ) { candles in
            candles.two { one, now in
                one.isBlack && now.isBlack && one.takesAsEqual(now.close, to: one.close) ? 100 : 0
            }
        },
        .candlestick(
            "cdl_kicking", first: 11, means: [.body, .range],
            rule: "A marubozu that leaves a full gap to one of the other colour; ±100."
        ) { candles in
            candles.two { one, now in
                kicks(one, now) ? 100 * now.colour : 0
            }
        },
        .candlestick(
            "cdl_kickingbylength", first: 11, means: [.body, .range],
            rule: "As cdl_kicking, with the sign of the longer body's colour; ±100."
        ) { candles in
            candles.two { one, now in
                kicks(one, now) ? 100 * (now.body > one.body ? now.colour : one.colour) : 0
            }
        },
    ]

    /// 100 for a body inside another, 80 when an edge is equal, 0 when it is not inside.
    private static func score(of body: Candle, inside other: Candle) -> Double {
        if body.bodyIsInside(other) { return 100 }
        return body.top <= other.top && body.bottom >= other.bottom ? 80 : 0
    }

    private static func kicks(_ one: Candle, _ now: Candle) -> Bool {
        now.isWhite != one.isWhite && one.isMarubozu && now.isMarubozu
            && now.isAway(from: one, towards: now.colour)
    }
}
