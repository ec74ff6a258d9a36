/// Directional movement by sums that Wilder kept on paper, as TA-Lib has it.
///
/// S begins as the sum of the movements of bars 1 … length − 1, and goes on as S·(1 − 1/length) + x
/// (J. W. Wilder, "New Concepts in Technical Trading Systems", 1978).
extension IndicatorCatalogue {
    static let directionalSums: [IndicatorFunction] = [
        plusDM, minusDM, plusDIOfTALib, minusDIOfTALib, dx, adxOfTALib, adxr,
    ]

    private static let length: [IndicatorFunction.Argument] = [.length("length", least: 2)]
    private static let fields: Set<PriceField> = [.high, .low, .close]

    private static let plusDM = IndicatorFunction(
        "plus_dm", length, reads: [.high, .low],
        rule: """
            S of movements up: their sum over bars 1 … length − 1, then S·(1 − 1/length) + x \
            (J. W. Wilder, 1978; TA-Lib's).
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { [wilderSum($0.prices.movesUp, $0.length(0))] })

    private static let minusDM = IndicatorFunction(
        "minus_dm", length, reads: [.high, .low],
        rule: """
            S of movements down: their sum over bars 1 … length − 1, then S·(1 − 1/length) + x \
            (J. W. Wilder, 1978; TA-Lib's).
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { [wilderSum($0.prices.movesDown, $0.length(0))] })

    private static let plusDIOfTALib = IndicatorFunction(
        "plus_di_talib", length, reads: fields,
        rule: "100·plus_dm/the same sum of true ranges, 0 where that is 0 (TA-Lib's).",
        firstIndex: { Int($0[0]) },
        compute: { [$0.prices.direction($0.prices.movesUp, $0.length(0))] })

    private static let minusDIOfTALib = IndicatorFunction(
        "minus_di_talib", length, reads: fields,
        rule: "100·minus_dm/the same sum of true ranges, 0 where that is 0 (TA-Lib's).",
        firstIndex: { Int($0[0]) },
        compute: { [$0.prices.direction($0.prices.movesDown, $0.length(0))] })

    private static let dx = IndicatorFunction(
        "dx", length, reads: fields,
        rule: "100·abs(P − M)/(P + M) of plus_di_talib and minus_di_talib, 0 for 0/0 (TA-Lib's).",
        firstIndex: { Int($0[0]) },
        compute: { [$0.prices.directionalIndex($0.length(0))] })

    private static let adxOfTALib = IndicatorFunction(
        "adx_talib", length, reads: fields,
        rule: "rma(dx(length), length) (TA-Lib's ADX).",
        firstIndex: { 2 * Int($0[0]) - 1 },
        compute: { [$0.prices.averageDirectionalIndex($0.length(0))] })

    private static let adxr = IndicatorFunction(
        "adxr", length, reads: fields,
        rule: "The mean of adx_talib now and length − 1 bars before (TA-Lib's ADXR).",
        firstIndex: { 3 * Int($0[0]) - 2 },
        compute: { input in
            let length = input.length(0)
            let average = input.prices.averageDirectionalIndex(length)
            return [
                Column.combine(average, Column.shifted(average, by: length - 1)) {
                    ($0 + $1) / 2
                }
            ]
        })

    /// Wilder's sum of a column that begins with index 1; its own first index is `length − 1`.
    fileprivate static func wilderSum(_ column: [Double], _ length: Int) -> [Double] {
        guard length <= column.count else { return Column.missing(column.count) }
        let values = column.span
        let rest = 1 - 1 / Double(length)
        var sum = Rolling.sum(column, length - 1, from: 1)[length - 1]
        return [Double](capacity: values.count) { output in
            output.append(repeating: .nan, count: length - 1)
            output.append(sum)
            for bar in length..<values.count {
                sum = sum * rest + values[bar]
                output.append(Column.finite(sum))
            }
        }
    }
}

extension PriceColumns {
    /// A direction in per cent of the range, from index `length` on.
    fileprivate func direction(_ movement: [Double], _ length: Int) -> [Double] {
        let sum = IndicatorCatalogue.wilderSum(movement, length)
        let range = IndicatorCatalogue.wilderSum(trueRange, length)
        return Column.blanked(
            Column.combine(sum, range) { $1 == 0 ? 0 : 100 * ($0 / $1) }, before: length)
    }

    /// Both directions have one range, of which nothing is left in their quotient.
    fileprivate func directionalIndex(_ length: Int) -> [Double] {
        let plus = IndicatorCatalogue.wilderSum(movesUp, length)
        let minus = IndicatorCatalogue.wilderSum(movesDown, length)
        let index = Column.combine(plus, minus) {
            100 * Column.quotient(($0 - $1).magnitude, $0 + $1, neutral: 0)
        }
        return Column.blanked(index, before: length)
    }

    fileprivate func averageDirectionalIndex(_ length: Int) -> [Double] {
        Recursive.wilder(directionalIndex(length), length, from: length)
    }
}
