import AnalyticsExport
import ArgumentParser
import EventLog
import Foundation
import ScanHistory

/// `tapedeck-replay export`: scans as tables for analysts.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write scans as tables: CSV, NDJSON, Parquet or SQLite.",
        discussion: """
            Tables: scans, stocks, failures, events; Schemas/exports.md has their columns. The \
            output is a directory with a file a table, one file if a single table is named, and \
            always one for SQLite. An earlier export there is replaced.

            Each tape is verified first: checksums, sequence, seal, and the root in the registry. \
            If one does not hold, nothing is written. Of a tape that is still recorded, what is \
            committed is exported and marked as not sealed.
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

    func validate() throws {
        guard common.output != nil else {
            throw ValidationError("name the file or directory with --output")
        }
        _ = try chosenTables()
        for time in [since, until].compactMap(\.self) { try validateTime(time) }
        if !jobs.isEmpty, strategy != nil || since != nil || until != nil {
            throw ValidationError("--strategy, --since and --until choose among all scans")
        }
    }

    func run() async throws {
        try await common.run(onTerminal: true) { output in
            let path = common.output ?? ""
            try Output.refuse(path, in: common.variableDirectory + "/scans")
            let sources = try sources()
            if sources.isEmpty { warn("Note: there is no such scan; the tables are empty") }
            let interruption = Interruption()
            var display = ExportDisplay()
            let summary: ExportSummary
            do {
                summary = try TapeExport(format, tables: chosenTables()).run(sources, to: path) {
                    try interruption.check()
                    display.show($0)
                }
            } catch is CancellationError {
                display.clear()
                warn("Interrupted; nothing was exported")
                throw ExitCode(130)
            } catch {
                display.clear()
                throw error
            }
            display.clear()
            for line in lines(summary) { try output.write(line: line) }
            for tape in summary.tapes where !tape.isSealed {
                warn("Note: \(tape.job) is not sealed: its first \(tape.records) records are there")
            }
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

    private func sources() throws -> [ExportSource] {
        let archive = common.archive
        var paths: [String] = []
        if jobs.isEmpty {
            var query = ScanListQuery()
            query.strategy = strategy
            query.since = since
            query.until = until
            query.limit = .max
            for entry in try archive.list(query).entries.reversed() {
                let path = archive.path(of: entry.job)
                if entry.state == "missing" { throw HistoryError.gone(path: path) }
                paths.append(path)
            }
        } else {
            for job in jobs {
                let path = try archive.tape(named: job)
                if !paths.contains(path) { paths.append(path) }
            }
        }
        var registrations: [String: TapeRegistration] = [:]
        return try paths.map { path in
            let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
            let registration =
                try registrations[directory] ?? TapeRegistration(besideTapeAt: path)
            registrations[directory] = registration
            let name = URL(fileURLWithPath: path).lastPathComponent
            return ExportSource(name: JobID(tapePath: path)?.description ?? name) {
                let reader = try archive.reader(at: path)
                return (reader, try registration.seal(of: reader))
            }
        }
    }

    private func lines(_ summary: ExportSummary) -> [String] {
        let scans = summary.tapes.count == 1 ? "1 scan" : "\(summary.tapes.count) scans"
        let rows = summary.files.map { file in
            [
                summary.files.count == 1
                    ? URL(fileURLWithPath: common.output ?? "").lastPathComponent : file.name,
                "\(file.rows)", "\(file.bytes)",
            ]
        }
        return ["\(scans) verified and exported to \(common.output ?? "")"]
            + TextTable(header: ["file", "rows", "bytes"], rows: rows, rightAligned: [1, 2]).lines
    }
}

extension ExportFormat: ExpressibleByArgument {}
