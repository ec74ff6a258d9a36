import ArgumentParser
import Scanning

/// How scans work; nothing of it changes a result.
struct PaceOptions: ParsableArguments {
    @Option(help: "Report a stock as slow after this many seconds.")
    var slowAfter = 5.0

    @Option(
        help: "Give a stock up after this many seconds, waits for its turn at the source aside.")
    var stockTimeout = 60.0

    @Option(help: "How many stocks to work on at once; all cores unless told.")
    var workers: Int?

    @Option(
        help: "How many stocks to ask a live source for at once; waits for their turn included.")
    var maxFetches = 16

    @Option(
        help: ArgumentHelp(
            "Where a live source refuses one stock after the other: for how long to leave it "
                + "alone before the scan ends for now.", valueName: "seconds"))
    var sourcePause = 60.0

    func validate() throws {
        let limit = 86_400.0
        if !(slowAfter > 0 && slowAfter <= limit) {
            throw ValidationError("--slow-after must be more than 0 and at most 86400 seconds")
        }
        if !(stockTimeout > 0 && stockTimeout <= limit) {
            throw ValidationError("--stock-timeout must be more than 0 and at most 86400 seconds")
        }
        if !(sourcePause >= 0 && sourcePause <= limit) {
            throw ValidationError("--source-pause must be 0 to 86400 seconds")
        }
        if let workers, !(1...256 ~= workers) {
            throw ValidationError("--workers must be 1 to 256")
        }
        if !(1...256 ~= maxFetches) {
            throw ValidationError("--max-fetches must be 1 to 256")
        }
    }

    /// The settings of a scan.
    var settings: ScanSettings {
        var settings = ScanSettings()
        settings.slowAfter = .seconds(slowAfter)
        settings.stockTimeout = .seconds(stockTimeout)
        settings.sourcePause = .seconds(sourcePause)
        settings.workers = workers ?? settings.workers
        settings.maxFetches = maxFetches
        return settings
    }
}
