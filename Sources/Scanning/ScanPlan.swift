package import Backtesting
internal import Crypto
package import MarketData
package import ScanEvents
package import ScanHistory

/// A request that was found good, with all that it names looked up.
package struct ScanPlan: Sendable {
    /// The request, every default filled in.
    package let request: ScanRequest
    /// The strategy with its parameters.
    package let strategy: ConfiguredStrategy
    /// Where the prices come from.
    package let source: any PriceSource
    /// The stocks, in the order in which they are scanned.
    package let tickers: [String]
    /// The first day and the last, inclusive; nil for no limit.
    package let days: (first: CalendarDate?, last: CalendarDate?)

    /// Checks a request and looks up what it names.
    ///
    /// The first plan on the bundled prices blocks for some tenths of a second to load them.
    ///
    /// - Throws: `ScanRefusal`, with all problems of the request at once.
    package init(_ request: ScanRequest) throws(ScanRefusal) {
        var check = RequestCheck()
        let strategy = try check.strategy(of: request)
        let source = try check.source(of: request)
        let days = check.days(of: request, coverage: source?.coverage)
        let tickers = check.tickers(of: request, source: source)
        check.money(of: request)
        guard let strategy, let source, check.problems.isEmpty else {
            throw .invalid(InvalidRequest(check.problems))
        }
        var request = request
        request.strategy = strategy.declaration.name
        request.parameters = strategy.parameters.byName
        request.startDate = (days.first ?? source.coverage?.lowerBound)?.description
        request.endDate = (days.last ?? source.coverage?.upperBound)?.description
        request.source = source.name
        if request.tickers != nil {
            request.tickers = tickers
        } else {
            request.universe = BundledPrices.sourceName
        }
        self.request = request
        self.strategy = strategy
        self.source = source
        self.tickers = tickers
        self.days = days
    }

    /// Starts the tape of this scan in `history`; the request is durable on return.
    package func record(in history: ScanHistory) async throws(HistoryError) -> ScanRecorder {
        try await history.record { job in
            ScanEvent.Requested(
                jobID: job.description, engine: Engine.name, request: request,
                stocks: tickers.count, universeDigest: universeDigest)
        }
    }

    private var universeDigest: String {
        var hash = SHA256()
        for ticker in tickers { hash.update(data: Array((ticker + "\n").utf8)) }
        return hash.finalize().map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
