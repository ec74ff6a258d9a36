/// Patterns of one bar (TA-Lib's `CDL` functions; S. Nison, "Japanese Candlestick Charting
/// Techniques", 1991).
extension IndicatorCatalogue {
    static let singleCandles = dojis + marubozus + spinningTops

    /// Long bodies, told by what their shadows lack.
    private static let marubozus: [IndicatorFunction] = [
        .candlestick(
            "cdl_belthold", first: 10, means: [.body, .range],
            rule: "A long body, white without a lower or black without an upper shadow; ±100."
        ) { candles in
            candles.one { now in
                now.isLong && (now.isWhite ? now.lacksLowerShadow : now.lacksUpperShadow)
                    ? 100 * now.colour : 0
            }
        },
        .candlestick(
            "cdl_closingmarubozu", first: 10, means: [.body, .range],
            rule: "A long body, white without an upper or black without a lower shadow; ±100."
        ) { candles in
            candles.one { now in
                now.isLong && (now.isWhite ? now.lacksUpperShadow : now.lacksLowerShadow)
                    ? 100 * now.colour : 0
            }
        },
        .candlestick(
            "cdl_marubozu", first: 10, means: [.body, .range],
            rule: "A long body without shadows; ±100."
        ) { candles in
            candles.one { now in now.isMarubozu ? 100 * now.colour : 0 }
        },
    ]

    /// Bodies told by the length of both shadows.
    private static let spinningTops: [IndicatorFunction] = [
        .candlestick(
            "cdl_longline", first: 10, means: [.body, .shadows],
            rule: "A long body with short shadows; ±100."
        ) { candles in
            candles.one { now in
                now.isLong && now.hasShortUpperShadow && now.hasShortLowerShadow
                    ? 100 * now.colour : 0
            }
        },
        .candlestick(
            "cdl_shortline", first: 10, means: [.body, .shadows],
            rule: "A short body with short shadows; ±100."
        ) { candles in
            candles.one { now in
                now.isShort && now.hasShortUpperShadow && now.hasShortLowerShadow
                    ? 100 * now.colour : 0
            }
        },
        .candlestick(
            "cdl_highwave", first: 10, means: [.body],
            rule: "A short body, both shadows more than twice as long as it; ±100."
        ) { candles in
            candles.one { now in
                now.isShort && now.hasVeryLongUpperShadow && now.hasVeryLongLowerShadow
                    ? 100 * now.colour : 0
            }
        },
        .candlestick(
            "cdl_spinningtop", first: 10, means: [.body],
            rule: "A short body, both shadows longer than it; ±100."
        ) { candles in
            candles.one { now in
                now.isShort && now.hasLongUpperShadow && now.hasLongLowerShadow
                    ? 100 * now.colour : 0
            }
        },
    ]

    /// Bars that open and close at nearly one price: at most a tenth of the usual range apart.
    private static let dojis: [IndicatorFunction] = [
        .candlestick(
            "cdl_doji", first: 10, means: [.range],
            rule: "A body of at most a tenth of the mean range of ten bars; 100."
        ) { candles in
            candles.one { now in now.isDoji ? 100 : 0 }
        },
        .candlestick(
            "cdl_dragonflydoji", first: 10, means: [.range],
            rule: "A doji with a lower shadow only; 100."
        ) { candles in
            candles.one { now in
                now.isDoji && now.lacksUpperShadow && now.hasLowerShadow ? 100 : 0
            }
        },
        .candlestick(
            "cdl_gravestonedoji", first: 10, means: [.range],
            rule: "A doji with an upper shadow only; 100."
        ) { candles in
            candles.one { now in
                now.isDoji && now.lacksLowerShadow && now.hasUpperShadow ? 100 : 0
            }
        },
        .candlestick(
            "cdl_longleggeddoji", first: 10, means: [.range],
            rule: "A doji with a shadow longer than its body; 100."
        ) { candles in
            candles.one { now in
                now.isDoji && (now.hasLongLowerShadow || now.hasLongUpperShadow) ? 100 : 0
            }
        },
        .candlestick(
            "cdl_rickshawman", first: 10, means: [.range, .recentRange],
            rule: "A doji near the middle of its range, both shadows longer than its body; 100."
        ) { candles in
            candles.one { now in
                guard now.isDoji, now.hasLongLowerShadow, now.hasLongUpperShadow else { return 0 }
                let middle = now.low + (now.high - now.low) / 2
                return now.bottom <= middle + now.near && now.top >= middle - now.near ? 100 : 0
            }
        },
        .candlestick(
            "cdl_takuri", first: 10, means: [.range],
            rule: "A doji without an upper shadow, the lower more than twice its body; 100."
        ) { candles in
            candles.one { now in
                now.isDoji && now.lacksUpperShadow && now.hasVeryLongLowerShadow ? 100 : 0
            }
        },
    ]
}
