/// Rows of cells below each other, for a terminal or a text file: words to the left, figures to the
/// right.
package struct TextTable {
    private static let gap = "  "
    private let rows: [[String]]
    private let words: Int

    /// Takes rows of equally many cells, a heading among them.
    ///
    /// - Parameters:
    ///   - rows: the rows.
    ///   - words: how many columns, of the first, hold words.
    package init(_ rows: [[String]], words: Int) {
        self.rows = rows
        self.words = words
    }

    /// The lines; columns that do not fit into a width are left out, from the right.
    ///
    /// - Parameters:
    ///   - columns: the width, in characters.
    ///   - least: so many columns stay however narrow it is.
    /// - Returns: a line a row.
    package func lines(columns: Int = .max, least: Int = 3) -> [String] {
        guard let first = rows.first else { return [] }
        let widths = first.indices.map { column in
            rows.reduce(0) { max($0, $1[column].count) }
        }
        var (shown, used) = (0, 0)
        while shown < widths.count, shown < least || used + widths[shown] <= columns {
            used += widths[shown] + Self.gap.count
            shown += 1
        }
        return rows.map { row in
            row.prefix(shown).enumerated().map { column, cell in
                let blank = String(repeating: " ", count: widths[column] - cell.count)
                return column < words ? cell + blank : blank + cell
            }.joined(separator: Self.gap)
        }
    }
}
