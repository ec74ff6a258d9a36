import ArgumentParser
import Backtesting
import Jobs
import Projections
import Tapes
import Scanning
import StrategyFiles
import UnixSignals

/// `tapedeck scan`: one scan in the foreground.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Run one scan and show its progress.",
        discussion: """
            Progress goes to standard error: a bar on a terminal, elsewhere a line at most every \
            five per cent. Ctrl-C cancels the scan, which its tape then says; once more ends the \
            program at once, and `tapedeck resume` can go on. NO_COLOR turns colours off. Names \
            in brackets are environment variables. \(ProgramExit.help)
            """)

    @Argument(
        help: ArgumentHelp(
            "A strategy's name, of those that `tapedeck strategies` lists; or the path of a file, "
                + "which has a / or ends in .strategy.", valueName: "name|file"))
    var strategy: StrategyArgument

    @OptionGroup var request: RequestOptions
    @OptionGroup var tapes: StoreOptions
    @OptionGroup var strategies: StrategyOptions
    @OptionGroup var pace: PaceOptions

    @OptionGroup var display: DisplayOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var verdict: VerdictOptions

    func run() async throws {
        let environment = try await Settings()
        let (tapes, settings) = (try tapes.resolve(environment), try pace.resolve(environment))
        do {
            let strategies = StrategyFolder(
                path: try strategies.path(environment, beside: tapes.variableDirectory))
            let sources = priceSources(tapes)
            let plan = try ScanPlan(
                try request.request(strategy), strategies: strategies, sources: sources)
            let store = try await openStore(tapes)
            if !store.interrupted.isEmpty {
                warn("\(store.interrupted.count) scans were cut off; see `tapedeck resume`")
            }
            // Before there is a tape that a signal could leave open-ended.
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            let control = ScanControl()
            let runner = ScanRunner(
                store: store, strategies: strategies, sources: sources, settings: settings)
            let scan = try await runner.begin(plan, control: control)
            let state = try await withCancellation(control, on: signals) {
                try await show(scan, of: runner, every: display.every)
            }
            try output.report(state, tape: store.archive.path(of: scan.job))
            try verdict.exit(of: state).throwUnlessDone()
        } catch let refusal as ScanRefusal {
            throw refusal.ending
        } catch let error as TapeError {
            throw Failure(error)
        }
    }
}
