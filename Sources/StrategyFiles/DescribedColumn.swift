package import StrategyText

/// What people are told of a column or a state of a text.
package struct DescribedColumn: Sendable {
    /// What it has on every bar.
    package enum Kind: String, Sendable {
        /// The same number, known before the run.
        case number
        /// A number.
        case series
        /// True, false or missing.
        case truth
        /// Several numbers by name.
        case lines
    }

    /// Its name.
    package let name: String
    /// What it has on every bar.
    package let kind: Kind
    /// The names of its lines, when it has several.
    package let lines: [String]
    /// Whether each bar makes it of the ones before.
    package let isState: Bool
    /// Its line in the file, counted from 1.
    package let line: Int
    /// Index of the first bar on which it has a value, with every input at its default.
    package let firstIndex: Int
}

extension StrategyProgram {
    /// The columns and states in the order of the file.
    package var describedColumns: [DescribedColumn] {
        let nodes = Dictionary(plan.columns.map { ($0.name, $0.node) }) { first, _ in first }
        let states = Dictionary(plan.states.map { ($0.name, $0.firstIndex) }) { first, _ in first }
        return columns.map { column in
            let node = nodes[column.name].map { plan.nodes[$0] }
            let kind: DescribedColumn.Kind =
                if column.isTruth {
                    .truth
                } else if !column.lines.isEmpty {
                    .lines
                } else if case .number = node?.operation {
                    .number
                } else {
                    .series
                }
            return DescribedColumn(
                name: column.name, kind: kind, lines: column.lines, isState: column.isState,
                line: column.line,
                firstIndex: column.isState ? states[column.name] ?? 0 : node?.firstIndex ?? 0)
        }
    }
}
