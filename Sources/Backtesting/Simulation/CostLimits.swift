package import StrategyText

/// What the columns of a strategy may cost.
package struct CostLimits: Equatable, Sendable {
    /// The most memory for the columns of one stock, in bytes.
    package var columnBytes = 256 << 20
    /// The most columns times bars of a scan.
    package var columnBars = 5_000_000_000
    /// How many stocks have equal shares of that.
    ///
    /// A share does not depend on the bars of other stocks, so that neither the order of the stocks
    /// nor the number of workers decides which one is refused.
    package var stocks = 1

    /// Makes the defaults, for one stock.
    package init() {}

    /// The most bars of all stocks of a scan; nil where nothing is computed.
    package func mostBars(_ cost: StrategyCost) -> Int? {
        cost.nodeBars(1) == 0 ? nil : columnBars / cost.nodeBars(1)
    }
}

extension ConfiguredStrategy {
    /// Throws `tooCostly` when so many columns at once, or all columns on so many bars, are more than
    /// a stock may have.
    func check(
        _ limits: CostLimits, columns: Int, bars: Int
    ) throws(BacktestError) {
        let bytes = columns * bars * MemoryLayout<Double>.stride
        guard bytes <= limits.columnBytes else {
            throw BacktestError.tooCostly(
                "'\(declaration.name)' keeps \(columns) columns of \(bars) bars at once, "
                    + "\(bytes) bytes; at most \(limits.columnBytes) are allowed: "
                    + "use fewer columns, or fewer bars")
        }
        let (share, columnBars) = (limits.columnBars / max(1, limits.stocks), cost.nodeBars(bars))
        guard columnBars <= share else {
            throw BacktestError.tooCostly(
                "'\(declaration.name)' computes \(cost.nodeBars(1)) columns on \(bars) bars, "
                    + "\(columnBars) column-bars; the share of a stock among \(limits.stocks) is "
                    + "\(share): use fewer columns, bars or stocks")
        }
    }
}
