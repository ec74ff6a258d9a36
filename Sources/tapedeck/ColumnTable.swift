import Foundation
import Projections

/// Columns of one stock side by side, a row a bar.
struct ColumnTable {
    /// A column below its name.
    struct Column {
        /// Its name, such as `band.upper`.
        let name: String
        /// Its numbers, NaN where they are missing; truth as 1 and 0.
        let values: [Double]
        /// Whether it is true or false.
        let isTruth: Bool
    }

    /// The bars' times.
    let times: [String]
    /// What stands beside them.
    let columns: [Column]

    /// As comma-separated values (RFC 4180), numbers in the fewest digits that read back as the same
    /// one, nothing where one is missing.
    var csv: [UInt8] {
        var text = (["date"] + columns.map(\.name)).joined(separator: ",") + "\r\n"
        for (row, time) in times.enumerated() {
            text += time
            for column in columns {
                text += ","
                let value = column.values[row]
                if value.isNaN { continue }
                text += column.isTruth ? (value == 1 ? "true" : "false") : value.description
            }
            text += "\r\n"
        }
        return Array(text.utf8)
    }

    /// For people: numbers with four digits behind the point, `-` where one is missing.
    var lines: [String] {
        let cells =
            [times.map { $0 }]
            + columns.map { column in
                column.values.map { value in
                    if value.isNaN { return "-" }
                    return column.isTruth
                        ? (value == 1 ? "true" : "false") : String(format: "%.4f", value)
                }
            }
        let names = ["date"] + columns.map(\.name)
        return TextTable(
            [names] + times.indices.map { row in cells.map { $0[row] } }, words: 1
        ).lines()
    }
}
