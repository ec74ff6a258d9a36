internal import MarketData
internal import PriceSources

/// The stocks of a scan, and what is known of them.
struct ScanUniverse {
    /// How a request names all the stocks of a source.
    static let all = "all"
    private static let filePrefix = "file:"

    /// The name as a request gives it; nil for tickers that the request names itself.
    let name: String?
    /// The stocks, in upper case, in the order in which they are scanned.
    let tickers: [String]
    /// The stocks' sectors, by ticker, where they are known.
    let sectors: [String: String]

    /// The stocks of a set of that name.
    ///
    /// Throws, in words for the user, where there is no such set or its file cannot be read.
    init(named name: String, source: any PriceSource, files: FileAccess) throws {
        guard name != Self.all else {
            try self.init(name: name, tickers: source.tickers.map { $0.uppercased() })
            return
        }
        var recordedName = name
        if name.hasPrefix(Self.filePrefix) {
            let path = try files.resolve(String(name.dropFirst(Self.filePrefix.count)), in: name)
            recordedName = Self.filePrefix + path
        }
        let universe = try Universes.named(recordedName, in: files.directories)
        var sectors: [String: String] = [:]
        for member in universe.members {
            let ticker = member.ticker.uppercased()
            sectors[ticker] = try member.sector ?? Universes.sector(of: ticker)
        }
        self.init(
            name: recordedName, tickers: universe.members.map { $0.ticker.uppercased() },
            sectors: sectors)
    }

    /// Tickers with the sectors that the built-in list knows.
    ///
    /// Throws `PriceError` where that list cannot be read.
    init(name: String?, tickers: [String]) throws {
        var sectors: [String: String] = [:]
        for ticker in tickers { sectors[ticker] = try Universes.sector(of: ticker) }
        self.init(name: name, tickers: tickers, sectors: sectors)
    }

    private init(name: String?, tickers: [String], sectors: [String: String]) {
        self.name = name
        self.tickers = tickers
        self.sectors = sectors
    }

    /// The set of stocks that is scanned when a request names none.
    static func defaultName(for source: any PriceSource) -> String {
        if source.isLive { return "sp500" }
        return source.name.hasPrefix(BundledPrices.sourceName) ? BundledPrices.sourceName : all
    }
}
