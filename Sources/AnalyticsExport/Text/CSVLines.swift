package import Projections

extension ExportFormat {
    /// Comma-separated values (RFC 4180), a file a table.
    package static let csv = ExportFormat(
        "csv", title: "Stocks as CSV", mediaType: "text/csv; charset=utf-8; header=present",
        isText: true,
        .fileATable(saysAll: false) { table, file in
            try LineSink(
                table, file, header: CSVLines.header(table.columns), lines: CSVLines.lines)
        })
}

extension ExportFormat {
    /// The table `signals` of one scan as comma-separated values, its header included.
    package static func csvLines(of rows: [SignalRow], job: String) -> [UInt8] {
        var batch = RowBatch(.signals)
        for row in rows {
            batch.add(job)
            batch.add(members: row)
        }
        return CSVLines.header(batch.shape.columns) + CSVLines.lines(batch)
    }
}

/// Rows as comma-separated values (RFC 4180): UTF-8, lines that end with CR LF, a quoted cell
/// wherever one is needed.
///
/// Nothing stands for a missing value, two quotes for an empty text. A text that a spreadsheet would
/// take for a formula has an apostrophe before it, and so has one that begins with an apostrophe:
/// whoever takes one apostrophe from the start of each text that has one, has the texts back.
enum CSVLines {
    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineEnd: [UInt8] = [0x0d, 0x0a]

    /// The line of names.
    static func header(_ columns: [Column]) -> [UInt8] {
        Array(columns.map(\.name).joined(separator: ",").utf8) + lineEnd
    }

    /// The lines of rows.
    static func lines(_ batch: RowBatch) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(batch.columns.reduce(0) { $0 + $1.sizeBytes } * 2)
        var values = [Int](repeating: 0, count: batch.columns.count)
        for row in 0..<batch.count {
            for (index, column) in batch.columns.enumerated() {
                if index > 0 { output.append(comma) }
                if column.nullCount > 0, !column.isPresent[row] { continue }
                append(column, values[index], to: &output)
                values[index] += 1
            }
            output.append(contentsOf: lineEnd)
        }
        return output
    }

    private static func append(_ column: ColumnBuffer, _ index: Int, to output: inout [UInt8]) {
        switch column.column.kind {
        case .integer: output.append(contentsOf: String(column.integers[index]).utf8)
        case .number: output.append(contentsOf: column.numbers[index].description.utf8)
        case .flag: output.append(contentsOf: (column.integers[index] == 1 ? "true" : "false").utf8)
        case .date: CalendarText.append(days: column.integers[index], to: &output)
        case .time: CalendarText.append(micros: column.integers[index], to: &output)
        case .text, .json: appendCell(column.text(of: index), to: &output)
        }
    }

    /// Appends a text as a cell.
    static func appendCell(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) {
        let isHarmful = isHarmful(text)
        guard isHarmful || text.isEmpty || text.contains(where: needsQuotes) else {
            output.append(contentsOf: text)
            return
        }
        output.append(quote)
        if isHarmful { output.append(UInt8(ascii: "'")) }
        for byte in text {
            if byte == quote { output.append(quote) }
            output.append(byte)
        }
        output.append(quote)
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        // A space too: some readers trim cells that have no quotes.
        byte == quote || byte == comma || byte == 0x0d || byte == 0x0a || byte == 0x20
    }

    /// Whether a spreadsheet would run the text, or the text looks as if it had been made harmless.
    private static func isHarmful(_ text: ArraySlice<UInt8>) -> Bool {
        switch text.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
            UInt8(ascii: "'"), 0x09, 0x0a, 0x0d:
            return true
        case 0xef:
            // The same signs in full width: U+FF1D, U+FF0B, U+FF0D, U+FF20.
            let rest = text.dropFirst().prefix(2)
            return [[0xbc, 0x9d], [0xbc, 0x8b], [0xbc, 0x8d], [0xbc, 0xa0]]
                .contains { rest.elementsEqual($0) }
        default:
            return false
        }
    }
}
