import ArgumentParser
import Jobs
import PriceSources
import Projections
import ScanEvents
import Scanning
import StrategyFiles
import Sweeps

/// `tapedeck sweep`: many sets of parameters over a market, in the foreground.
struct SweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Try many sets of parameters on every stock, and judge the best of them.",
        discussion: """
            Tells how many sets and trials there are before it starts. The best set is judged: how \
            its neighbours do, how much of its Sharpe ratio luck alone gives to so many trials, how \
            often the best of one half of the days falls behind in the other. Progress, Ctrl-C and \
            `tapedeck resume` are those of `tapedeck scan`. Names in brackets are environment \
            variables. \(ProgramExit.help)
            """)

    @Argument(
        help: ArgumentHelp(
            "A strategy's name, of those that `tapedeck strategies` lists; or the path of a file, "
                + "which has a / or ends in .strategy.", valueName: "name|file"))
    var strategy: StrategyArgument

    @OptionGroup var sets: SetOptions
    @OptionGroup var sweeps: SweepLimitOptions
    @OptionGroup var request: RequestOptions
    @OptionGroup var tapes: StoreOptions
    @OptionGroup var strategies: StrategyOptions
    @OptionGroup var pace: PaceOptions

    @OptionGroup var display: DisplayOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var verdict: VerdictOptions

    func run() async throws {
        let limits = try sweeps.resolve(try await Settings())
        let wanted = SweepRequest(try request.request(strategy), sets.terms)
        let (state, tape) = try await foregroundScan(tapes, strategies, pace, display) {
            strategies, sources throws(ScanRefusal) in
            let plan = try ScanningConfiguration(
                strategies: strategies, sources: sources, limits: limits
            ).plan(wanted)
            for line in plan.announcement { Console.standardError.say(line) }
            return plan
        }
        try output.report(state, tape: tape)
        try verdict.exit(of: state).throwUnlessDone()
    }
}

extension ScanPlan {
    /// How many sets and trials a sweep has, before it starts; nothing for a scan.
    fileprivate var announcement: [String] {
        guard let sweep, let trials else { return [] }
        let count = sweep.sets.count
        var left: [String] = []
        if sweep.sets.dropped > 0 { left.append("\(Self.spelt(sweep.sets.dropped)) dropped") }
        if sweep.sets.repeated > 0 {
            left.append("\(Self.spelt(sweep.sets.repeated)) named more than once")
        }
        let product =
            "\(Self.spelt(count)) \(count == 1 ? "set" : "sets")"
            + " × \(Self.spelt(tickers.count)) \(tickers.count == 1 ? "stock" : "stocks")"
            + " = \(Self.spelt(trials)) \(trials == 1 ? "trial" : "trials")"
        let rest = left.isEmpty ? "" : "; sets left out: " + left.joined(separator: ", ")
        let ranges = zip(sweep.sets.names, sweep.sets.columns).map(Self.range)
        return ["Sets: " + ranges.joined(separator: ", "), product + rest]
    }

    /// An input and the values that it takes: `period 10…50 (21 values)`.
    private static func range(of input: String, _ column: [Double]) -> String {
        let values = Set(column).sorted()
        guard let least = values.first, let most = values.last, values.count > 1 else {
            return "\(input) \(values.first.map(text) ?? "")"
        }
        return "\(input) \(text(least))…\(text(most)) (\(values.count) values)"
    }

    /// A value without the decimals that say nothing.
    private static func text(_ value: Double) -> String {
        Int(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    /// A count with separators: `222,705`.
    private static func spelt(_ count: Int) -> String {
        String(ScanState.dollars(Double(count)).dropFirst())
    }
}
