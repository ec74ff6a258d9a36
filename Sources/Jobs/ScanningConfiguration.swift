package import Scanning

/// Where scans take their prices from, how they work, and how many there may be.
package struct ScanningConfiguration: Sendable {
    /// The price sources.
    package var sources: PriceSources
    /// How scans work.
    package var settings: ScanSettings
    /// How many scans there may be at once.
    package var limits: ScanLimits

    /// Joins sources, settings and limits.
    package init(
        sources: PriceSources, settings: ScanSettings = ScanSettings(),
        limits: ScanLimits = ScanLimits()
    ) {
        self.sources = sources
        self.settings = settings
        self.limits = limits
    }
}
