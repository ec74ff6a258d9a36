internal import Foundation
internal import GRDB
internal import Storage
internal import Synchronization

extension ExportFormat {
    /// One SQLite database of all tables.
    package static let sqlite = ExportFormat(
        "sqlite", title: "Database (SQLite)", mediaType: "application/vnd.sqlite3", isText: false,
        .database { try SQLiteFile($0) },
        Signature(magic: SQLiteSchema.magic) {
            try SQLiteFile.objection(to: $0.path, head: $0.head)
        })
}

/// The database of an export while it is written, in one transaction.
///
/// It is new and has a name of its own until it is whole, so nothing is journaled.
final class SQLiteFile: ExportDatabase {
    private let path: String
    private let name: String
    private let queue: DatabaseQueue
    private let tables: [TableShape]
    private let fileSystem: any FileSystem
    private let room: (any ExportRoom)?
    private let rows = Mutex(0)

    /// Creates the database.
    init(_ place: DatabasePlace) throws {
        name = place.name
        let path = "\(place.directory)/\(place.name)"
        self.path = path
        tables = place.tables
        fileSystem = place.fileSystem
        let room = place.room
        self.room = room
        var configuration = Configuration()
        // Rows of stocks come before that of their scan; all is checked at the end.
        configuration.foreignKeysEnabled = false
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                    + "PRAGMA locking_mode = EXCLUSIVE")
            // Files that are only there while indices are sorted would take of the room, too.
            if room != nil { try database.execute(sql: "PRAGMA temp_store = MEMORY") }
        }
        queue = try Self.onDatabase(path) {
            try DatabaseQueue(path: path, configuration: configuration)
        }
        try perform { database in
            try database.execute(
                sql: "PRAGMA application_id = \(SQLiteSchema.applicationID); "
                    + "PRAGMA user_version = \(ExportFacts.formVersion)")
            let version = try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? ""
            let numbers = version.split(separator: ".").compactMap { Int($0) }
            let isStrict = !numbers.lexicographicallyPrecedes([3, 37])
            try database.execute(sql: "BEGIN")
            for table in tables {
                try database.execute(sql: SQLiteSchema.create(table, isStrict: isStrict))
            }
        }
    }

    func sink(of table: ExportTable) -> any TableSink { SQLiteSink(self) }

    /// Inserts rows.
    func insert(_ batch: RowBatch) throws {
        try perform { database in
            let statement = try database.cachedStatement(sql: SQLiteSchema.insert(batch.shape))
            var source = SQLiteRows(batch)
            while let values = source.next() {
                statement.setUncheckedArguments(StatementArguments(values))
                try statement.execute()
            }
            rows.withLock { $0 += batch.count }
        }
    }

    /// Adds indices, views and metadata, and makes all durable.
    func finish(_ facts: ExportFacts) throws -> ExportedFile {
        try perform { database in
            for table in tables {
                for index in SQLiteSchema.indices(table.table) { try database.execute(sql: index) }
            }
            for view in SQLiteSchema.views where view.tables.isSubset(of: tables.map(\.table)) {
                try database.execute(sql: "CREATE VIEW \(view.name) AS\n\(view.query)")
            }
            try database.execute(
                sql: "CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
            for (name, value) in facts.members(of: nil) {
                try database.execute(
                    sql: "INSERT INTO metadata VALUES (?, ?)", arguments: [name, value])
            }
            try database.checkForeignKeys()
            try database.execute(sql: "COMMIT")
        }
        try Self.onDatabase(path) { try queue.close() }
        let (path, fileSystem) = (path, fileSystem)
        let bytes = try asExportError { () throws(FileError) in
            let file = try fileSystem.open(path, forWriting: true)
            try file.synchronize()
            return try file.size()
        }
        return ExportedFile(
            name: name, table: nil, rows: rows.withLock { $0 }, bytes: bytes, sha256: nil)
    }

    private func perform(_ work: (Database) throws -> Void) throws {
        do {
            try room.take { left in
                try queue.inDatabase { database in
                    try limit(database, to: left)
                    try work(database)
                }
            }
        } catch let error as DatabaseError
            where room != nil && error.resultCode == .SQLITE_FULL
        {
            throw ExportError.noRoom(path: path)
        } catch {
            try Self.onDatabase(path) { throw error }
        }
    }

    /// Keeps the file from growing by more than so many bytes; what is not written yet counts.
    private func limit(_ database: Database, to left: Int) throws {
        guard room != nil else { return }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let written = (attributes[.size] as? NSNumber)?.intValue ?? 0
        let pageBytes = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
        // No disk has more than the largest number of pages that there may be.
        let pages = min(written / pageBytes + max(0, left) / pageBytes, 0xffff_fffe)
        // To SQLite, a limit of 0 is none.
        guard pages > 0 else { throw ExportError.noRoom(path: path) }
        try database.execute(sql: "PRAGMA max_page_count = \(pages)")
    }

    private static func onDatabase<Value>(
        _ path: String, _ work: () throws -> Value
    ) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            let advice = error.resultCode == .SQLITE_FULL ? "; free some space" : ""
            throw ExportError.database(
                path: path, reason: (error.message ?? "SQLite error \(error.resultCode)") + advice)
        }
    }
}

/// A table of the database.
final class SQLiteSink: TableSink {
    private let file: SQLiteFile

    init(_ file: SQLiteFile) {
        self.file = file
    }

    func encode(_ batch: RowBatch) -> EncodedBatch {
        EncodedBatch(rows: batch.count, detail: batch, keepsRows: true)
    }

    func write(_ part: EncodedBatch) throws {
        if let batch = part.detail as? RowBatch { try file.insert(batch) }
    }

    func finish(_ facts: ExportFacts) throws -> ExportedFile? { nil }
}
