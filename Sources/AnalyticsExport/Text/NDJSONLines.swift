extension ExportFormat {
    /// A JSON object a line, a file a table.
    package static let ndjson = ExportFormat(
        "ndjson", title: "Stocks as JSON lines", mediaType: "application/x-ndjson", isText: true,
        .fileATable(saysAll: false) { table, file in
            try LineSink(table, file, header: [], lines: NDJSONLines.lines)
        })
}

/// Rows as JSON objects, a line each, with null where a value is missing.
///
/// Each line has the same members of the same types, so that readers that infer them from the first
/// lines infer rightly: what is JSON of any shape is a string that holds it, byte for byte.
enum NDJSONLines {
    /// The lines of rows.
    static func lines(_ batch: RowBatch) -> [UInt8] {
        let names = batch.columns.enumerated().map { index, column in
            Array(((index == 0 ? "{\"" : ",\"") + column.column.name + "\":").utf8)
        }
        var output: [UInt8] = []
        output.reserveCapacity(batch.columns.reduce(batch.count * 64) { $0 + $1.sizeBytes } * 2)
        var values = [Int](repeating: 0, count: batch.columns.count)
        for row in 0..<batch.count {
            for (index, column) in batch.columns.enumerated() {
                output.append(contentsOf: names[index])
                if column.nullCount > 0, !column.isPresent[row] {
                    output.append(contentsOf: "null".utf8)
                    continue
                }
                append(column, values[index], to: &output)
                values[index] += 1
            }
            output.append(contentsOf: "}\n".utf8)
        }
        return output
    }

    private static func append(_ column: ColumnBuffer, _ index: Int, to output: inout [UInt8]) {
        switch column.column.kind {
        case .integer: output.append(contentsOf: String(column.integers[index]).utf8)
        case .number:
            let number = column.numbers[index]
            output.append(contentsOf: (number.isFinite ? number.description : "null").utf8)
        case .flag: output.append(contentsOf: (column.integers[index] == 1 ? "true" : "false").utf8)
        case .date:
            output.append(UInt8(ascii: "\""))
            CalendarText.append(days: column.integers[index], to: &output)
            output.append(UInt8(ascii: "\""))
        case .time:
            output.append(UInt8(ascii: "\""))
            CalendarText.append(micros: column.integers[index], to: &output)
            output.append(UInt8(ascii: "\""))
        case .json, .text: appendString(column.text(of: index), to: &output)
        }
    }

    /// Appends a text as a JSON string.
    static func appendString(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case 0..<0x20:
                output.append(contentsOf: #"\u00"#.utf8)
                output.append(byte < 16 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
                let low = byte & 15
                output.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
            default:
                output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
