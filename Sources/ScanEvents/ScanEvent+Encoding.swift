package import JSONText

extension ScanEvent {
    /// The event's name in a record.
    package var type: String {
        switch self {
        case .requested: "scan_requested"
        case .started: "scan_started"
        case .stockCompleted: "stock_completed"
        case .stockFailed: "stock_failed"
        case .stockSlow: "stock_slow"
        case .stockLeftOut: "stock_left_out"
        case .resumed: "scan_resumed"
        case .paused: "scan_paused"
        case .interrupted: "scan_interrupted"
        case .cancelled: "scan_cancelled"
        case .failed: "scan_failed"
        case .portfolioValued: "portfolio_valued"
        case .completed: "scan_completed"
        case .sealed: "log_sealed"
        case .unknown(let type): type
        }
    }

    /// The event as the body of a record: its members from `"type"` on, without braces.
    package var recordBody: [UInt8] {
        JSONWriter.members { json in
            json.member("type", type)
            switch self {
            case .requested(let event): event.write(to: &json)
            case .started(let event): event.write(to: &json)
            case .stockCompleted(let event): event.write(to: &json)
            case .stockFailed(let event): event.write(to: &json)
            case .stockSlow(let ticker, let seconds, let elapsed):
                json.member("ticker", ticker)
                json.seconds("seconds", seconds)
                json.seconds("elapsed", elapsed)
            case .stockLeftOut(let event): event.write(to: &json)
            case .resumed(let remaining, let elapsed):
                json.member("remaining", remaining)
                json.seconds("elapsed", elapsed)
            case .cancelled(let elapsed):
                json.seconds("elapsed", elapsed)
            case .paused(let code, let message, let seconds, let elapsed):
                json.member("code", code.rawValue)
                json.member("message", message)
                json.seconds("seconds", seconds)
                json.seconds("elapsed", elapsed)
            case .interrupted(let code, let message, let elapsed),
                .failed(let code, let message, let elapsed):
                json.member("code", code.rawValue)
                json.member("message", message)
                json.seconds("elapsed", elapsed)
            case .portfolioValued(let event): event.write(to: &json)
            case .completed(let successful, let failed, let elapsed):
                json.member("successful", successful)
                json.member("failed", failed)
                json.seconds("elapsed", elapsed)
            case .sealed(let count, let root):
                json.member("count", count)
                json.member("root", root)
            case .unknown:
                preconditionFailure("only events of this version are written")
            }
        }
    }
}

extension ScanEvent.Requested {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("job_id", jobID)
        json.member("schema", schema)
        json.member("engine", engine)
        json.name("request")
        request.write(to: &json)
        json.member("stocks", stocks)
        json.member("universe_sha256", universeDigest)
        if let idempotency {
            json.name("idempotency")
            idempotency.write(to: &json)
        }
    }
}

extension ScanEvent.Started {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("tickers", tickers)
    }
}

extension ScanEvent.PriceRecord {
    /// Writes the members of an object, without its braces.
    package func write(to json: inout JSONWriter) {
        json.member("bars", bars)
        json.member("first_date", firstDate)
        json.member("last_date", lastDate)
        json.member("bars_sha256", barsDigest)
        json.member("rows_read", rowsRead)
        json.member("rows_dropped", rowsDropped)
        json.member("rows_outside_range", rowsOutsideRange)
        json.nullableMember("fetched_at", fetchedAt)
    }
}

extension ScanEvent.StockCompleted {
    fileprivate func write(to json: inout JSONWriter) {
        json.name("result")
        result.write(to: &json)
        prices.write(to: &json)
        json.seconds("seconds", seconds)
        json.seconds("elapsed", elapsed)
    }
}

extension ScanEvent.StockFailed {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("ticker", ticker)
        json.nullableMember("sector", sector)
        json.member("code", code.rawValue)
        json.member("message", message)
        json.seconds("seconds", seconds)
        json.seconds("elapsed", elapsed)
    }
}

extension ScanEvent.StockLeftOut {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("ticker", ticker)
        json.member("code", code.rawValue)
        json.member("message", message)
        json.seconds("elapsed", elapsed)
    }
}

extension ScanEvent.PortfolioValued {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("stocks", stocks)
        json.member("statistics", statistics.writeMembers)
        json.member("points", points)
        json.member("offset", offset)
        json.member("times", times)
        json.name("values")
        json.array(values) { $0.value($1) }
    }
}

extension JSONWriter {
    /// Writes a duration in seconds, to the microsecond.
    fileprivate mutating func seconds(_ name: String, _ seconds: Double) {
        member(name, (seconds * 1_000_000).rounded() / 1_000_000)
    }
}
