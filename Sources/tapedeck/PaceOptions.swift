import ArgumentParser
import Scanning

/// How scans work, in the foreground or in the service, by flags, environment or file; nothing of
/// it changes a result, but what costs more than the limits has none.
struct PaceOptions: ParsableArguments {
    /// The settings that the environment and the file may have.
    static let names: Set<String> = [
        "workers", "max_fetches", "slow_after", "stock_timeout", "source_pause",
    ]

    @Option(
        help: ArgumentHelp(
            "How many stocks to work on at once. [TAPEDECK_WORKERS] (default: all cores)",
            valueName: "n"))
    var workers: Int?

    @Option(
        help: ArgumentHelp(
            "How many stocks to ask a live source for at once; waits for their turn included. "
                + "[TAPEDECK_MAX_FETCHES] (default: 16)", valueName: "n"))
    var maxFetches: Int?

    @Option(
        help: ArgumentHelp(
            "When to report a stock as slow. [TAPEDECK_SLOW_AFTER] (default: 5)",
            valueName: "seconds"))
    var slowAfter: Double?

    @Option(
        help: ArgumentHelp(
            "When to give a stock up, waits for its turn at the source aside. "
                + "[TAPEDECK_STOCK_TIMEOUT] (default: 60)", valueName: "seconds"))
    var stockTimeout: Double?

    @Option(
        help: ArgumentHelp(
            "Where a live source refuses one stock after the other: for how long to leave it "
                + "alone before the scan ends for now. [TAPEDECK_SOURCE_PAUSE] (default: 60)",
            valueName: "seconds"))
    var sourcePause: Double?

    @OptionGroup var columns: ColumnOptions

    /// The options with what the environment and the file say.
    ///
    /// - Throws: `ValidationError` for one that will not do.
    func resolve(_ settings: Settings) throws -> ScanSettings {
        var scans = ScanSettings()
        let seconds = 0.001...86_400.0
        scans.workers = try settings.int(workers, "workers", in: 1...256) ?? scans.workers
        scans.maxFetches =
            try settings.int(maxFetches, "max_fetches", in: 1...256) ?? scans.maxFetches
        scans.slowAfter =
            try settings.seconds(slowAfter, "slow_after", in: seconds) ?? scans.slowAfter
        scans.stockTimeout =
            try settings.seconds(stockTimeout, "stock_timeout", in: seconds) ?? scans.stockTimeout
        scans.sourcePause =
            try settings.seconds(sourcePause, "source_pause", in: 0...86_400) ?? scans.sourcePause
        scans.costLimits = try columns.resolve(settings)
        return scans
    }
}
