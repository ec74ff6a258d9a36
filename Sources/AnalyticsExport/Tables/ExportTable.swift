/// A table of an export.
package enum ExportTable: String, Sendable, CaseIterable {
    /// A row a scan.
    case scans
    /// A row a stock with a result.
    case stocks
    /// A row a stock that failed.
    case failures
    /// A row a trade.
    case trades
    /// A row a stock of which something is held or ordered at the end of the bars, or whose last bar
    /// is earlier than the market's.
    case signals
    /// A row a record of a tape.
    case events

    /// The columns, in their order.
    package var columns: [Column] {
        switch self {
        case .scans: Column.ofScans
        case .stocks: Column.ofStocks
        case .failures: Column.ofFailures
        case .trades: TradeRow.columns
        case .signals: Column.ofSignals
        case .events: Column.ofEvents
        }
    }
}
