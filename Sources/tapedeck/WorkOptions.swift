import ArgumentParser
import Foundation
import Logging
import Scanning

/// Where the service keeps its tapes and how it works, by flags, environment or file.
struct WorkOptions: ParsableArguments {
    /// The settings that the environment and the file may have.
    static let names: Set<String> = [
        "var", "signing_key", "prices", "workers", "slow_after", "stock_timeout",
        "source_pause", "log_level",
    ]

    @Option(
        name: .customLong("var"),
        help: ArgumentHelp(
            "The directory of the tapes. [TAPEDECK_VAR] (default: ./var)", valueName: "dir"))
    var variableDirectory: String?

    @Option(
        help: ArgumentHelp(
            "Sign a checkpoint of each tape with the key in this file: a name and 32 bytes in "
                + "base64. [TAPEDECK_SIGNING_KEY]", valueName: "file"))
    var signingKey: String?

    @Option(
        name: .customLong("prices"),
        help: ArgumentHelp(
            "A directory whose files requests may name as csv:PATH or file:PATH; repeatable. "
                + "[TAPEDECK_PRICES, with commas; \"prices\"]", valueName: "dir"))
    var priceDirectories: [String] = []

    @Option(
        help: ArgumentHelp(
            "How many stocks to work on at once. [TAPEDECK_WORKERS] (default: all cores)",
            valueName: "n"))
    var workers: Int?

    @Option(
        help: ArgumentHelp(
            "When to report a stock as slow. [TAPEDECK_SLOW_AFTER] (default: 5)",
            valueName: "seconds"))
    var slowAfter: Double?

    @Option(
        help: ArgumentHelp(
            "When to give a stock up. [TAPEDECK_STOCK_TIMEOUT] (default: 60)",
            valueName: "seconds"))
    var stockTimeout: Double?

    @Option(
        help: ArgumentHelp(
            "Where a live source refuses one stock after the other: for how long to leave it "
                + "alone before the scan ends for now. [TAPEDECK_SOURCE_PAUSE] (default: 60)",
            valueName: "seconds"))
    var sourcePause: Double?

    @Option(
        help: ArgumentHelp(
            "What to log: trace, debug, info, notice, warning, error; each request and scan from "
                + "info on. [TAPEDECK_LOG_LEVEL] (default: info)", valueName: "level"))
    var logLevel: String?

    /// The options with what the environment and the file say.
    struct Resolved {
        var variableDirectory: String
        var signingKey: String?
        var priceDirectories: [String]
        var scans: ScanSettings
        var logLevel: Logger.Level
    }

    /// Joins the options with `settings`.
    ///
    /// - Throws: `ValidationError` for one that will not do.
    func resolve(_ settings: Settings) throws -> Resolved {
        var scans = ScanSettings()
        let seconds = 0.001...86_400.0
        scans.slowAfter =
            try settings.seconds(slowAfter, "slow_after", in: seconds) ?? .seconds(5)
        scans.stockTimeout =
            try settings.seconds(stockTimeout, "stock_timeout", in: seconds) ?? .seconds(60)
        scans.sourcePause =
            try settings.seconds(sourcePause, "source_pause", in: 0...86_400) ?? .seconds(60)
        scans.workers = try settings.int(workers, "workers", in: 1...256) ?? scans.workers
        return Resolved(
            variableDirectory: try settings.string(variableDirectory, "var") ?? "./var",
            signingKey: try settings.string(signingKey, "signing_key"),
            priceDirectories: try settings.list(priceDirectories, "prices"), scans: scans,
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
