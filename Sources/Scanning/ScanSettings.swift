package import Backtesting
internal import Foundation

/// How a scan works, as its operator wants it; no setting changes a result, but limits decide whether
/// there is one.
package struct ScanSettings: Sendable {
    /// How many stocks are worked on at once; all cores unless told.
    package var workers = ProcessInfo.processInfo.activeProcessorCount
    /// How many stocks a live source is asked for at once; it may itself have fewer in flight.
    package var maxFetches = 16
    /// How long a stock may take before it is reported as slow.
    package var slowAfter = Duration.seconds(5)
    /// How long a stock may take before it fails; not counted is how long it waits until its source
    /// may be asked, which the source bounds itself.
    package var stockTimeout = Duration.seconds(60)
    /// After how many equal refusals in a row a scan leaves a live source alone for a while.
    package var refusalLimit = 8
    /// For how long; if the source still refuses then, the scan ends for now.
    package var sourcePause = Duration.seconds(60)

    /// What the columns of a strategy may cost.
    package var costLimits = CostLimits()

    /// Makes the defaults.
    package init() {}
}
