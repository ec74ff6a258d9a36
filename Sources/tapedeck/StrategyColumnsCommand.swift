import ArgumentParser
import Backtesting
import MarketData
import ScanEvents
import Scanning
import StrategyFiles
import StrategyText

/// `tapedeck strategy columns`: what a strategy sees on one stock, bar by bar.
struct StrategyColumnsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "columns",
        abstract: "Show every column, state and rule of a strategy on one stock, bar by bar.",
        discussion: """
            The date comes first, then columns and states by their names, then rules by what they \
            do and their line, such as enter_long_9. With --trade-from, the bars from there on. \
            Nothing is recorded. Names in brackets are environment variables.
            """)

    @Argument(
        help: ArgumentHelp(
            "A strategy's file, its path with a / or .strategy; or a strategy's name.",
            valueName: "file|name"))
    var strategy: StrategyArgument

    @Argument(help: "The stock.")
    var ticker: String

    @OptionGroup var request: RequestOptions
    @OptionGroup var tapes: StoreOptions
    @OptionGroup var strategies: StrategyOptions
    @OptionGroup var columns: ColumnOptions

    @Flag(
        help: ArgumentHelp(
            "Print comma-separated values: numbers in full, nothing where one is missing."))
    var csv = false

    func validate() throws {
        if request.tickers != nil || request.universe != nil {
            throw ValidationError(
                "columns are those of one stock; --tickers and --universe are for scans")
        }
    }

    func run() async throws {
        let environment = try await Settings()
        let tapes = try tapes.resolve(environment)
        let limits = try columns.resolve(environment)
        let folder = StrategyFolder(
            path: try strategies.path(environment, beside: tapes.variableDirectory))
        // Each column is shown, whether a rule looks at it or not.
        var request = try request.request(strategy, leavingOut: [.unusedColumn])
        request.tickers = [ticker]
        do {
            let plan = try ScanPlan(
                request, strategies: folder, sources: priceSources(tapes))
            let history = try await BacktestReport.history(
                plan, timeout: ScanSettings().stockTimeout)
            let columns = try StrategyColumns(
                plan.strategy, on: history.bars, cash: plan.request.cash,
                costs: plan.costs, execution: plan.execution,
                tradeFrom: plan.tradeFrom,
                benchmark: try await plan.benchmarkHistory(
                    timeout: ScanSettings().stockTimeout)?.bars,
                limits: limits)
            let table = ColumnTable(columns, history.bars)
            if csv {
                try printResult(table.csv)
            } else {
                try printResult(table.lines)
            }
        } catch let refusal as ScanRefusal {
            throw refusal.ending
        } catch let error as PriceError {
            throw Failure(error)
        } catch let error as BacktestError {
            throw Failure(error)
        }
    }
}

extension ColumnTable {
    /// What a strategy looked at over those bars, from the first that the run tells of.
    fileprivate init(_ strategy: StrategyColumns, _ bars: Bars) {
        let rows = strategy.result.firstBar..<bars.count
        self.init(
            times: bars.times[rows].map(\.description),
            columns: strategy.columns.map { column in
                let name = column.name + (column.line.map { "." + $0 } ?? "")
                return switch column.values {
                case .numbers(let numbers):
                    Column(name: name, values: Array(numbers[rows]), isTruth: false)
                case .truths(let truths):
                    Column(
                        name: name, values: truths[rows].map { $0.map { $0 ? 1 : 0 } ?? .nan },
                        isTruth: true)
                }
            })
    }
}
