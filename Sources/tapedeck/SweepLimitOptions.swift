import ArgumentParser
import Jobs
import ScanEvents

/// How large a sweep may be, by flags, environment or file.
struct SweepLimitOptions: ParsableArguments {
    /// The settings that the environment and the file may have.
    static let names: Set<String> = ["max_trials", "max_memory"]

    @Option(
        help: ArgumentHelp(
            "The most trials of a sweep, sets times stocks. [TAPEDECK_MAX_TRIALS] (default: "
                + "\(SweepRequest.defaultMaxTrials))", valueName: "n"))
    var maxTrials: Int?

    @Option(
        help: ArgumentHelp(
            "The most memory for the portfolios of a sweep's sets, of which each takes 16 bytes a "
                + "day and worker; more sets are worked on in blocks. [TAPEDECK_MAX_MEMORY] "
                + "(default: 1024)", valueName: "MiB"))
    var maxMemory: Int?

    /// `limits` with what the options, the environment and the file say.
    ///
    /// - Throws: `ValidationError` for an option that will not do.
    func resolve(_ settings: Settings, _ limits: ScanLimits = ScanLimits()) throws -> ScanLimits {
        var limits = limits
        limits.maxTrials =
            try settings.int(maxTrials, "max_trials", in: 1...1_000_000_000) ?? limits.maxTrials
        if let mebibytes = try settings.int(maxMemory, "max_memory", in: 1...1_048_576) {
            limits.maxSweepMemoryBytes = mebibytes << 20
        }
        return limits
    }
}
