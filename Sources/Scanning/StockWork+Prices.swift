internal import JSONText
internal import MarketData
internal import ScanEvents

extension StockWork {
    /// The prices of a stock, unless they take too long.
    func history(
        of ticker: String, _ pace: WorkPace, reportsSlow: Bool = true
    ) async -> StockAnswer {
        let answer = await pace.fetching { [plan] in
            let start = pace.time.elapsed()
            let answer = FirstAnswer<Result<PriceHistory, StockFailure>>()
            let turns = WaitMeter(elapsed: pace.time.elapsed)
            let fetch = WaitMeter.$current.withValue(turns) {
                Task {
                    do {
                        let history = try await plan.source.history(
                            of: ticker, from: plan.days.first, to: plan.days.last)
                        answer.give(.success(history))
                    } catch {
                        answer.give(.failure(StockFailure(PriceError(error))))
                    }
                }
            }
            let id = pace.watch.begin(
                ticker, at: start, turns: turns, reportsSlow: reportsSlow
            ) {
                answer.give(.failure(.timeout(ticker)))
                fetch.cancel()
            }
            defer { pace.watch.end(id) }
            let giveUp = { @Sendable in
                answer.give(.failure(.cancelled))
                fetch.cancel()
            }
            let prices = await withTaskCancellationHandler {
                await control.withCancellation({ await answer.value() }, onCancel: giveUp)
            } onCancel: {
                giveUp()
            }
            return StockAnswer(
                prices: prices, start: start / .seconds(1), isKept: turns.wasKept)
        }
        return answer
            ?? StockAnswer(
                prices: .failure(.cancelled), start: pace.time.seconds(), isKept: false)
    }
}

/// Why a stock has no result.
struct StockFailure: Error {
    let code: FailureCode
    let message: String
    var isCancellation = false

    static let cancelled = StockFailure(code: .internal, message: "", isCancellation: true)

    static func timeout(_ ticker: String) -> StockFailure {
        StockFailure(
            code: .timeout,
            message: "the prices of '\(ticker)' took longer than a stock may take")
    }

    static func pricesChanged(_ ticker: String) -> StockFailure {
        StockFailure(
            code: .pricesChanged,
            message: "the prices of '\(ticker)' are no longer those that its result rests on")
    }
}

extension StockFailure {
    init(_ error: PriceError) {
        self.init(
            code: FailureCode(rawValue: error.code.rawValue), message: error.message,
            isCancellation: error.isCancellation)
    }
}
