internal import EventLog
internal import Storage

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
    /// What else the sink that made it wants to know of them.
    var detail: (any Sendable)?
    /// Whether the detail holds the rows themselves, whose room then is not used again.
    var keepsRows = false
}

/// A file of all tables while it is written.
protocol ExportDatabase: Sendable {
    /// Where the rows of a table go.
    func sink(of table: ExportTable) -> any TableSink
    /// Makes the file whole and durable.
    func finish(_ facts: ExportFacts) throws -> ExportedFile
}

/// Where a database is made, and of what.
struct DatabasePlace {
    /// The file's name.
    let name: String
    /// The directory that it is made in.
    let directory: String
    /// Its tables, empty at first.
    let tables: [TableShape]
    /// The disk.
    let fileSystem: any FileSystem
    /// What it may take of the disk; nil for all of it.
    let room: (any ExportRoom)?
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
