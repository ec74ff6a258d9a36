import ArgumentParser
import StrategyFiles
import StreamServer

/// Where users' strategies are, by flag, environment or file.
struct StrategyOptions: ParsableArguments {
    /// The settings that the environment and the file may have.
    static let names: Set<String> = ["strategies"]

    @Option(
        name: .customLong("strategies"),
        help: ArgumentHelp(
            "The directory of your strategies, a file NAME.strategy each. [TAPEDECK_STRATEGIES] "
                + "(default: VAR/strategies)", valueName: "dir"))
    var directory: String?

    /// The directory with what the environment and the file say.
    ///
    /// - Throws: `ValidationError` for one that will not do.
    func path(_ settings: Settings, beside variableDirectory: String) throws -> String {
        try settings.string(directory, "strategies") ?? variableDirectory + "/strategies"
    }
}

/// The same for a command that opens no tapes.
struct StrategyPlaceOptions: ParsableArguments {
    @Option(
        name: .customLong("var"),
        help: ArgumentHelp(
            "The directory of the tapes. [TAPEDECK_VAR] (default: ./var)", valueName: "dir"))
    var variableDirectory: String?

    @OptionGroup var strategies: StrategyOptions

    /// The directory with what the environment and the file say.
    ///
    /// - Throws: `ValidationError` for one that will not do.
    func path(_ settings: Settings) throws -> String {
        try strategies.path(
            settings, beside: settings.string(variableDirectory, "var") ?? "./var")
    }
}

/// The same for the service, whose clients may write strategies where the operator lets them.
struct ServedStrategyOptions: ParsableArguments {
    /// The settings that the environment and the file may have.
    static let names: Set<String> = ["strategies_writable"]

    @OptionGroup var strategies: StrategyOptions

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Whether clients may write strategies and remove them. "
                + "[TAPEDECK_STRATEGIES_WRITABLE] (default: where only this machine can be a "
                + "client)"))
    var strategiesWritable: Bool?

    /// The strategies of a service that listens on `host`.
    ///
    /// - Throws: `ValidationError` for an option that will not do.
    func folder(
        _ settings: Settings, beside variableDirectory: String, host: String
    ) throws -> StrategyFolder {
        StrategyFolder(
            path: try strategies.path(settings, beside: variableDirectory),
            isWritable: try settings.bool(strategiesWritable, "strategies_writable")
                ?? HostPolicy.isLoopback(host))
    }
}
