/// Patterns of three bars in which the second leaves a gap (TA-Lib's `CDL` functions; S. Nison,
/// "Japanese Candlestick Charting Techniques", 1991).
extension IndicatorCatalogue {
    static let candleGaps: [IndicatorFunction] = [
        .candlestick(
            "cdl_2crows", first: 12, means: [.body],
            rule: "Long white, black above it, black from the second's body into the first's; −100."
        ) { candles in
            candles.three { two, one, now in
                guard two.isWhite, two.isLong, one.isBlack, one.bodyIsAbove(two), now.isBlack
                else { return 0 }
                return one.bodyHolds(now.open) && two.bodyHolds(now.close) ? -100 : 0
            }
        },
        .candlestick(
            "cdl_upsidegap2crows", first: 12, means: [.body],
            rule: "Long white, small black above it, black around that, the gap kept; −100."
        ) { candles in
            candles.three { two, one, now in
                guard two.isWhite, two.isLong, one.isBlack, one.isSmall, one.bodyIsAbove(two),
                    now.isBlack, now.open > one.open
                else { return 0 }
                return now.close < one.close && now.close > two.close ? -100 : 0
            }
        },
        .candlestick(
            "cdl_gapsidesidewhite", first: 7, means: [.recentRange],
            rule: "Two like white bodies side by side, a gap away from the bar before; ±100."
        ) { candles in
            candles.three { two, one, now in
                let isAbove = one.bodyIsAbove(two) && now.bodyIsAbove(two)
                let isBelow = one.bodyIsBelow(two) && now.bodyIsBelow(two)
                guard isAbove || isBelow, one.isWhite, now.isWhite,
                    now.body >= one.body - one.near, now.body <= one.body + one.near,
                    one.takesAsEqual(now.open, to: one.open)
                else { return 0 }
                return isAbove ? 100 : -100
            }
        },
        .candlestick(
            "cdl_tasukigap", first: 7, means: [.recentRange],
            rule: "A gap, then a like body of the other colour that ends inside the gap; ±100."
        ) { candles in
            candles.three { two, one, now in
                guard one.bodyIsAway(from: two, towards: one.colour), now.isWhite != one.isWhite,
                    one.bodyHolds(now.open), (one.body - now.body).magnitude < one.near,
                    one.isWhite
                        ? now.close < one.open && now.close > two.top
                        : now.close > one.open && now.close < two.bottom
                else { return 0 }
                return 100 * one.colour
            }
        },
        .candlestick(
            "cdl_xsidegap3methods", first: 2,
            rule: "Two of one colour with a gap, then the other colour from body to body; ±100."
        ) { candles in
            candles.three { two, one, now in
                guard two.isWhite == one.isWhite, now.isWhite != one.isWhite,
                    one.bodyHolds(now.open), two.bodyHolds(now.close),
                    one.bodyIsAway(from: two, towards: two.colour)
                else { return 0 }
                return 100 * two.colour
            }
        },
    ]
}
