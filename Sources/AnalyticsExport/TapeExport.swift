package import Storage
package import EventLog

/// A tape to export.
package struct ExportSource: Sendable {
    /// The tape, and the seal that is registered of it; nil where that is not known.
    package typealias Tape = (reader: LogReader, registered: LogSeal?)

    /// The scan's name if the tape does not tell it.
    let name: String
    /// Opens the tape.
    let open: @Sendable () throws -> Tape

    /// Names a tape, which is opened by `open` when its turn comes.
    ///
    /// `name` is the scan's where the tape does not tell it.
    package init(name: String, open: @escaping @Sendable () throws -> Tape) {
        self.name = name
        self.open = open
    }
}

/// How far an export is.
package struct ExportProgress: Sendable {
    /// How many tapes are done.
    package var tapesDone = 0
    /// How many tapes there are.
    package var tapes = 0
    /// How many records were read.
    package var records = 0
}

/// What was exported.
package struct ExportSummary: Sendable {
    /// The tapes.
    package let tapes: [ExportedTape]
    /// The files, the manifest left out; for a database the one.
    package let files: [ExportedFile]
}

/// Writes the tables of recorded scans to a file or a directory.
///
/// All tapes are read in whole and verified, members, sequence, seal and registered root, and only
/// if all of them hold, the export appears. Records are read on the calling thread, which must be one
/// that may block, and encoded on others; memory grows with the stocks of one scan and with the
/// number of scans, not with the records of a tape.
package struct TapeExport: Sendable {
    private let format: ExportFormat
    private let tables: [ExportTable]
    private let isForced: Bool
    private let fileSystem: any FileSystem
    private let room: (any ExportRoom)?

    /// Prepares an export.
    ///
    /// - Parameters:
    ///   - format: the form of the files.
    ///   - tables: what is exported; a database has `scans` too, to which the others refer.
    ///   - isForced: whether files that are no exports may be replaced, too.
    ///   - fileSystem: the disk.
    ///   - room: what the export may take of the disk; nil for all of it.
    package init(
        _ format: ExportFormat, tables: Set<ExportTable> = Set(ExportTable.allCases),
        isForced: Bool = false, fileSystem: any FileSystem = PosixFileSystem(),
        room: (any ExportRoom)? = nil
    ) {
        precondition(!tables.isEmpty, "an export has a table at least")
        self.format = format
        self.tables = ExportTable.allCases.filter {
            tables.contains($0) || format.isDatabase && $0 == .scans
        }
        self.isForced = isForced
        self.fileSystem = fileSystem
        self.room = room
    }

    /// Whether the export is a directory of files: several tables in a format of a file a table.
    package var isDirectory: Bool { !format.isDatabase && tables.count > 1 }

    /// Exports `sources` to `path`, which is replaced if it is an export or empty; blocks.
    ///
    /// - Parameters:
    ///   - sources: the tapes, each of another scan.
    ///   - path: a directory or a file, as `isDirectory` tells.
    ///   - progress: called now and then; what it throws ends the export and leaves nothing.
    /// - Returns: what was exported.
    /// - Throws: `ExportError`, or `LogError` where a tape is damaged or cannot be read.
    package func run(
        _ sources: [ExportSource], to path: String,
        progress: (ExportProgress) throws -> Void = { _ in }
    ) throws -> ExportSummary {
        let target = try ExportTarget(
            path, isDirectory: isDirectory, isForced: isForced, fileSystem)
        do {
            let inputs =
                try tables.contains(where: \.hasInputs)
                ? InputColumns(of: sources) : InputColumns()
            let files = try ExportFiles(
                format, tables.map { TableShape($0, inputs) }, in: target.workPath, fileSystem,
                room)
            let tapes = try write(sources, to: files, inputs, progress)
            let written = try files.finish(ExportFacts(format: format, tapes: tapes))
            try target.publish(files.places(at: target.path))
            return ExportSummary(tapes: tapes, files: written)
        } catch {
            target.discard()
            throw error
        }
    }

    private func write(
        _ sources: [ExportSource], to files: ExportFiles, _ inputs: InputColumns,
        _ progress: (ExportProgress) throws -> Void
    ) throws -> [ExportedTape] {
        let pipeline = EncodingPipeline(files.sinks, places: 1)
        do {
            var batches = ExportBatches(pipeline, inputs)
            var tapes: [ExportedTape] = []
            var jobs: Set<String> = []
            var done = ExportProgress(tapes: sources.count)
            for source in sources {
                let tape = try write(source, to: &batches, &done, progress)
                guard jobs.insert(tape.job).inserted else {
                    throw ExportError.twice(job: tape.job)
                }
                tapes.append(tape)
                done.tapesDone += 1
                try progress(done)
            }
            try batches.passOnRest()
            try pipeline.finish()
            return tapes
        } catch {
            // What is on its way must not write into files that are gone.
            try? pipeline.finish()
            throw error
        }
    }

    private func write(
        _ source: ExportSource, to batches: inout ExportBatches, _ done: inout ExportProgress,
        _ progress: (ExportProgress) throws -> Void
    ) throws -> ExportedTape {
        let (reader, registered) = try source.open()
        var check = TapeCheck(reader, registered: registered)
        var rows = TapeRows(path: reader.path, name: source.name, tables: Set(tables))
        var blocks = reader.blocks()
        while let block = try blocks.next() {
            try check.add(block)
            try rows.add(block, to: &batches)
            done.records += block.count
            try progress(done)
        }
        let tape = try check.finish(job: String(decoding: rows.job, as: UTF8.self))
        try rows.finish(tape, to: &batches)
        return tape
    }
}
