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
    /// A row a set of parameters of a sweep.
    case sets
    /// A row a trial: a set of parameters on a stock.
    case trials
    /// A row a record of a tape.
    case events

    /// The columns, in their order, those of the inputs that sweeps vary left out.
    package var columns: [Column] { TableShape(self).columns }

    /// Whether it has a column for each input that a sweep varies.
    var hasInputs: Bool { self == .sets || self == .trials }
}

/// A table with all columns that it has in one export.
struct TableShape: Sendable {
    /// The table.
    let table: ExportTable
    /// The columns, in their order.
    let columns: [Column]

    /// The shape of a table where sweeps vary these inputs.
    init(_ table: ExportTable, _ inputs: InputColumns = InputColumns()) {
        self.table = table
        columns = Self.columns(of: table, inputs)
    }

    private static func columns(of table: ExportTable, _ inputs: InputColumns) -> [Column] {
        switch table {
        case .scans: Column.ofScans
        case .sets: Column.ofSets + inputs.columns + Column.ofSetFigures
        case .trials: Column.ofTrials + inputs.columns
        case .stocks: Column.ofStocks
        case .failures: Column.ofFailures
        case .trades: TradeRow.columns
        case .signals: Column.ofSignals
        case .events: Column.ofEvents
        }
    }
}
