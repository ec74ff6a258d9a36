internal import Crypto
internal import Storage

/// A file of an export while it is written: its bytes, counted and hashed.
struct ExportFile {
    /// Its name in the export's directory.
    let name: String
    /// How many bytes it has.
    private(set) var bytes = 0
    private let path: String
    private let file: any OpenFile
    private let room: (any ExportRoom)?
    private var hash = SHA256()

    /// Creates the file `name` in `directory`.
    init(
        _ name: String, in directory: String, _ fileSystem: any FileSystem,
        _ room: (any ExportRoom)?
    ) throws {
        self.name = name
        path = "\(directory)/\(name)"
        self.room = room
        file = try asExportError { () throws(FileError) in
            try fileSystem.create("\(directory)/\(name)")
        }
    }

    /// Appends bytes.
    mutating func append(_ data: [UInt8]) throws {
        let (file, offset, path) = (file, bytes, path)
        try room.take { left in
            guard data.count <= left else { throw ExportError.noRoom(path: path) }
            try asExportError { () throws(FileError) in try file.writeAll(data, at: offset) }
        }
        hash.update(data: data)
        bytes += data.count
    }

    /// Makes the file durable and tells of it.
    mutating func finish(_ table: ExportTable?, rows: Int) throws -> ExportedFile {
        let file = file
        try asExportError { () throws(FileError) in try file.synchronize() }
        return ExportedFile(
            name: name, table: table, rows: rows, bytes: bytes,
            sha256: hash.finalize().hexadecimal)
    }
}

/// A table in a file of lines: CSV or NDJSON.
///
/// Unchecked: `encode` reads constants only, and the pipeline calls the others one after the other.
final class LineSink: TableSink, @unchecked Sendable {
    private let table: ExportTable
    private let lines: @Sendable (RowBatch) -> [UInt8]
    private var file: ExportFile
    private var rows = 0

    /// Creates the file with `header`; `lines` gives rows their form.
    init(
        _ shape: TableShape, _ file: ExportFile, header: [UInt8],
        lines: @escaping @Sendable (RowBatch) -> [UInt8]
    ) throws {
        table = shape.table
        self.lines = lines
        self.file = file
        try self.file.append(header)
    }

    func encode(_ batch: RowBatch) -> EncodedBatch {
        EncodedBatch(rows: batch.count, bytes: lines(batch))
    }

    func write(_ part: EncodedBatch) throws {
        try file.append(part.bytes)
        rows += part.rows
    }

    func finish(_ facts: ExportFacts) throws -> ExportedFile? {
        try file.finish(table, rows: rows)
    }
}
