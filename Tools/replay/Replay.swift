import ArgumentParser
import CommandRunning
import ScanEvents

/// The tool that plays, audits and exports recorded scans; it only reads, and needs no service.
@main
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tapedeck-replay",
        abstract: "Play back, audit and export recorded scans.",
        discussion: """
            JOB is a scan's name, a unique prefix of one, `latest`, or the path of a tape. Tapes \
            are only read, also those that are being recorded; no service is needed.

            Exit codes: 0 done and nothing found, 1 something found (damage, a difference, a \
            proof that does not hold), 2 could not run, 3 a tape that is not sealed and that no \
            registry knows as such (audit), 64 a wrong command, 141 nobody reads the output any \
            more.
            """,
        version: Engine.version,
        subcommands: [
            ListCommand.self, StreamCommand.self, StatusCommand.self, DiffCommand.self,
            CatCommand.self, AuditCommand.self, ProveCommand.self, VerifyProofCommand.self,
            ExportCommand.self, RepairCommand.self, KeyCommand.self,
        ])

    static func main() async { await runProgram() }
}
