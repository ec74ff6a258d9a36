import StrategyText

/// Columns that several sets of parameters share.
extension StockColumns {
    /// Takes a column that was computed elsewhere.
    mutating func give(_ column: Column, to node: NodeID) { columns[node] = column }

    /// Says what a run is still to compute, once all that this reads has been given.
    mutating func leave(_ steps: [PreparedPlan.Step]) { schedule = steps }

    /// Whether a node has been computed, and not been given up.
    func has(_ node: NodeID) -> Bool { columns[node] != nil }

    /// Gives the column of a node up.
    mutating func drop(_ node: NodeID) {
        columns[node] = nil
        if let (place, _) = prepared.compared.places[node] { orders[place] = nil }
    }

    /// The column of a node.
    mutating func column(_ node: NodeID) -> Column {
        if let column = columns[node] { return column }
        return switch prepared.kinds[node] {
        case .series: .series(series(node))
        case .truth: .truth(truth(node))
        case .lines: .lines(lines(node))
        }
    }

    /// Hands out the bars on which a node is true.
    @inline(__always)
    mutating func withTrue(_ node: NodeID, _ use: (borrowing BitPlane) -> Void) {
        use(truth(node).isTrue)
    }
}
