internal import ScanEvents

extension ScanState {
    /// What is held and ordered at the end of the bars, for a person: orders, positions, stocks that
    /// end early, and with `earlier` what has changed since that scan; nil where the tape does not
    /// tell.
    package func signalLines(columns: Int = .max, since earlier: ScanState? = nil) -> [String]? {
        guard let rows = signalRows, let signals else { return nil }
        let now = rows.filter { !$0.isStale }
        let orders = now.filter { $0.action != nil }
        let positions = now.filter { $0.side != nil }
        var lines = [
            "\(requested?.request.strategy ?? "none"), \(signalMoment) (\(signals.stocks) stocks): "
                + "\(orders.count) orders, \(positions.count) positions"
        ]
        if !orders.isEmpty {
            lines.append(fillsAtOpen ? "Orders at the next open" : "Orders at the last close")
            lines += TextTable(
                [["  Order", "Ticker", "Shares", "Close", "Stop", "Target", "Line"]]
                    + orders.sorted { $0.rank < $1.rank }.map(\.orderCells), words: 2
            ).lines(columns: columns)
        }
        if !positions.isEmpty {
            lines.append(fillsAtOpen ? "Positions before them" : "Positions after them")
            lines += TextTable(
                [
                    [
                        "  Side", "Ticker", "Since", "Gain", "Shares", "Entry", "Close", "Stop",
                        "Target",
                    ]
                ]
                    + positions.map(\.positionCells), words: 3
            ).lines(columns: columns)
        }
        let stale = rows.filter(\.isStale)
        if !stale.isEmpty {
            lines.append(
                "Last bar before \(signals.marketTime ?? "the market's"), not told of above: "
                    + stale.map { "\($0.ticker.harmless) (\($0.lastTime))" }
                    .joined(separator: ", "))
        }
        lines.append(priceNote)
        if let earlier { lines += changeLines(rows, since: earlier) }
        return lines
    }

    /// What is to be known of shares and prices.
    private var priceNote: String {
        let kind =
            switch requested?.priceAdjustment {
            case "none": "those of the market"
            case "splits": "adjusted for splits"
            case "splits_and_dividends": "adjusted for splits and dividends"
            default: "as their source has them, adjusted or not"
            }
        let open = prices.rowsOpen
        return "Shares are of each stock's own account; prices, and stops and targets, are \(kind)"
            + (open == 0
                ? "" : "; \(open) bars of a session that has not ended are left out")
    }

    /// The orders in a line; nil where the tape does not tell.
    var signalLine: String? {
        guard let rows = signalRows, let signals, signals.stocks > 0 else { return nil }
        let now = rows.filter { !$0.isStale }
        let orders = Dictionary(
            grouping: now.filter { $0.action != nil && !$0.isRefused }, by: \.rank)
        let parts = orders.sorted { $0.key < $1.key }.map { _, rows in
            "\(rows[0].orderWord) \(rows.count) ("
                + listed(rows.map(\.ticker.harmless), most: 3) + ")"
        }
        let held = now.count { $0.side != nil }
        return "\(signalMoment.prefix(1).uppercased())\(signalMoment.dropFirst()): "
            + (parts.isEmpty ? "no orders" : parts.joined(separator: ", ")) + "; \(held) held"
    }

    /// When the orders are due.
    private var signalMoment: String {
        let time = signals?.marketTime ?? "no bar"
        return fillsAtOpen ? "at the next open after \(time)" : "at the close of \(time)"
    }

    private func changeLines(_ rows: [SignalRow], since earlier: ScanState) -> [String] {
        let changes = SignalChange.all(from: earlier.signalRows ?? [], to: rows)
        let job = earlier.requested?.jobID ?? "the earlier scan"
        let time = earlier.signals?.marketTime ?? "no bar"
        guard !changes.isEmpty else { return ["Nothing has changed since \(job) (\(time))"] }
        return ["Changed since \(job) (\(time))"]
            + TextTable(
                [["  Ticker", "Held then", "Held now", "Ordered then", "Ordered now"]]
                    + changes.map { change in
                        [
                            "  " + change.ticker.harmless, change.sideBefore ?? "-",
                            change.side ?? "-", words(of: change.actionBefore),
                            words(of: change.action),
                        ]
                    }, words: 5
            ).lines()
    }
}

/// An order in words; `-` for none.
private func words(of action: String?) -> String {
    action?.replacing("_", with: " ") ?? "-"
}

extension SignalRow {
    /// The place of the order's kind among all: entries first.
    fileprivate var rank: Int {
        switch (action, side) {
        case ("enter_long", _): 0
        case ("reverse_to_long", _): 1
        case ("enter_short", _): 2
        case ("reverse_to_short", _): 3
        case (_, "short"): 5
        default: 4
        }
    }

    /// What is to be done, as a trader says it.
    fileprivate var orderWord: String {
        switch rank {
        case 0: "buy"
        case 1: "cover and buy"
        case 2: "sell short"
        case 3: "sell and sell short"
        case 5: "cover"
        default: "sell"
        }
    }

    fileprivate var orderCells: [String] {
        [
            "  " + orderWord + (isRefused ? " (refused)" : ""), ticker.harmless,
            amount(orderShares?.magnitude), amount(lastClose), amount(orderStop),
            amount(orderTarget), orderLine.map(String.init) ?? "-",
        ]
    }

    fileprivate var positionCells: [String] {
        [
            "  " + (side ?? "-"), ticker.harmless, entryTime ?? "-",
            gainPct.map { fixed($0) + "%" } ?? "-", amount(size), amount(entryPrice),
            amount(lastClose), amount(stop), amount(target),
        ]
    }

    private func amount(_ value: Double?) -> String { value.map { fixed($0) } ?? "-" }
}
