import ArgumentParser
import EventLog
import JSONText
import Projections
import ScanEvents
import StrategyFiles
import Tapes
import Auditing

/// `tapedeck-replay audit`: whether tapes are what was recorded.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Check tapes: bytes, records, sums, seal, registry, checkpoint.",
        discussion: """
            Without a JOB, all tapes of the directory and its registry are checked. Each finding \
            tells its member, byte and record, what was expected, what was found and what to do.

            A tape is `sound` if it is sealed and whole. One that is not sealed is `open`: sound so \
            far, but nothing proves that nothing is missing from its end.

            Exit codes: 0 sound, or open as the registry knows it; 1 findings; 2 could not run, or a \
            check that was asked for could not be made; 3 open, and no registry knows it as such: a \
            sealed tape that was cut short would look the same.
            """)

    @Argument(help: "Scans: names, unique prefixes, `latest`, or paths of tapes; all unless named.")
    var jobs: [String] = []

    @OptionGroup var common: CommonOptions

    @Flag(help: "Run the backtests again and name the first record that differs.")
    var recompute = false

    @Option(
        help: ArgumentHelp(
            "With --recompute: where the prices are now, if not where the request says.",
            valueName: "name"))
    var source: String?

    @Option(
        help: ArgumentHelp(
            "With --recompute: of a sweep only so many trials, drawn at random.",
            valueName: "trials"))
    var sample: Int?

    @Option(help: "With --sample: what they are drawn with. (default: 1)")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "With --recompute: the directory of your strategies, to say where a tape's is another "
                + "one now. (default: VAR/strategies)", valueName: "dir"))
    var strategies: String?

    @Option(
        help: ArgumentHelp(
            "The public key that must have signed the checkpoints: NAME+HASH+BASE64.",
            valueName: "key"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "The checkpoint of the one tape, such as a copy kept elsewhere; the file TAPE.checkpoint "
                + "unless told.", valueName: "path"))
    var checkpoint: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        if source != nil, !recompute { throw ValidationError("--source goes with --recompute") }
        if sample != nil, !recompute { throw ValidationError("--sample goes with --recompute") }
        if seed != nil, sample == nil { throw ValidationError("--seed goes with --sample") }
        if let sample, sample < 1 { throw ValidationError("--sample must be at least 1") }
        if strategies != nil, !recompute {
            throw ValidationError("--strategies goes with --recompute")
        }
        if checkpoint != nil, jobs.count != 1 {
            throw ValidationError("--checkpoint is that of one tape: name the tape")
        }
        if let key { _ = try Self.verifier(key) }
    }

    func run() async throws {
        let reports = try await common.run { output in
            let (reports, others) = try await audit()
            if json {
                try output.write(document(reports, others) + [UInt8(ascii: "\n")])
            } else {
                for line in lines(reports, others) { try output.write(line: line) }
            }
            return reports
        }
        if reports.contains(where: { $0.verdict == .findings }) { throw ExitCode(1) }
        if reports.contains(where: { $0.isIncomplete }) { throw ExitCode(2) }
        if reports.contains(where: { $0.mayBeCut }) { throw ExitCode(3) }
    }

    /// Reads a public key.
    static func verifier(_ key: String) throws -> CheckpointVerifier {
        do {
            return try CheckpointVerifier(key: key)
        } catch {
            throw ValidationError("--key: \(error)")
        }
    }

    /// The reports, and the files among the tapes that are none.
    private func audit() async throws -> ([AuditReport], others: [String]) {
        let archive = common.archive
        let audit = ArchiveAudit(
            checkpoints: ArchiveAudit.Checkpoints(
                path: checkpoint, verifier: try key.map(Self.verifier)))
        var reports: [AuditReport] = []
        var others: [String] = []
        if jobs.isEmpty {
            others = try audit.audit(all: archive) { reports.append($0) }
            // Nothing that was looked at is not the same as nothing that was found.
            if reports.isEmpty {
                throw TapeError.empty(directory: common.variableDirectory + "/scans")
            }
        } else {
            for job in jobs {
                let path = try archive.tape(named: job)
                reports.append(try audit.audit(tape: path))
            }
        }
        guard recompute else { return (reports, others) }
        let work = RecomputeAudit(
            strategies: StrategyFolder(
                path: strategies ?? common.variableDirectory + "/strategies"),
            sourceName: source,
            pricesDirectory: common.variableDirectory + "/prices",
            sample: sample.map { RecomputeAudit.Sample(count: $0, seed: seed ?? 1) })
        for index in reports.indices where reports[index].records > 0 && !reports[index].isRegistry
        {
            do {
                let reader = try archive.reader(at: reports[index].path)
                try await work.run(reader, &reports[index])
            } catch {
                // The audit itself tells what is wrong with the tape.
                reports[index].note("computed again up to the damage only")
            }
        }
        return (reports, others)
    }

    private func lines(_ reports: [AuditReport], _ others: [String]) -> [String] {
        var lines = reports.flatMap(\.lines)
        lines += others.map { "\($0.harmless): no tape" }
        guard jobs.isEmpty else { return lines }
        func count(_ verdict: AuditVerdict) -> Int { reports.count { $0.verdict == verdict } }
        return lines + [
            "\(reports.count) files audited: \(count(.sound)) sound, \(count(.open)) open, "
                + "\(count(.findings)) with findings"
        ]
    }

    private func document(_ reports: [AuditReport], _ others: [String]) -> [UInt8] {
        let verdict = AuditVerdict.worst(of: reports.map(\.verdict))
        return JSONWriter.object { json in
            json.member("verdict", verdict.rawValue)
            json.member("sound", verdict == .sound)
            json.name("tapes")
            json.array(reports) { $1.write(to: &$0) }
            json.member("others", others)
        }
    }
}
