internal import MarketData
internal import ScanEvents
internal import Scanning

extension Recomputation {
    /// Has the prices of the benchmark, and compares them with those that were recorded.
    ///
    /// - Throws: `Unavailable` where they cannot be had.
    mutating func difference(from started: ScanEvent.Started) async throws -> Difference? {
        guard let ticker = plan.request.benchmark else { return nil }
        let history: PriceHistory
        do {
            history = try await prices(of: ticker, as: started.benchmark)
        } catch {
            throw Unavailable(description: PriceError(error).message)
        }
        benchmark = history.bars
        let (expected, found) = (history.bars.digest, started.benchmark?.barsDigest)
        guard expected != found else { return nil }
        return Difference(
            ticker: nil, what: "bars_sha256 of the benchmark", expected: expected,
            found: found ?? "none")
    }
}
