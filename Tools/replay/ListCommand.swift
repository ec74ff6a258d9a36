import ArgumentParser
import JSONText
import Projections
import ScanEvents
import Tapes
import TapeStreams

/// `tapedeck-replay list`: the scans that there are.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the scans, newest first.",
        discussion: """
            A scan that has not ended is `unfinished`: running or cut off, which only the service \
            can tell. `damaged` and `missing` tapes call for `tapedeck-replay audit`. Of a tape \
            that is not sealed, nothing proves that nothing is missing from its end.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "Only scans with this strategy.")
    var strategy: String?

    @Option(help: "Only scans in this state: completed, cancelled, failed, unfinished, …")
    var state: String?

    @Option(
        help: ArgumentHelp(
            "Only scans asked for at this time or later, in UTC.", valueName: "YYYY-MM-DD[Thh:mm]"))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "Only scans asked for before this time, in UTC.", valueName: "YYYY-MM-DD[Thh:mm]"))
    var until: String?

    @Option(help: "The most scans to list; all unless told.")
    var limit: Int?

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
        for time in [since, until].compactMap(\.self) { _ = try utcTime(time) }
    }

    func run() async throws {
        try await common.run { output in
            var query = ScanListQuery()
            query.strategy = strategy
            query.standings = state.map { [ScanStanding($0)] }
            query.since = try since.map(utcTime)
            query.until = try until.map(utcTime)
            query.limit = limit ?? .max
            let entries = try common.archive.list(query).entries
            let others = try common.archive.files().others
            if json {
                try output.write(document(entries, others) + [UInt8(ascii: "\n")])
            } else {
                for line in lines(entries) { try output.write(line: line) }
                for name in others {
                    warn("Note: \(common.variableDirectory)/scans/\(name.harmless) is no tape")
                }
            }
        }
    }

    private func document(_ entries: [ScanListEntry], _ others: [String]) -> [UInt8] {
        JSONWriter.object { json in
            json.name("jobs")
            json.array(entries) { json, entry in
                json.object { json in
                    json.member("job_id", entry.job.description)
                    json.member("kind", entry.sets == nil ? "scan" : "sweep")
                    json.member("state", entry.standing.word)
                    json.nullableFlag("sealed", entry.isSealed)
                    json.nullableMember("strategy", entry.strategy)
                    json.member("requested_at", entry.requestedAt)
                    json.nullableMember("sets", entry.sets)
                    json.nullableMember("total", entry.total)
                    json.nullableMember("successful", entry.successful)
                    json.nullableMember("failed", entry.failed)
                    json.member("total_pnl", entry.totalPnL)
                    json.nullableMember("bytes", entry.bytes)
                }
            }
            json.member("others", others)
        }
    }

    private func lines(_ entries: [ScanListEntry]) -> [String] {
        if entries.isEmpty { return ["No scans in \(common.variableDirectory)/scans"] }
        let rows = entries.map(row)
        return TextTable(
            header: ["job", "state", "sealed", "strategy", "done", "failed", "pnl", "bytes"],
            rows: rows, rightAligned: [4, 5, 6, 7]
        ).lines
    }

    private func row(_ entry: ScanListEntry) -> [String] {
        let done = (entry.successful ?? 0) + (entry.failed ?? 0)
        return [
            entry.job.description, entry.standing.word,
            entry.isSealed.map { $0 ? "yes" : "no" } ?? "-",
            (entry.strategy ?? "-") + (entry.sets.map { ", \($0) sets" } ?? ""),
            entry.total.map { "\(done)/\($0)" } ?? "-",
            entry.failed.map(String.init) ?? "-",
            entry.totalPnL.map(ScanState.dollars) ?? "-",
            entry.bytes.map(String.init) ?? "-",
        ]
    }
}

extension JSONWriter {
    /// Writes a member with a flag, null where it is not known.
    fileprivate mutating func nullableFlag(_ name: String, _ flag: Bool?) {
        self.name(name)
        if let flag { value(flag) } else { null() }
    }
}

/// A time to filter by, in the form of the beginning of a record's.
func utcTime(_ text: String) throws -> String {
    if let time = WrittenTime.utc(text) { return time }
    throw ValidationError(
        "'\(text)' is no date or time of the form YYYY-MM-DD[Thh:mm], with seconds, Z or an offset "
            + "such as +01:00 if wanted")
}
