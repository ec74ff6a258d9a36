import ArgumentParser

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
        let (state, tape) = try await foregroundScan(
            of: request.request(strategy), tapes, strategies, pace, display)
        try output.report(state, tape: tape)
        try verdict.exit(of: state).throwUnlessDone()
    }
}
