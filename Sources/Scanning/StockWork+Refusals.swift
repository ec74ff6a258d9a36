internal import MarketData
internal import ScanEvents

/// What came of asking for a stock's prices.
struct StockAnswer: Sendable {
    let prices: Result<PriceHistory, StockFailure>
    /// When the work on it began, in seconds since the scan did.
    let start: Double
    /// Whether it came from what is kept on disk, and the source was not asked.
    let isKept: Bool

    var failure: StockFailure? {
        if case .failure(let failure) = prices { failure } else { nil }
    }
}

extension StockWork {
    /// The prices of a stock once its source has answered; nil where there is nothing to do about
    /// the stock now, as the source refuses it.
    ///
    /// - Parameters:
    ///   - ticker: the stock.
    ///   - pace: how the scan works.
    ///   - queue: gets back the stocks to ask for again.
    ///   - outcome: told where the scan was ended meanwhile.
    ///   - reportsSlow: whether to tell when it is slow.
    ///   - failed: records that the stock has failed, and how long it took.
    /// - Returns: the prices, or why there are none.
    func answer(
        for ticker: String, _ pace: WorkPace, _ queue: TickerQueue, _ outcome: inout Outcome,
        reportsSlow: Bool = true, failed: @escaping @Sendable (StockFailure, Double) -> Void
    ) async -> StockAnswer? {
        let answer = await history(of: ticker, pace, reportsSlow: reportsSlow)
        guard let source = pace.source, answer.failure?.isCancellation != true, !answer.isKept
        else { return answer }
        guard let failure = answer.failure, let cause = RefusalCause(failure, of: ticker) else {
            source.noteAnswer()
            return answer
        }
        let seconds = pace.time.seconds() - answer.start
        let stock = SourceGate.HeldStock(ticker: ticker) { failed(failure, seconds) }
        switch source.noteRefusal(failure, cause, stock) {
        case .hold, .giveUp:
            return nil
        case .pause:
            let later = await answerAfterPause(for: ticker, failure, pace, source, queue)
            if later == nil, source.end == nil { outcome.wasCutShort = true }
            return later
        }
    }

    /// Pauses, then asks for the stock again; nil where the scan ends.
    private func answerAfterPause(
        for ticker: String, _ failure: StockFailure, _ pace: WorkPace, _ source: SourceGate,
        _ queue: TickerQueue
    ) async -> StockAnswer? {
        let pause = pace.sourcePause
        outbox.put { now in
            .paused(
                code: failure.code,
                message: "the price source refuses one stock after the other: \(failure.message)",
                seconds: pause / .seconds(1), elapsed: now)
        }
        let end = pace.time.elapsed() + pause
        let sleep = Task { try await pace.time.sleep(end) }
        await withTaskCancellationHandler {
            await control.withCancellation({ _ = await sleep.result }, onCancel: sleep.cancel)
        } onCancel: {
            sleep.cancel()
        }
        guard !Task.isCancelled, !control.isCancelled else {
            _ = source.endPause(stillRefusedBy: nil)
            return nil
        }
        let answer = await history(of: ticker, pace)
        if answer.failure?.isCancellation == true {
            _ = source.endPause(stillRefusedBy: nil)
            return nil
        }
        if let failure = answer.failure, RefusalCause(failure, of: ticker) != nil {
            _ = source.endPause(stillRefusedBy: failure)
            return nil
        }
        queue.putBack(source.endPause(stillRefusedBy: nil))
        return answer
    }
}
