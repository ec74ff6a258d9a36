/// How strong a trend is, whichever way it goes, and its directions: smoothed by `rma`.
///
/// A bar moves up by its high less the one before, and down by the low before less its own; only
/// the larger counts, when positive (J. W. Wilder, "New Concepts in Technical Trading Systems",
/// 1978).
extension IndicatorCatalogue {
    static let directionalMovement: [IndicatorFunction] = [adx, plusDI, minusDI]

    private static let adx = IndicatorFunction(
        "adx", [.length("length", least: 1)], reads: [.high, .low, .close],
        rule: """
            100·rma(abs(P − M)/(P + M), length) of P = plus_di, M = minus_di, 0 for 0/0 (J. W. \
            Wilder, 1978; Pine's and backtrader's).
            """,
        firstIndex: { 2 * Int($0[0]) - 1 },
        compute: { input in
            let (prices, length) = (input.prices, input.length(0))
            let range = Recursive.wilder(prices.trueRange, length, from: 1)
            let plus = direction(prices.movesUp, range, length)
            let minus = direction(prices.movesDown, range, length)
            let strength = Column.combine(plus, minus) { plus, minus in
                let sum = plus + minus
                return sum == 0 ? 0 : (plus - minus).magnitude / sum
            }
            return [Column.map(Recursive.wilder(strength, length, from: length)) { 100 * $0 }]
        })

    private static let plusDI = IndicatorFunction(
        "plus_di", [.length("length", least: 1)], reads: [.high, .low, .close],
        rule: """
            100·rma(movement up)/atr, 0 where atr is 0: the high less the one before, where positive \
            and more than the low fell (J. W. Wilder, 1978; Pine's and backtrader's).
            """,
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (prices, length) = (input.prices, input.length(0))
            let range = Recursive.wilder(prices.trueRange, length, from: 1)
            return [direction(prices.movesUp, range, length)]
        })

    private static let minusDI = IndicatorFunction(
        "minus_di", [.length("length", least: 1)], reads: [.high, .low, .close],
        rule: """
            100·rma(movement down)/atr, 0 where atr is 0: the low before less this one, where \
            positive and more than the high rose (J. W. Wilder, 1978; Pine's and backtrader's).
            """,
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (prices, length) = (input.prices, input.length(0))
            let range = Recursive.wilder(prices.trueRange, length, from: 1)
            return [direction(prices.movesDown, range, length)]
        })

    /// A direction's share of the average true range, in per cent.
    private static func direction(
        _ movement: [Double], _ range: [Double], _ length: Int
    ) -> [Double] {
        Column.combine(Recursive.wilder(movement, length, from: 1), range) { movement, range in
            range == 0 ? 0 : 100 * movement / range
        }
    }
}

extension PriceColumns {
    /// Movements up, from index 1: what the high rose by where that is more than the low fell by.
    var movesUp: [Double] { movements { up, _ in up } }

    /// Movements down, from index 1: what the low fell by where that is more than the high rose by.
    var movesDown: [Double] { movements { _, down in down } }

    /// One of both movements, 0 where it is not the larger or not positive.
    @inline(__always)
    private func movements(_ own: (_ up: Double, _ down: Double) -> Double) -> [Double] {
        let (high, low) = (high.span, low.span)
        precondition(high.count == low.count, "columns of one length")
        return [Double](capacity: high.count) { output in
            if !high.isEmpty { output.append(.nan) }
            for bar in high.indices.dropFirst() {
                let (up, down) = (high[bar] - high[bar - 1], low[bar - 1] - low[bar])
                // One choice after the other, as nobody can foresee them: no branch.
                let (own, other) = (own(up, down), own(down, up))
                let larger = own > other ? own : 0
                output.append(Column.finite(larger > 0 ? larger : 0))
            }
        }
    }
}
