import ArgumentParser
import CommandRunning
import ScanEvents

/// The program of the service: serves scans, runs one, lists what can be scanned.
@main
struct Tapedeck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tapedeck",
        abstract: "Backtest a strategy over a whole market, and record every step on tape.",
        discussion: ProgramExit.help,
        version: Engine.version,
        subcommands: [
            ScanCommand.self, SweepCommand.self, SignalsCommand.self, WatchCommand.self,
            ResumeCommand.self, BacktestCommand.self,
            ServeCommand.self, StrategyCommand.self, StrategiesCommand.self, UniversesCommand.self,
        ])

    static func main() async { await runProgram() }
}
