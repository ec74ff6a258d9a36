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
    private let database: (any ExportDatabase)?
    /// Whether a manifest tells of the files, as they do not tell all themselves.
    private let hasManifest: Bool

    /// Creates the files.
    init(
        _ format: ExportFormat, _ shapes: [TableShape], in directory: String,
        _ fileSystem: any FileSystem, _ room: (any ExportRoom)?
    ) throws {
        self.format = format
        tables = shapes.map(\.table)
        self.directory = directory
        self.fileSystem = fileSystem
        self.room = room
        var sinks: [ExportTable: any TableSink] = [:]
        switch format.layout {
        case .fileATable(let saysAll, let sink):
            database = nil
            hasManifest = !saysAll || tables.count > 1
            for shape in shapes {
                let file = try ExportFile(
                    Self.name(of: shape.table, format), in: directory, fileSystem, room)
                sinks[shape.table] = try sink(shape, file)
            }
        case .database(let create):
            let place = DatabasePlace(
                name: Self.databaseName(format), directory: directory, tables: shapes,
                fileSystem: fileSystem, room: room)
            let database = try create(place)
            for table in tables { sinks[table] = database.sink(of: table) }
            self.database = database
            hasManifest = false
        }
        self.sinks = sinks
    }

    /// What the file of a table is called.
    static func name(of table: ExportTable, _ format: ExportFormat) -> String {
        "\(table.rawValue).\(format.name)"
    }

    private static func databaseName(_ format: ExportFormat) -> String { "export.\(format.name)" }

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
        if database != nil { return [(Self.databaseName(format), path)] }
        let manifest =
            hasManifest
            ? [(ExportTarget.manifestName, path + EarlierExport.manifestSuffix)] : []
        return manifest + tables.map { (Self.name(of: $0, format), path) }
    }
}
