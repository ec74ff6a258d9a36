internal import ScanEvents
internal import StockWork
internal import Synchronization

/// What came back of a stock.
struct StockAnswer: Sendable {
    let outcome: StockOutcome
    /// When the work on it began, in seconds since the scan did.
    let start: Double

    /// Why the source gave no prices; nil where it did, or was not asked.
    var failureOfSource: StockFailure? {
        guard outcome.source == .failed, case .failure(let failure) = outcome.products else {
            return nil
        }
        return failure
    }
}

extension StockCoordinator {
    /// What comes of a task once its source has answered; nil where there is nothing to do about
    /// the stock now, as the source refuses it or the scan ends.
    ///
    /// - Parameters:
    ///   - task: the task.
    ///   - queue: gets back the stocks to ask for again.
    ///   - outcome: told where the scan was ended meanwhile.
    ///   - failed: records that the stock has failed, and how long it took.
    /// - Returns: the answer.
    func answer(
        to task: StockTask, _ queue: TickerQueue, _ outcome: inout Outcome,
        failed: @escaping @Sendable (StockFailure, Double) -> Void
    ) async -> StockAnswer? {
        guard let answer = await carryOut(task, whenAnswered: { source?.noteAnswer() }) else {
            outcome.wasCutShort = true
            return nil
        }
        guard let source, answer.outcome.source == .failed else { return answer }
        guard let failure = answer.failureOfSource,
            let cause = RefusalCause(failure, of: task.ticker)
        else {
            source.noteAnswer()
            return answer
        }
        let seconds = time.seconds() - answer.start
        let stock = SourceGate.HeldStock(ticker: task.ticker) { failed(failure, seconds) }
        switch source.noteRefusal(failure, cause, stock) {
        case .hold, .giveUp:
            return nil
        case .pause:
            let later = await answerAfterPause(to: task, failure, source, queue)
            if later == nil, source.end == nil { outcome.wasCutShort = true }
            return later
        }
    }

    /// Has a task carried out; nil where the scan, or this work on it, is to end.
    private func carryOut(
        _ task: StockTask, whenAnswered: @escaping @Sendable () -> Void
    ) async -> StockAnswer? {
        let inHand = TaskInHand(
            task.ticker, reportsSlow: task.barsDigest == nil, watch: watch, control: control,
            time: time, whenAnswered: whenAnswered)
        let outcome = await exchange.carryOut(task, observer: inHand)
        // An exchange need not tell.
        inHand.didFetch(outcome?.source)
        return outcome.map { StockAnswer(outcome: $0, start: inHand.start) }
    }

    /// Pauses, then asks for the stock again; nil where the scan ends.
    private func answerAfterPause(
        to task: StockTask, _ failure: StockFailure, _ source: SourceGate, _ queue: TickerQueue
    ) async -> StockAnswer? {
        outbox.put { now in
            .paused(
                .init(
                    code: failure.code,
                    message:
                        "the price source refuses one stock after the other: \(failure.message)",
                    seconds: sourcePause / .seconds(1), elapsed: now))
        }
        let over = PauseEnd(source)
        let end = time.elapsed() + sourcePause
        let sleep = Task { try await time.sleep(end) }
        await withTaskCancellationHandler {
            await control.withCancellation({ _ = await sleep.result }, onCancel: sleep.cancel)
        } onCancel: {
            sleep.cancel()
        }
        guard !Task.isCancelled, !control.isCancelled else {
            _ = over.end(stillRefusedBy: nil)
            return nil
        }
        let goOn = { @Sendable in queue.putBack(over.end(stillRefusedBy: nil)) }
        guard let answer = await carryOut(task, whenAnswered: goOn) else {
            _ = over.end(stillRefusedBy: nil)
            return nil
        }
        switch (answer.outcome.source, answer.failureOfSource) {
        case (.gave, _): break
        case (.failed, let failure?) where RefusalCause(failure, of: task.ticker) != nil:
            _ = over.end(stillRefusedBy: failure)
            return nil
        case (.failed, _), (.kept, _):
            goOn()
        }
        return answer
    }
}

/// The end of a pause, which comes once: as soon as the source has given prices, or after the work
/// on the stock that it was asked for.
private final class PauseEnd: Sendable {
    private let source: SourceGate
    private let hasCome = Atomic(false)

    init(_ source: SourceGate) {
        self.source = source
    }

    /// Ends the pause, unless it has ended.
    ///
    /// - Returns: the stocks to ask for again.
    func end(stillRefusedBy failure: StockFailure?) -> [String] {
        guard !hasCome.exchange(true, ordering: .relaxed) else { return [] }
        return source.endPause(stillRefusedBy: failure)
    }
}
