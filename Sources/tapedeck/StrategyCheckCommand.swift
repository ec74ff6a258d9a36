import ArgumentParser
import Backtesting
import StrategyFiles
import StrategyText

/// `tapedeck strategy check`: what is wrong with a file, and where.
struct StrategyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a strategy's file: each mistake with its line and column.",
        discussion: """
            Mistakes and warnings go to standard error, as those of a compiler. Ends with 0 where \
            the file is a strategy, with 1 where it has mistakes, with 64 where it cannot be read.
            """)

    @Argument(help: "The file.")
    var file: String

    @OptionGroup var columns: ColumnOptions

    @Flag(
        help: ArgumentHelp(
            "Print mistakes, inputs, columns, rules, bars needed and cost as one JSON object on "
                + "standard output."))
    var json = false

    func run() async throws {
        let limits = try columns.resolve(await Settings())
        let argument = StrategyArgument(argument: file)
        let report = StrategyCheckReport(
            try argument.bytes(), name: argument.name, limits: limits)
        if json {
            try printResult(report.json + [UInt8(ascii: "\n")])
        } else {
            StrategyProblems(problems: report.problems).tell(file: file)
            if let program = report.program {
                let cost = program.plan.cost
                try printResult([
                    "\(file): \"\(program.title)\" can be run: it needs "
                        + "\(program.plan.barsForAnEntry) bars and computes \(cost.columnNodes) "
                        + "columns, \(cost.peakColumns) at a time"
                        + (limits.mostBars(cost).map { ", on at most \($0) bars a scan." } ?? ".")
                ])
            }
        }
        if !report.isValid { throw ProgramExit.failed.error }
    }
}
