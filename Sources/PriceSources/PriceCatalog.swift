package import Foundation
package import MarketData
internal import ScanEvents
internal import Synchronization
package import YahooFinance

/// Opens the price sources that a request can name, each kind in its own way, and knows what they
/// may use; what a name looks like, `PriceSourceKind` says.
package struct PriceCatalog: Sendable {
    /// The longest delay that a request may ask for.
    package static let longestDelay = Duration.seconds(60)

    /// Which files of the machine requests may name.
    package var files: FileAccess
    /// Where the prices of live sources are kept; nil to keep none.
    private let cacheDirectory: String?
    /// How Yahoo is asked.
    private let yahoo: YahooSettings
    private let environment: YahooEnvironment
    private let now: @Sendable () -> Date
    private let report: @Sendable (String) -> Void
    /// The live sources that were opened, which all scans share: so they share their pace, too.
    private let live = LiveSources()
    private let lastFile = LastPriceFile()

    /// Makes sources.
    ///
    /// - Parameters:
    ///   - files: which files of the machine requests may name.
    ///   - cacheDirectory: where the prices of live sources are kept, such as `var/prices`.
    ///   - yahoo: how Yahoo is asked.
    ///   - environment: clocks, waiting and chance for those who ask it.
    ///   - now: the time, for what is kept and for today's date.
    ///   - report: takes, for the operator, what is wrong with the kept prices.
    package init(
        files: FileAccess, cacheDirectory: String?,
        yahoo: YahooSettings = YahooSettings(), environment: YahooEnvironment = .system,
        now: @escaping @Sendable () -> Date = { Date() },
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.files = files
        self.cacheDirectory = cacheDirectory
        self.yahoo = yahoo
        self.environment = environment
        self.now = now
        self.report = report
    }

    /// The present day in UTC.
    package var today: CalendarDate {
        let days = (now().timeIntervalSince1970 / 86_400).rounded(.down)
        return CalendarDate(dayNumber: Int32(days)) ?? .latest
    }

    /// Opens the source of that name for bars of that interval.
    ///
    /// Blocks: the bundled prices and one long file are read here, the file once while it is the
    /// same.
    ///
    /// - Throws: `PriceSourceNameError` for a name, an option or a file that will not do, and
    ///   `PriceError` when the source cannot be read.
    package func open(_ name: String, interval: BarInterval) throws -> any PriceSource {
        let options = try SourceOptions(name)
        let source: any PriceSource =
            switch options.kind {
            case .bundled: try openBundled(options, interval)
            case .csv: try openFiles(options, interval)
            case .yahoo: try openYahoo(options, interval)
            }
        let delay = try options.delay()
        try options.refuseOthers()
        guard let delay else { return source }
        return delayed(source, by: delay)
    }

    private func openBundled(
        _ options: SourceOptions, _ interval: BarInterval
    ) throws -> any PriceSource {
        guard interval == .day else {
            throw PriceSourceNameError(
                name: options.name, field: .interval, reason: "the bundled prices are daily: 1d")
        }
        return try BundledPrices.load()
    }

    private func openFiles(
        _ options: SourceOptions, _ interval: BarInterval
    ) throws -> any PriceSource {
        let adjusted = try options.flag("adjusted") ?? false
        let path = try files.resolve(options.path, in: options.name)
        return try lastFile.prices(at: path, interval, adjusted: adjusted, now: now()) {
            try CSVPrices(
                path: path, name: "csv:\(path)" + (adjusted ? "?adjusted=true" : ""),
                interval: interval, adjusted: adjusted, in: files.directories)
        }
    }

    private func openYahoo(
        _ options: SourceOptions, _ interval: BarInterval
    ) throws -> any PriceSource {
        let adjusted = try options.flag("adjusted") ?? true
        let refreshes = try options.flag("refresh") ?? false
        if let problem = yahoo.proxyProblem {
            throw PriceSourceNameError(name: options.name, reason: problem)
        }
        let shared = live.source("yahoo \(adjusted) \(interval)") {
            cached(
                YahooPrices(
                    interval: interval, adjusted: adjusted, settings: yahoo,
                    environment: environment))
        }
        return refreshes ? refreshed(shared) : shared
    }

    private func delayed(
        _ source: some PriceSource, by delay: (time: Duration, text: String)
    ) -> any PriceSource {
        DelayedPrices(
            source, name: source.name(with: "delay=" + delay.text), delay: delay.time)
    }

    /// A source whose kept prices are fetched again; a source that keeps none as it is.
    private func refreshed(_ source: any PriceSource) -> any PriceSource {
        guard let cached = source as? CachedPrices else { return source }
        return cached.refreshing(as: cached.name(with: "refresh=true"))
    }

    private func cached(_ source: some PriceSource) -> any PriceSource {
        guard let cacheDirectory else { return source }
        return CachedPrices(source, directory: cacheDirectory, now: now, report: report)
    }
}

extension PriceSource {
    /// The name with one option more.
    fileprivate func name(with option: String) -> String {
        name + (name.contains("?") ? "&" : "?") + option
    }
}

/// Live sources by what they were opened with.
private final class LiveSources: Sendable {
    private let opened = Mutex<[String: any PriceSource]>([:])

    func source(_ key: String, open: () -> any PriceSource) -> any PriceSource {
        opened.withLock { opened in
            if let source = opened[key] { return source }
            let source = open()
            opened[key] = source
            return source
        }
    }
}
