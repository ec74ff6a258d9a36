import ArgumentParser
import Logging

/// What the service may read and what it logs, by flags, environment or file.
struct WorkOptions: ParsableArguments {
    /// The settings that the environment and the file may have.
    static let names: Set<String> = ["prices", "log_level"]

    @Option(
        name: .customLong("prices"),
        help: ArgumentHelp(
            "A directory whose files requests may name as csv:PATH or file:PATH; repeatable. "
                + "[TAPEDECK_PRICES, with commas; \"prices\"]", valueName: "dir"))
    var priceDirectories: [String] = []

    @Option(
        help: ArgumentHelp(
            "What to log: trace, debug, info, notice, warning, error; each request and scan from "
                + "info on. [TAPEDECK_LOG_LEVEL] (default: info)", valueName: "level"))
    var logLevel: String?

    /// The options with what the environment and the file say.
    struct Resolved {
        var priceDirectories: [String]
        var logLevel: Logger.Level
    }

    /// Joins the options with `settings`.
    ///
    /// - Throws: `ValidationError` for one that will not do.
    func resolve(_ settings: Settings) throws -> Resolved {
        Resolved(
            priceDirectories: try settings.list(priceDirectories, "prices"),
            logLevel: try level(settings))
    }

    private func level(_ settings: Settings) throws -> Logger.Level {
        guard let name = try settings.string(logLevel, "log_level") else { return .info }
        guard let level = Logger.Level(rawValue: name) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("log_level must be one of \(known), not \(name)")
        }
        return level
    }
}
