internal import JSONText
package import ScanEvents

/// A message of a stream.
package struct StreamMessage: Sendable, Equatable {
    /// The sequence number of the last record folded in, after which a client may resume.
    package let id: Int
    /// The message, one JSON object without a line feed.
    package let data: [UInt8]
}

/// Turns a scan's records into the messages of its progress stream: a pure function of the
/// records and of `every`.
///
/// So a live stream, the same stream replayed years later and the same resumed in its middle
/// are the same messages.
package struct ProgressStream: Sendable {
    /// The state after the records so far; once it is finished, no message follows.
    package private(set) var state = ScanState()
    private let every: Int
    /// The whole per cent of a sweep's trials that the last progress message told of.
    private var percentTold = 0

    /// Starts before the first record.
    ///
    /// - Parameter every: a progress message comes when the number of stocks done is a multiple
    ///   of this, at least 1, and at the last stock. Of a sweep one comes with each whole per cent of
    ///   the trials, whatever it is.
    package init(every: Int) {
        precondition(every > 0, "a progress message stands for at least one stock")
        self.every = every
    }

    /// Folds in a record and returns what it adds to the stream.
    ///
    /// A failure at a multiple of `every` gives two messages: the error, then the progress.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - bytes: those that it was read from.
    /// - Returns: none to two messages.
    package mutating func apply(_ record: RecordedEvent, in bytes: [UInt8]) -> [StreamMessage] {
        guard state.apply(record, in: bytes) else { return [] }
        if let sweep = state.sweep {
            return sweepMessages(for: record.event, of: sweep)
                .map { StreamMessage(id: record.seq, data: $0) }
        }
        return messages(for: record.event).map { StreamMessage(id: record.seq, data: $0) }
    }

    /// Whether trials or a failure brought a sweep to another whole per cent; once each.
    mutating func isPercentDue() -> Bool {
        let percent = state.done >= state.total ? 100 : min(99, Int(state.progressPct))
        defer { percentTold = max(percentTold, percent) }
        return percent > percentTold
    }

    private func messages(for event: ScanEvent) -> [[UInt8]] {
        switch event {
        case .started:
            [startMessage]
        case .stockCompleted:
            isProgressDue ? [progressMessage] : []
        case .stockFailed(let failure):
            [errorMessage(failure)] + (isProgressDue ? [progressMessage] : [])
        case .stockSlow(let slow):
            [slowMessage(slow)]
        case .resumed(let resumed):
            [
                message("resumed") { json in
                    let remaining = resumed.remaining
                    json.member("message", "Resuming market scan with \(remaining) stocks to do")
                    json.member("remaining", remaining)
                    writeCounts(to: &json)
                }
            ]
        case .paused(let pause):
            [pausedMessage(pause)]
        case .interrupted, .cancelled, .failed:
            [endMessage(event)]
        case .completed:
            [state.completeMessage]
        case .requested, .strategyRecorded, .stockTraded, .stockLeftOut, .rulesCounted,
            .signalsGiven, .portfolioValued, .sealed, .unknown, .sweepRequested, .setsListed,
            .sweepStarted, .sweepPrepared, .trialsCompleted, .sweepResumed, .setsValued,
            .walkForwardValued, .sweepJudged, .sweepCompleted:
            []
        }
    }

    private var isProgressDue: Bool {
        state.done.isMultiple(of: every) || state.done == state.total
    }

    private var startMessage: [UInt8] {
        message("start") { json in
            json.member("total", state.total)
            json.member("total_stocks", state.total)
            json.member("strategy", state.requested?.request.strategy ?? "")
            json.member("message", "Starting market scan with \(state.total) stocks")
        }
    }

    private var progressMessage: [UInt8] {
        message("progress") { json in
            json.member("current", state.done)
            json.member("total", state.total)
            json.member("progress_pct", state.progressPct.rounded(places: 1))
            json.member("ticker", state.lastTicker ?? "")
            json.member("stock_time", state.lastSeconds.rounded(places: 2))
            json.member("elapsed_time", state.elapsed.rounded(places: 1))
            json.member("eta_seconds", state.etaSeconds.rounded(places: 1))
            json.member("successful", state.stocks.count)
            json.member("failed", state.failures.count)
            json.member("current_pnl", state.pnl.rounded(places: 2))
        }
    }

    /// A message of that type, with these members behind the job's name.
    func message(_ type: String, _ members: (inout JSONWriter) -> Void) -> [UInt8] {
        JSONWriter.object { json in
            json.member("type", type)
            json.member("job_id", state.requested?.jobID ?? "")
            members(&json)
        }
    }

    /// Writes how far the scan is.
    func writeCounts(to json: inout JSONWriter) {
        json.member("current", state.done)
        json.member("total", state.total)
    }

    /// Writes how far the scan came.
    func writeSummary(to json: inout JSONWriter) {
        writeCounts(to: &json)
        json.member("progress_pct", state.progressPct.rounded(places: 1))
        json.member("elapsed_time", state.elapsed.rounded(places: 1))
        json.member("successful", state.successful)
        json.member("failed", state.failures.count)
        if let sweep = state.sweep {
            json.name("best_so_far")
            sweep.write(sweep.best, to: &json)
        } else {
            json.member("current_pnl", state.pnl.rounded(places: 2))
        }
    }
}
