internal import Backtesting
package import MarketData
internal import ScanEvents
internal import StockWork

extension ScanPlan {
    /// The source's prices, those that the request wants.
    private var prices: any PriceSource { source.prices(for: request) }

    /// The prices of the benchmark that the request names; nil where it names none.
    ///
    /// - Parameters:
    ///   - timeout: how long they may take.
    ///   - clock: measures that time.
    /// - Returns: the prices.
    /// - Throws: `PriceError` where there are none, which names the benchmark.
    package func benchmarkHistory(
        timeout: Duration, clock: some Clock<Duration> = ContinuousClock()
    ) async throws -> PriceHistory? {
        guard let ticker = request.benchmark else { return nil }
        do {
            return try await history(of: ticker, timeout: timeout, clock: clock)
        } catch {
            let error = PriceError(error)
            if error.isCancellation { throw error }
            throw PriceError(
                error.code, "the benchmark '\(ticker)' has no prices: \(error.message)")
        }
    }

    /// The same, the very bars of that digest if they are kept.
    func benchmarkHistory(
        keptAs digest: String?, timeout: Duration
    ) async throws -> PriceHistory? {
        if let digest, let ticker = request.benchmark,
            let kept = await prices.keptHistory(of: ticker, from: days.first, to: days.last),
            kept.bars.digest == digest
        {
            return kept
        }
        return try await benchmarkHistory(timeout: timeout)
    }

    /// The prices of one ticker, unless they take too long; then their source is left alone.
    func history(
        of ticker: String, timeout: Duration, clock: some Clock<Duration>
    ) async throws -> PriceHistory {
        let time = ScanTime(clock, startingAt: .zero)
        let answer = FirstAnswer<Result<PriceHistory, any Error>>()
        let fetch = Task {
            do {
                let history = try await prices.history(of: ticker, from: days.first, to: days.last)
                answer.give(.success(history))
            } catch {
                answer.give(.failure(error))
            }
        }
        let limit = Task {
            try await time.sleep(timeout)
            answer.give(
                .failure(
                    PriceError(
                        .timeout, "the prices of '\(ticker)' took longer than \(timeout)")))
            fetch.cancel()
        }
        defer { limit.cancel() }
        return try await withTaskCancellationHandler {
            try await answer.value().get()
        } onCancel: {
            answer.give(.failure(PriceError.cancelled(ticker: ticker, source: source.name)))
            fetch.cancel()
        }
    }
}
