extension PriceError {
    /// The error of a source that has never heard of a ticker, with what it has instead.
    static func unknownTicker(_ ticker: String, source: String, tickers: [String]) -> PriceError {
        let message = "the \(source) prices have no ticker '\(ticker)'"
        let known = Set(tickers)
        if let near = TickerSpelling.alternatives(to: ticker).first(where: known.contains) {
            return PriceError(.unknownTicker, message + "; did you mean '\(near)'?")
        }
        guard let first = tickers.first, let last = tickers.last else {
            return PriceError(.unknownTicker, message + "; they are empty")
        }
        return PriceError(
            .unknownTicker,
            message + "; they hold \(tickers.count), from '\(first)' to '\(last)'")
    }
}

extension PriceHistory {
    /// The history with only the bars between two days, both inclusive; counts stay.
    ///
    /// Throws `no_data`, saying what there is, when that leaves none.
    func clipped(
        from: CalendarDate?, to: CalendarDate?, source: String
    ) throws(PriceError) -> PriceHistory {
        let clipped = bars.clipped(from: from, to: to)
        if !clipped.isEmpty {
            return PriceHistory(bars: clipped, counts: counts, fetchedAt: fetchedAt)
        }
        let message =
            "the \(source) prices have no bars of '\(bars.ticker)'"
            + (from.map { " from \($0)" } ?? "") + (to.map { " up to \($0)" } ?? "")
        guard let range = bars.coverage else {
            throw PriceError(.noData, message + "; all its rows lack a price")
        }
        throw PriceError(
            .noData,
            message + "; they have \(bars.count), from \(range.lowerBound) to \(range.upperBound)")
    }
}

/// The ways in which sources spell one ticker.
enum TickerSpelling {
    /// Other spellings of a ticker, the likeliest first: upper case, and a dash for a point or a
    /// point for a dash, as in `BRK-B` and `BRK.B`.
    static func alternatives(to ticker: String) -> [String] {
        let upper = ticker.uppercased()
        func respelled(_ text: String) -> String {
            String(text.map { $0 == "-" ? "." : $0 == "." ? "-" : $0 })
        }
        return [upper, respelled(ticker), respelled(upper)]
    }

    /// The ticker in the name of a file, without the ending and what Stooq and others put before it.
    static func ticker(inFileName name: String) -> String? {
        var name = name.uppercased()
        if name.hasSuffix(".GZ") { name.removeLast(3) }
        guard name.hasSuffix(".CSV") || name.hasSuffix(".TXT") else { return nil }
        name.removeLast(4)
        for ending in [".US", "_DATA"] where name.hasSuffix(ending) {
            name.removeLast(ending.count)
        }
        return name.isEmpty || name.hasPrefix(".") ? nil : name
    }
}
