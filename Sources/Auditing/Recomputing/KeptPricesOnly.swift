internal import MarketData

/// Stands for a live source where nothing may be fetched.
struct KeptPricesOnly: LayeredPrices {
    let base: any PriceSource

    init(_ base: any PriceSource) {
        self.base = base
    }

    var isLive: Bool { true }

    func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        throw PriceError(
            .internal, "the prices of '\(ticker)' of that time were not kept; nothing is fetched")
    }
}

extension Recomputation {
    /// A source's name without the delay that slows its answers down.
    static func withoutDelay(_ name: String) -> String {
        guard let mark = name.lastIndex(of: "?") else { return name }
        let options = name[name.index(after: mark)...].split(separator: "&")
            .filter { !$0.hasPrefix("delay=") }
        return String(name[..<mark]) + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
    }
}
