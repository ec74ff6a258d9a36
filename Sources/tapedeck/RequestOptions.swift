import ArgumentParser
import ScanEvents
import StrategyText

/// The options that make up the request of a scan.
struct RequestOptions: ParsableArguments {
    @Option(
        name: .customLong("param"),
        help: ArgumentHelp("A parameter of the strategy; repeatable.", valueName: "name=value"))
    var parameters: [Parameter] = []

    @Option(help: ArgumentHelp("The first day, inclusive.", valueName: "YYYY-MM-DD"))
    var start: String?

    @Option(help: ArgumentHelp("The last day, inclusive.", valueName: "YYYY-MM-DD"))
    var end: String?

    @Option(
        help: ArgumentHelp(
            "The day on which trading and all figures begin; the bars before it only warm up.",
            valueName: "YYYY-MM-DD"))
    var tradeFrom: String?

    @Option(help: "The cash to start with on each stock.")
    var cash = 10_000.0

    @OptionGroup var costs: CostOptions

    @Option(
        help: ArgumentHelp("Only these stocks, separated by commas.", valueName: "A,B,…"))
    var tickers: String?

    @Option(
        help: ArgumentHelp(
            "All the stocks of a set: sp500, bundled, all of the source, or file:PATH.",
            valueName: "name"))
    var universe: String?

    @Option(
        help: ArgumentHelp(
            "Where the prices come from: \(PriceSourceKind.help)", valueName: "name"))
    var source: String?

    @Option(
        help: ArgumentHelp(
            "What results are compared with, and what strategies read as benchmark: a ticker of the "
                + "source; without it, each stock held.", valueName: "ticker"))
    var benchmark: String?

    @Flag(
        help: ArgumentHelp(
            "Take the bar of a session that has not ended as it stands, which is left out "
                + "otherwise."))
    var includeOpen = false

    @Option(help: "How much time a bar covers, where the source has it: 5m, 1h, 1d, 1wk, ….")
    var interval = "1d"

    @Option(help: "What price fills an order: next_open, or close of the bar that gave it.")
    var fills = "next_open"

    @Flag(help: "Trade whole shares only, sized at the fill, in the account of backtesting.py.")
    var wholeUnits = false

    @Flag(
        help: ArgumentHelp(
            "Close a position that is open at the end, at the last bar's open, or with "
                + "--fills close at its close."))
    var finalizeTrades = false

    @Flag(
        help: ArgumentHelp(
            "End a stock at the close at which its account is worth nothing or less, as "
                + "--whole-units always does."))
    var stopAtRuin = false
    @Flag(help: "Record no trades: a smaller tape, which has the figures of each stock.")
    var noTrades = false

    /// A parameter as it is given on the command line.
    struct Parameter: ExpressibleByArgument {
        let name: String
        let value: Double

        init?(argument: String) {
            let parts = argument.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let value = Double(parts[1]) else { return nil }
            name = String(parts[0])
            self.value = value
        }
    }

    /// The request for a scan with `strategy`, of whose file the text is read now.
    ///
    /// - Parameters:
    ///   - strategy: what is run.
    ///   - untold: the kinds of warning of that text that make no sense where it is run.
    /// - Returns: the request.
    /// - Throws: `ValidationError` where a parameter is given twice, or what ends the program where
    ///   the file is no strategy.
    func request(
        _ strategy: StrategyArgument, leavingOut untold: Set<StrategyProblem.Code> = []
    ) throws -> ScanRequest {
        var values: [String: Double] = [:]
        for parameter in parameters {
            guard values.updateValue(parameter.value, forKey: parameter.name) == nil else {
                throw ValidationError("--param \(parameter.name) is given twice")
            }
        }
        return ScanRequest(
            strategy: strategy.name, strategyText: try strategy.checkedText(leavingOut: untold),
            parameters: values, startDate: start, endDate: end, tradeFrom: tradeFrom,
            interval: interval, cash: cash, commission: costs.commission, costs: costs.others,
            fills: fills, wholeUnits: wholeUnits, finalizeTrades: finalizeTrades,
            stopAtRuin: stopAtRuin, trades: !noTrades,
            tickers: tickers.map { $0.split(separator: ",").map(String.init) },
            universe: universe, source: source, benchmark: benchmark, includeOpen: includeOpen)
    }
}
