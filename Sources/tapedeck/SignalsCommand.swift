import AnalyticsExport
import ArgumentParser
import EventLog
import Glibc
import Projections
import ScanEvents
import Scanning
import Tapes

/// `tapedeck signals`: what a strategy holds and orders now, of a scan that is run or that was.
struct SignalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signals",
        abstract: "Show what a strategy holds of a market, and what it orders at the next open.",
        discussion: """
            With a strategy, the market is scanned and recorded as by `tapedeck scan`; with a scan, \
            its tape is read and nothing is run. Shares are those of the cash that each stock begins \
            with, and of prices as their source adjusts them. \(ProgramExit.help)
            """)

    @Argument(
        help: ArgumentHelp(
            "A strategy's name or file, as for `tapedeck scan`; or a scan's name, a unique prefix of "
                + "one from its date on, `latest`, or a tape's path, which ends in .gz.",
            valueName: "name|file|job"))
    var subject: StrategyArgument

    @Option(
        help: ArgumentHelp(
            "Tell also what has changed since an earlier scan: its name, or a tape's path.",
            valueName: "job"))
    var diff: String?

    @OptionGroup var request: RequestOptions
    @OptionGroup var tapes: StoreOptions
    @OptionGroup var strategies: StrategyOptions
    @OptionGroup var pace: PaceOptions
    @OptionGroup var display: DisplayOptions
    @OptionGroup var verdict: VerdictOptions

    @Flag(help: "Print one JSON object, as GET /market-scan/signals/JOB answers.")
    var json = false

    @Flag(help: "Print the table as CSV, as `tapedeck-replay export` writes it.")
    var csv = false

    func validate() throws {
        if json && csv { throw ValidationError("--json and --csv are two forms: give one") }
        if csv, diff != nil {
            throw ValidationError("--csv has the signals alone; --json has the diff, too")
        }
        guard isScan else { return }
        let untouched = try RequestOptions.parse([]).request(subject)
        if try request.request(subject) != untouched {
            throw ValidationError(
                "'\(subject.text)' is a scan that was recorded; what it asks for cannot be changed")
        }
    }

    func run() async throws {
        do {
            // Before a scan is run for it.
            var earlier: ScanState?
            if let diff { earlier = try await state(of: diff) }
            if isScan { return try report(try await state(of: subject.text), since: earlier) }
            let (state, _) = try await foregroundScan(
                of: request.request(subject), tapes, strategies, pace, display)
            if state.phase == .completed { try report(state, since: earlier) }
            try verdict.exit(of: state).throwUnlessDone()
        } catch let error as TapeError {
            throw Failure(error)
        } catch let error as LogError {
            throw Failure(error)
        }
    }

    /// Whether a recorded scan is meant: names of strategies have no `-`.
    private var isScan: Bool {
        let text = subject.text
        let digits = text.prefix { $0.isASCII && $0.isNumber }.count
        return text == "latest" || text.hasSuffix(".gz")
            || digits == 8 && text.dropFirst(8).prefix(1).allSatisfy { $0 == "-" }
    }

    /// The state of a recorded scan that tells its signals.
    private func state(of name: String) async throws -> ScanState {
        let place = try tapes.resolve(try await Settings())
        let archive = TapeArchive(variableDirectory: place.variableDirectory)
        let reader = try archive.reader(named: name)
        let state = try reader.scanState()
        guard state.signals == nil else { return state }
        throw ValidationError(state.whyNoSignals)
    }

    private func report(_ state: ScanState, since earlier: ScanState?) throws {
        if json {
            guard let document = state.signalsDocument(since: earlier) else { return }
            try printResult(document + [UInt8(ascii: "\n")])
        } else if csv {
            let job = state.requested?.jobID ?? ""
            try printResult(ExportFormat.csvLines(of: state.signalRows ?? [], job: job))
        } else {
            let columns = terminalColumns(STDOUT_FILENO) ?? .max
            try printResult(state.signalLines(columns: columns, since: earlier) ?? [])
        }
    }
}
