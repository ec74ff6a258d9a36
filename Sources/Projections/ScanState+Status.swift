internal import JSONText
internal import ScanEvents

extension ScanState {
    /// Where a scan stands.
    package enum Phase: String, Sendable {
        /// Recorded, its stocks not known yet.
        case requested
        /// At work.
        case running
        /// Ended for now, as the source answers nobody; a later run goes on.
        case interrupted
        /// All stocks are done.
        case completed
        /// Ended by its user.
        case cancelled
        /// Ended by a fault.
        case failed
    }

    /// The state as the JSON object that a polling client reads; once the scan is completed,
    /// `results` holds what the stream's last message holds.
    package var status: [UInt8] { statusText.bytes }

    /// The same, the stocks' results not copied.
    package var statusText: LongText {
        if let sweep { return statusText(of: sweep) }
        let results = phase == .completed ? completeText : nil
        var start = 0
        let frame = JSONWriter.object { json in
            json.member("job_id", requested?.jobID ?? "")
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
            json.member("successful", stocks.count)
            json.member("failed", failures.count)
            json.member("current_pnl", pnl.rounded(places: 2))
            json.member("elapsed_time", elapsed.rounded(places: 1))
            json.member("eta_seconds", isFinished ? 0 : etaSeconds.rounded(places: 1))
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

extension ScanState {
    /// The share of the stocks that are done, in per cent.
    package var progressPct: Double {
        total == 0 ? 0 : Double(done) / Double(total) * 100
    }

    /// The seconds that the rest will take if it goes on at the pace of the whole so far.
    package var etaSeconds: Double {
        // What a failed stock of a sweep does not have took no time.
        let worked = sweep?.trials ?? done
        return worked == 0 ? 0 : workSeconds / Double(worked) * Double(max(0, total.adding(-done)))
    }
}
