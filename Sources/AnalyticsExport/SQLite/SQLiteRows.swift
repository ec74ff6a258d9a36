internal import GRDB

/// Rows as values for a statement, one row after the other.
struct SQLiteRows {
    private let batch: RowBatch
    /// The texts of repetitive columns, made once.
    private let words: [[DatabaseValue]]
    private var row = 0
    private var values: [Int]

    init(_ batch: RowBatch) {
        self.batch = batch
        values = [Int](repeating: 0, count: batch.columns.count)
        words = batch.columns.map { column in
            (0..<column.dictionary.count).map {
                Self.text(column.dictionary.bytes[column.dictionary.range(of: $0)])
            }
        }
    }

    /// The next row; nil behind the last.
    mutating func next() -> [DatabaseValue]? {
        guard row < batch.count else { return nil }
        var result: [DatabaseValue] = []
        result.reserveCapacity(batch.columns.count)
        for (index, column) in batch.columns.enumerated() {
            guard column.nullCount == 0 || column.isPresent[row] else {
                result.append(.null)
                continue
            }
            result.append(value(column, values[index], words[index]))
            values[index] += 1
        }
        row += 1
        return result
    }

    private func value(
        _ column: ColumnBuffer, _ index: Int, _ words: [DatabaseValue]
    ) -> DatabaseValue {
        switch column.column.kind {
        case .integer, .flag: return column.integers[index].databaseValue
        case .number: return column.numbers[index].databaseValue
        case .date:
            var text: [UInt8] = []
            CalendarText.append(days: column.integers[index], to: &text)
            return Self.text(text[...])
        case .time:
            var text: [UInt8] = []
            CalendarText.append(micros: column.integers[index], to: &text)
            return Self.text(text[...])
        case .text, .json:
            return column.column.isRepetitive
                ? words[Int(column.indices[index])] : Self.text(column.text(of: index))
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> DatabaseValue {
        String(decoding: bytes, as: UTF8.self).databaseValue
    }
}
