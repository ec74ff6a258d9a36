internal import EventLog

/// Where the rows of one table go.
protocol TableSink: AnyObject, Sendable {
    /// Gives rows the form of the format; called on any thread, for several batches at once.
    func encode(_ batch: RowBatch) -> EncodedBatch
    /// Writes what comes next; called for one batch after the other, in their order.
    func write(_ part: EncodedBatch) throws
    /// Ends the table once everything is written.
    func finish(_ facts: ExportFacts) throws -> ExportedFile?
}

/// Rows in the form of a format.
struct EncodedBatch: Sendable {
    /// How many rows there are.
    let rows: Int
    /// Their bytes.
    var bytes: [UInt8] = []
    /// What Parquet's footer tells of them.
    var rowGroup: ParquetRowGroup?
    /// The rows themselves, for a database.
    var batch: RowBatch?
}

/// What an export's metadata tells.
struct ExportFacts: Sendable {
    /// The version of the tables' form: of names, types and meaning of the columns.
    static let formVersion = 1

    let format: ExportFormat
    let tapes: [ExportedTape]
}

/// A file of an export.
package struct ExportedFile: Sendable, Equatable {
    /// Its name in the export's directory.
    package let name: String
    /// Its table; nil for a file of all tables.
    package let table: ExportTable?
    /// How many rows it has.
    package let rows: Int
    /// Its size.
    package let bytes: Int
    /// Lower-case hex SHA-256 of its bytes; nil for a database, which is not written front to back.
    package let sha256: String?
}
