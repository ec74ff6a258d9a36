import AnalyticsExport
import ArgumentParser
import EventLog
import Foundation
import Projections
import Tapes
import Storage

/// `tapedeck-replay export`: scans as tables for analysts.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write scans as tables: CSV, NDJSON, Parquet or SQLite.",
        discussion: """
            Tables: scans, stocks, failures, events; Schemas/exports.md has their columns. The \
            output is a directory with a file a table, one file if a single table is named, and \
            always one for SQLite; a single file may go to standard output, -. An earlier export \
            there is replaced, and nothing else is: --force insists. Of a directory, that replaces \
            the files that have the names of tables and leaves the others.

            Each tape is verified first: checksums, sequence, seal, and the root in the registry. \
            If one does not hold, nothing is written. Of a tape that is not sealed, what is \
            committed is exported and marked as such: nothing proves that nothing is missing.
            """)

    @Argument(help: "Scans: names, unique prefixes, `latest`, or paths of tapes; all unless named.")
    var jobs: [String] = []

    @OptionGroup var common: CommonOptions

    @Option(help: "The form of the files.")
    var format: ExportFormat

    @Option(help: ArgumentHelp("The tables, with commas between them.", valueName: "names"))
    var tables = ExportTable.allCases.map(\.rawValue).joined(separator: ",")

    @Option(help: "Of all scans: only those with this strategy.")
    var strategy: String?

    @Option(
        help: ArgumentHelp(
            "Of all scans: only those asked for at this time or later, in UTC.",
            valueName: "YYYY-MM-DD[Thh:mm]"))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "Of all scans: only those asked for before this time, in UTC.",
            valueName: "YYYY-MM-DD[Thh:mm]"))
    var until: String?

    @Flag(help: "Replace what is at the place of the output even if it is no export.")
    var force = false

    func validate() throws {
        guard let output = common.output else {
            throw ValidationError("name the file or directory with --output")
        }
        let export = TapeExport(format, tables: try chosenTables())
        if output == "-", export.isDirectory {
            throw ValidationError(
                "standard output takes one file: name one table with --tables, or --format sqlite")
        }
        for time in [since, until].compactMap(\.self) { _ = try utcTime(time) }
        if !jobs.isEmpty, strategy != nil || since != nil || until != nil {
            throw ValidationError("--strategy, --since and --until choose among all scans")
        }
    }

    func run() async throws {
        try await common.run(onTerminal: true) { output in
            let path = common.output ?? ""
            if path == "-" { return try export(into: &output) }
            try Output.refuse(path, in: common.variableDirectory + "/scans")
            let summary = try export(to: path)
            for line in lines(summary) { try output.write(line: line) }
            noteOpenTapes(of: summary)
        }
    }

    /// Exports to a file or a directory, showing how far it is.
    private func export(to path: String) throws -> ExportSummary {
        let sources = try sources()
        if sources.isEmpty { warn("Note: there is no such scan; the tables are empty") }
        let interruption = Interruption()
        var display = ExportDisplay()
        defer { display.clear() }
        let export = TapeExport(format, tables: try chosenTables(), isForced: force)
        do {
            return try export.run(sources, to: path) {
                try interruption.check()
                display.show($0)
            }
        } catch is CancellationError {
            display.clear()
            warn("Interrupted; nothing was exported")
            throw ExitCode(130)
        }
    }

    /// Exports a single file to standard output, once it is whole and all tapes hold.
    private func export(into output: inout Output) throws {
        if isatty(STDOUT_FILENO) == 1, !format.isText {
            throw OutputError(
                path: "-", reason: "\(format.name) is not for a terminal; name a file")
        }
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("tapedeck-export-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appendingPathComponent("export").path
        let summary = try export(to: path)
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        // Nothing is left behind should the reader go away.
        try FileManager.default.removeItem(at: directory)
        while let bytes = try file.read(upToCount: 256 * 1024), !bytes.isEmpty {
            try output.write(bytes)
        }
        try output.flush()
        for line in lines(summary) { warn(line) }
        noteOpenTapes(of: summary)
    }

    private func noteOpenTapes(of summary: ExportSummary) {
        for tape in summary.tapes where !tape.isSealed {
            warn(
                "Note: \(tape.job.harmless) is not sealed: its first \(tape.records) records are "
                    + "there, and nothing proves that no others were")
        }
    }

    private func chosenTables() throws -> Set<ExportTable> {
        let names = tables.split(separator: ",", omittingEmptySubsequences: false)
        return Set(
            try names.map { name in
                guard let table = ExportTable(rawValue: String(name)) else {
                    let all = ExportTable.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ValidationError("there is no table '\(name)'; there are \(all)")
                }
                return table
            })
    }

    private func lines(_ summary: ExportSummary) -> [String] {
        let scans = summary.tapes.count == 1 ? "1 scan" : "\(summary.tapes.count) scans"
        let open = summary.tapes.count { !$0.isSealed }
        let place = common.output == "-" ? "standard output" : common.output ?? ""
        let rows = summary.files.map { file in
            [
                summary.files.count == 1
                    ? URL(fileURLWithPath: common.output ?? "").lastPathComponent : file.name,
                "\(file.rows)", "\(file.bytes)",
            ]
        }
        let first =
            open == 0
            ? "\(scans) verified and exported to \(place)"
            : "\(scans) exported to \(place): \(summary.tapes.count - open) verified to the seal, "
                + "\(open) not sealed"
        return [first]
            + TextTable(header: ["file", "rows", "bytes"], rows: rows, rightAligned: [1, 2]).lines
    }
}

extension ExportFormat: ExpressibleByArgument {
    /// Takes a format by its name.
    public init?(argument: String) {
        self.init(named: argument)
    }

    /// The names that there are.
    public static var allValueStrings: [String] { all.map(\.name) }
}
