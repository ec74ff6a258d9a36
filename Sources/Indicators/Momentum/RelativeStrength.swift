/// How much of the recent movement was upwards.
extension IndicatorCatalogue {
    static let relativeStrength: [IndicatorFunction] = [rsi, cmo, cmou]

    private static let rsi = IndicatorFunction(
        "rsi", [.series("x"), .length("length", least: 1)],
        rule: """
            100 − 100/(1 + G/L) of Wilder's averages G of rises, L of falls, both rma of changes; \
            50 where both are 0 (J. W. Wilder, 1978).
            """,
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (x, length) = (input.columns[0], input.length(0))
            return [relativeStrengthIndex(x, length, from: input.lead)]
        })

    private static let cmo = IndicatorFunction(
        "cmo", [.series("x"), .length("length", least: 1)],
        rule: """
            100·(G − L)/(G + L) of the averages of rsi; 0 where both are 0 (T. Chande; TA-Lib's \
            CMO, smoothed as Wilder does).
            """,
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (x, length) = (input.columns[0], input.length(0))
            return [risesAndFalls(x, length, from: input.lead, momentumIndex)]
        })

    private static let cmou = IndicatorFunction(
        "cmou", [.series("x"), .length("length", least: 1)],
        rule: """
            100·(G − L)/(G + L) of plain sums G of rises, L of falls of length changes; 0 where both \
            are 0 (T. Chande and S. Kroll, 1994).
            """,
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (x, length) = (input.columns[0], input.length(0))
            let changes = Column.change(x, over: 1)
            let rises = Column.map(changes) { $0 < 0 ? 0 : $0 }
            let falls = Column.map(changes) { $0 > 0 ? 0 : -$0 }
            return [
                Column.combine(
                    Rolling.sum(rises, length, from: input.lead + 1),
                    Rolling.sum(falls, length, from: input.lead + 1), momentumIndex)
            ]
        })
}

/// The RSI of a column, whose values may begin at `lead`; its own begin `length` bars later.
func relativeStrengthIndex(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
    risesAndFalls(column, length, from: lead, strengthIndex)
}

/// What `value` makes of Wilder's averages of rises and of falls, in one pass.
///
/// The same as `Recursive.wilder` of both columns: a change that is missing is skipped. O(count).
@inline(__always)
private func risesAndFalls(
    _ column: [Double], _ length: Int, from lead: Int,
    _ value: (_ gain: Double, _ loss: Double) -> Double
) -> [Double] {
    guard let start = StrengthSeed(column, length, from: lead) else {
        return Column.missing(column.count)
    }
    let values = column.span
    let weight = 1 / Double(length)
    let rest = 1 - weight
    return [Double](capacity: values.count) { output in
        var (gain, loss) = (start.gain, start.loss)
        output.append(repeating: .nan, count: start.bar)
        output.append(value(gain, loss))
        var before = values[start.bar]
        for bar in (start.bar + 1)..<values.count {
            let now = values[bar]
            let change = now - before
            before = now
            guard change.magnitude < .infinity else {
                output.append(.nan)
                continue
            }
            gain = gain * rest + (change > 0 ? change : 0) * weight
            loss = loss * rest + (change < 0 ? -change : 0) * weight
            output.append(Column.finite(value(gain, loss)))
        }
    }
}

/// The means of the first rises and falls, with which Wilder's averages begin.
private struct StrengthSeed {
    /// The bar of the last change in them.
    let bar: Int
    let gain: Double
    let loss: Double

    /// Of the first `length` changes from `lead` on that are there; nil where there are fewer.
    init?(_ column: [Double], _ length: Int, from lead: Int) {
        var (rises, falls): ([Double], [Double]) = ([], [])
        var bar = lead + 1
        while bar < column.count, rises.count < length {
            let change = Column.finite(column[bar] - column[bar - 1])
            bar += 1
            guard !change.isNaN else { continue }
            rises.append(max(change, 0))
            falls.append(max(-change, 0))
        }
        guard let gain = Seed(rises, length, from: 0), let loss = Seed(falls, length, from: 0)
        else {
            return nil
        }
        self.bar = bar - 1
        self.gain = gain.mean
        self.loss = loss.mean
    }
}
