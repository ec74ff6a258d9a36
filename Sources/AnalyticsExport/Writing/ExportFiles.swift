internal import Storage

/// The files of an export in the directory where they are made.
struct ExportFiles {
    /// Where the rows of each table go.
    let sinks: [ExportTable: any TableSink]

    private let format: ExportFormat
    private let tables: [ExportTable]
    private let directory: String
    private let fileSystem: any FileSystem
    private let room: (any ExportRoom)?
    private let database: SQLiteFile?

    /// Creates the files.
    init(
        _ format: ExportFormat, _ tables: [ExportTable], in directory: String,
        _ fileSystem: any FileSystem, _ room: (any ExportRoom)?
    ) throws {
        self.format = format
        self.tables = tables
        self.directory = directory
        self.fileSystem = fileSystem
        self.room = room
        var sinks: [ExportTable: any TableSink] = [:]
        database =
            format == .sqlite
            ? try SQLiteFile("export.sqlite", in: directory, tables: tables, fileSystem, room) : nil
        for table in tables {
            if let database {
                sinks[table] = SQLiteSink(database)
                continue
            }
            let name = "\(table.rawValue).\(format.rawValue)"
            let file = try ExportFile(name, in: directory, fileSystem, room)
            switch format {
            case .csv:
                sinks[table] = try LineSink(
                    table, file, header: CSVLines.header(table.columns), lines: CSVLines.lines)
            case .ndjson:
                sinks[table] = try LineSink(table, file, header: [], lines: NDJSONLines.lines)
            case .parquet, .sqlite:
                sinks[table] = try ParquetSink(table, file)
            }
        }
        self.sinks = sinks
    }

    /// Ends all files and makes them durable, and writes the manifest if there is to be one.
    func finish(_ facts: ExportFacts) throws -> [ExportedFile] {
        if let database { return [try database.finish(facts)] }
        let files = try tables.compactMap { try sinks[$0]?.finish(facts) }
        if hasManifest {
            var manifest = try ExportFile(
                ExportTarget.manifestName, in: directory, fileSystem, room)
            try manifest.append(facts.manifest(files))
            _ = try manifest.finish(nil, rows: 0)
        }
        return files
    }

    /// Where the file of an export that is no directory goes, its manifest first.
    func places(at path: String) -> [(name: String, target: String)] {
        if format == .sqlite { return [("export.sqlite", path)] }
        let manifest =
            hasManifest
            ? [(ExportTarget.manifestName, path + EarlierExport.manifestSuffix)] : []
        return manifest + tables.map { ("\($0.rawValue).\(format.rawValue)", path) }
    }

    /// A Parquet file on its own says all in its footer.
    private var hasManifest: Bool { format != .parquet || tables.count > 1 }
}
