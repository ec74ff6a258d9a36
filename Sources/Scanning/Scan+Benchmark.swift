internal import MarketData
internal import ScanEvents
internal import Tapes

extension Scan {
    /// What came of asking for the benchmark's prices.
    enum BenchmarkAnswer {
        /// They are there, or none are wanted.
        case bars(PriceHistory?)
        /// The scan has ended without them, and its tape says why.
        case ended
    }

    /// Has the benchmark's prices; without them a scan ends, as no result could be compared.
    ///
    /// A resumed one needs those that its results rest on, and may ask again where a source did not
    /// answer.
    ///
    /// - Throws: `ScanInterruption` for that; `LogError`, `TapeError`, `CancellationError`.
    func benchmark(of plan: ScanPlan) async throws -> BenchmarkAnswer {
        let digest = resumed?.benchmarkDigest
        let history: PriceHistory?
        do {
            history = try await plan.benchmarkHistory(
                keptAs: digest, timeout: settings.stockTimeout)
        } catch let error as PriceError {
            if error.isCancellation { throw CancellationError() }
            let code = FailureCode(rawValue: error.code.rawValue)
            guard digest != nil, [.rateLimited, .timeout, .internal].contains(error.code) else {
                return try await end(code, error.message)
            }
            try await recorder.append([
                .interrupted(
                    .init(code: code, message: error.message, elapsed: time.seconds()))
            ])
            throw ScanInterruption(description: error.message)
        }
        guard let digest, history?.bars.digest != digest else { return .bars(history) }
        return try await end(
            .internal,
            "the prices of the benchmark '\(plan.request.benchmark ?? "")' are others than when the "
                + "scan was begun: begin a new one")
    }

    private func end(_ code: FailureCode, _ message: String) async throws -> BenchmarkAnswer {
        try await recorder.append([
            .failed(.init(code: code, message: message, elapsed: time.seconds()))
        ])
        return .ended
    }
}
