import ArgumentParser
import Backtesting
import Foundation
import JSONText
import MarketData
import ScanEvents
import Scanning
import StrategyFiles

/// `tapedeck backtest`: one strategy on one stock, nothing recorded.
struct BacktestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Run a strategy on one stock and show its figures; nothing is recorded.")

    @Argument(
        help: ArgumentHelp(
            "A strategy's name, of those that `tapedeck strategies` lists; or the path of a file, "
                + "which has a / or ends in .strategy.", valueName: "name|file"))
    var strategy: StrategyArgument

    @Argument(help: "The stock.")
    var ticker: String

    @OptionGroup var request: RequestOptions
    @OptionGroup var tapes: StoreOptions
    @OptionGroup var strategies: StrategyOptions
    @OptionGroup var columns: ColumnOptions

    @Flag(help: "Print figures, trades, bars and equity as one JSON object.")
    var json = false

    func validate() throws {
        if request.tickers != nil || request.universe != nil {
            throw ValidationError(
                "a backtest has one stock; --tickers and --universe are for scans")
        }
    }

    func run() async throws {
        var request = try request.request(strategy)
        request.tickers = [ticker]
        let environment = try await Settings()
        let tapes = try tapes.resolve(environment)
        var settings = ScanSettings()
        settings.costLimits = try columns.resolve(environment)
        let folder = StrategyFolder(
            path: try strategies.path(environment, beside: tapes.variableDirectory))
        do {
            let report = try await BacktestReport(
                ScanPlan(request, strategies: folder, sources: priceSources(tapes)),
                settings: settings)
            if json {
                try printResult(report.json + [UInt8(ascii: "\n")])
            } else {
                try printResult(lines(report))
            }
        } catch let refusal as ScanRefusal {
            throw refusal.ending
        } catch let error as PriceError {
            throw Failure(error)
        } catch let error as BacktestError {
            throw Failure(error)
        }
    }

    private func lines(_ report: BacktestReport) -> [String] {
        let prices = report.prices
        let figures: [(name: String, text: String)] =
            report.statistics.entries.map { (name: $0.name, text: text($0.value)) }
            + [
                ("exposure_pct", text(.number(report.result.exposurePercent))),
                ("rejected_orders", "\(report.result.rejectedOrders)"),
                ("ruined", report.isRuined ? "yes" : "no"),
                ("bars", "\(prices.bars)"), ("rows_read", "\(prices.rowsRead)"),
                ("rows_dropped", "\(prices.rowsDropped)"),
                ("rows_outside_range", "\(prices.rowsOutsideRange)"),
            ]
            + (prices.rowsOpen > 0 ? [("rows_open", "\(prices.rowsOpen)")] : [])
            + [("prices_fetched_at", prices.fetchedAt ?? "-")]
        let width = (figures.map(\.name.count).max() ?? 0) + 2
        return figures.map { figure in
            figure.name + String(repeating: " ", count: width - figure.name.count) + figure.text
        }
    }

    private func text(_ value: RunStatistics.Value?) -> String {
        switch value {
        case .time(let time): time.description
        case .count(let count): "\(count)"
        case .number(let number): String(format: "%.4f", number)
        case nil: "-"
        }
    }
}
