internal import JSONText
internal import ScanEvents

extension ProgressStream {
    /// What an event of a sweep adds to its stream.
    mutating func sweepMessages(for event: ScanEvent, of sweep: SweepState) -> [[UInt8]] {
        switch event {
        case .sweepStarted:
            [startMessage(of: sweep)]
        case .trialsCompleted:
            isPercentDue() ? [progressMessage(of: sweep)] : []
        case .stockFailed(let failure):
            [errorMessage(failure)] + (isPercentDue() ? [progressMessage(of: sweep)] : [])
        case .stockSlow(let slow):
            [slowMessage(slow)]
        case .sweepResumed(let resumed):
            [
                message("resumed") { json in
                    json.member(
                        "message", "Resuming sweep with \(resumed.remaining) trials to do")
                    json.member("remaining", resumed.remaining)
                    writeCounts(to: &json)
                }
            ]
        case .paused(let pause):
            [pausedMessage(pause)]
        case .interrupted, .cancelled, .failed:
            [endMessage(event)]
        case .sweepCompleted:
            [state.completeMessage]
        default:
            []
        }
    }

    private func startMessage(of sweep: SweepState) -> [UInt8] {
        message("start") { json in
            json.member("total", state.total)
            json.member("total_stocks", sweep.stocks)
            json.member("total_sets", sweep.sets)
            json.member("strategy", state.requested?.request.strategy ?? "")
            json.member(
                "message", "Starting sweep of \(sweep.sets) sets on \(sweep.stocks) stocks")
        }
    }

    private func progressMessage(of sweep: SweepState) -> [UInt8] {
        message("progress") { json in
            json.member("current", state.done)
            json.member("total", state.total)
            json.member("progress_pct", state.progressPct.rounded(places: 1))
            json.member("ticker", state.lastTicker ?? "")
            json.member("elapsed_time", state.elapsed.rounded(places: 1))
            json.member("eta_seconds", state.etaSeconds.rounded(places: 1))
            state.writeSweepCounts(of: sweep, to: &json)
        }
    }
}

extension ScanState {
    /// Writes how far a sweep is: sets, stocks, pace, best set.
    func writeSweepCounts(of sweep: SweepState, to json: inout JSONWriter) {
        json.member("total_sets", sweep.sets)
        json.member("total_stocks", sweep.stocks)
        json.member("stocks_done", stocksDone)
        json.member("successful", successful)
        json.member("failed", failures.count)
        json.member("trials_per_second", trialsPerSecond, places: 1)
        json.name("best_so_far")
        sweep.write(sweep.best, to: &json)
    }

    /// The status of a sweep, the sets of its result not copied.
    func statusText(of sweep: SweepState) -> LongText {
        let results = phase == .completed ? completeText(of: sweep) : nil
        var start = 0
        let frame = JSONWriter.object { json in
            json.member("job_id", requested?.jobID ?? "")
            json.member("kind", "sweep")
            json.member("state", phase.rawValue)
            json.member("complete", isFinished)
            json.member("strategy", requested?.request.strategy ?? "")
            if let adjustment = requested?.priceAdjustment {
                json.member("price_adjustment", adjustment)
            }
            json.member("requested_at", requestedAt)
            json.member("current", done)
            json.member("total", total)
            json.member("progress_pct", progressPct.rounded(places: 1))
            json.nullableMember("ticker", lastTicker)
            json.member("elapsed_time", elapsed.rounded(places: 1))
            json.member("eta_seconds", isFinished ? 0 : etaSeconds.rounded(places: 1))
            writeSweepCounts(of: sweep, to: &json)
            json.member("last_event_id", nextSeq - 1)
            if let failureMessage { json.member("error", failureMessage) }
            json.name("results")
            start = json.bytes.count
            if let results { json.raw(results.frame) } else { json.null() }
        }
        guard let results else { return LongText(frame) }
        return LongText(frame, elements: results.elements, at: start + results.place)
    }
}
