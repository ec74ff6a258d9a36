package import PriceSources
package import Scanning

/// Where scans take their prices from, how they work, and how many there may be.
package struct ScanningConfiguration: Sendable {
    /// The price sources.
    package var sources: PriceCatalog
    /// How scans work.
    package var settings: ScanSettings
    /// How many scans there may be at once.
    package var limits: ScanLimits

    /// Joins sources, settings and limits.
    package init(
        sources: PriceCatalog, settings: ScanSettings = ScanSettings(),
        limits: ScanLimits = ScanLimits()
    ) {
        self.sources = sources
        self.settings = settings
        self.limits = limits
    }
}
