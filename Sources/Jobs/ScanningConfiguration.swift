package import PriceSources
package import ScanEvents
package import Scanning
package import StrategyFiles

/// What scans can name, how they work, and how many there may be.
package struct ScanningConfiguration: Sendable {
    /// The strategies that a request can name.
    package var strategies: StrategyFolder
    /// The price sources that it can name.
    package var sources: PriceCatalog
    /// How scans work.
    package var settings: ScanSettings
    /// How many scans there may be at once, and how large a sweep may be.
    package var limits: ScanLimits

    /// Joins strategies, sources, settings and limits.
    package init(
        strategies: StrategyFolder, sources: PriceCatalog,
        settings: ScanSettings = ScanSettings(), limits: ScanLimits = ScanLimits()
    ) {
        self.strategies = strategies
        self.sources = sources
        self.settings = settings
        self.limits = limits
    }

    /// The plan of a request, with the strategies and sources that there are; blocks as `ScanPlan`
    /// does.
    ///
    /// - Throws: `ScanRefusal`, with all problems of the request at once.
    package func plan(_ request: ScanRequest) throws(ScanRefusal) -> ScanPlan {
        try ScanPlan(request, strategies: strategies, sources: sources)
    }

    /// The plan of a sweep, of no more trials than the limits allow; blocks as `ScanPlan` does.
    ///
    /// - Throws: `ScanRefusal`, with all problems of the request at once.
    package func plan(_ request: SweepRequest) throws(ScanRefusal) -> ScanPlan {
        var request = request
        request.maxTrials = min(request.maxTrials ?? limits.maxTrials, limits.maxTrials)
        return try ScanPlan(
            sweep: request, strategies: strategies, sources: sources,
            maxMemoryBytes: limits.maxSweepMemoryBytes)
    }
}
