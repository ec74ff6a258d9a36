internal import JSONText
package import ScanEvents

extension ScanState {
    /// What is held and ordered at the end of the bars, a row a stock, in the order of the scan; nil
    /// where the tape does not tell.
    package var signalRows: [SignalRow]? {
        guard let signals else { return nil }
        var sectors: [String: String] = [:]
        for stock in stocks { sectors[stock.result.ticker] = stock.result.sector }
        return signals.rows(sectors: sectors, fillsAtOpen: fillsAtOpen)
    }

    /// Why the tape does not tell what is held and ordered.
    package var whyNoSignals: String {
        let job = requested?.jobID ?? "the scan"
        return switch phase {
        case .completed: "\(job) has no signals: an earlier version recorded it; scan again"
        case .cancelled, .failed: "\(job) has no signals: it was \(phase.rawValue)"
        case .requested, .running, .interrupted:
            "\(job) has no signals yet: they come with the end of the scan"
        }
    }

    /// Whether orders fill at the next open, and not at the close that gave them.
    var fillsAtOpen: Bool { requested?.request.fills != "close" }

    /// The signals as a JSON object, and with `earlier` what has changed since that scan; nil where
    /// the tape does not tell.
    package func signalsDocument(since earlier: ScanState? = nil) -> [UInt8]? {
        guard let rows = signalRows else { return nil }
        return JSONWriter.object { json in
            writeHead(to: &json)
            json.nullableMember("price_adjustment", requested?.priceAdjustment)
            json.member("rows_open", prices.rowsOpen)
            json.member("stocks", signals?.stocks ?? 0)
            json.member("orders", rows.count { $0.action != nil && !$0.isStale })
            json.member("positions", rows.count { $0.side != nil })
            json.member("stale", rows.count(where: \.isStale))
            json.name("signals")
            json.array(rows) { $1.write(to: &$0) }
            guard let earlier else { return }
            json.member("diff") { json in
                earlier.writeHead(to: &json)
                json.name("changes")
                json.array(SignalChange.all(from: earlier.signalRows ?? [], to: rows)) {
                    $1.write(to: &$0)
                }
            }
        }
    }

    private func writeHead(to json: inout JSONWriter) {
        let request = requested?.request
        json.member("job_id", requested?.jobID ?? "")
        json.member("strategy", request?.strategy ?? "")
        json.member("interval", request?.interval ?? "")
        json.member("fills", request?.fills ?? "")
        json.nullableMember("market_time", signals?.marketTime)
    }
}

/// What differs of a stock between the signals of two scans.
package struct SignalChange: PartForm {
    package static let about: StaticString =
        "A stock of which something else is held or ordered than in the earlier scan."

    /// The stock.
    package private(set) var ticker = ""
    /// What was ordered; nil for nothing.
    package private(set) var actionBefore: String?
    /// What is ordered; nil for nothing.
    package private(set) var action: String?
    /// `long` or `short`; nil where nothing was held.
    package private(set) var sideBefore: String?
    /// `long` or `short`; nil where nothing is held.
    package private(set) var side: String?

    /// Joins its fields.
    package init() {}

    /// The changes between two scans: those of stocks of the later one, then of those that it says
    /// nothing of.
    package static func all(from earlier: [SignalRow], to later: [SignalRow]) -> [SignalChange] {
        var before = Dictionary(
            earlier.map { ($0.ticker, $0) }, uniquingKeysWith: { first, _ in first })
        let now = later.map { row in (row.ticker, before.removeValue(forKey: row.ticker), row) }
        let gone = earlier.compactMap { row in
            before[row.ticker].map { (row.ticker, $0, SignalRow()) }
        }
        return (now + gone).compactMap { ticker, before, row in
            var change = SignalChange()
            change.ticker = ticker
            (change.actionBefore, change.sideBefore) = (before?.action, before?.side)
            (change.action, change.side) = (row.action, row.side)
            let isSame =
                change.actionBefore == change.action && change.sideBefore == change.side
            return isSame ? nil : change
        }
    }

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member("ticker", &ticker, .ticker)
        try form.member("action_before", &actionBefore, .orderAction, "What was ordered.")
        try form.member("action", &action, .orderAction, "What is ordered.")
        try form.member("side_before", &sideBefore, .part, "What was held.")
        try form.member("side", &side, .part, "What is held.")
    }
}
