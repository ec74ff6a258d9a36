import Projections

/// Rows of text in columns that are as wide as they need to be.
struct TextTable {
    let header: [String]
    let rows: [[String]]
    /// The columns whose texts end below each other.
    let rightAligned: Set<Int>

    /// The table, a line a row.
    var lines: [String] {
        let all = [header] + rows.map { $0.map(\.harmless) }
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = row.enumerated().map { column, text in
                let space = String(repeating: " ", count: widths[column] - text.count)
                return rightAligned.contains(column) ? space + text : text + space
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
