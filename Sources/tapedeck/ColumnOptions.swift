import ArgumentParser
import Backtesting

/// What the columns of a strategy may cost, by flags, environment or file.
struct ColumnOptions: ParsableArguments {
    /// The settings that the environment and the file may have.
    static let names: Set<String> = ["max_column_memory", "max_column_bars"]

    @Option(
        help: ArgumentHelp(
            "The most memory for the columns of one stock. [TAPEDECK_MAX_COLUMN_MEMORY] "
                + "(default: 256)", valueName: "MiB"))
    var maxColumnMemory: Int?

    @Option(
        help: ArgumentHelp(
            "The most columns times bars of a scan, of which each stock has an equal share. "
                + "[TAPEDECK_MAX_COLUMN_BARS] (default: 5000000000)", valueName: "n"))
    var maxColumnBars: Int?

    /// The options with what the environment and the file say.
    ///
    /// - Throws: `ValidationError` for one that will not do.
    func resolve(_ settings: Settings) throws -> CostLimits {
        var limits = CostLimits()
        if let mebibytes = try settings.int(
            maxColumnMemory, "max_column_memory", in: 1...1_048_576)
        {
            limits.columnBytes = mebibytes << 20
        }
        limits.columnBars =
            try settings.int(maxColumnBars, "max_column_bars", in: 1...1_000_000_000_000_000)
            ?? limits.columnBars
        return limits
    }
}
