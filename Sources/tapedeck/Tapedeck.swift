import ArgumentParser
import Scanning

/// The program of the service: serves scans, runs one, lists what can be scanned.
@main
struct Tapedeck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tapedeck",
        abstract: "Backtest a strategy over a whole market, and record every step on tape.",
        discussion: """
            Exit codes: 0 done, 1 the scan or the service failed, 64 a wrong command or request, \
            130 cancelled by the user.
            """,
        version: Engine.version,
        subcommands: [
            ScanCommand.self, ResumeCommand.self, BacktestCommand.self, ServeCommand.self,
            StrategiesCommand.self, UniversesCommand.self,
        ])
}
