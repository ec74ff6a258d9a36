package import Projections

/// A scan on one line of a terminal: bar, counts, rate, time left, profit, failures, stock.
package struct ProgressBar: Sendable {
    /// The scan.
    package var state: ScanState
    /// How fast it goes; nil where that cannot be said.
    package var estimate: Pace.Estimate?
    /// What the user must know before all else, in place of rate and time: that the connection
    /// is lost, that the scan is being cancelled.
    package var notice: String?

    /// A line about a scan.
    package init(state: ScanState, estimate: Pace.Estimate? = nil, notice: String? = nil) {
        self.state = state
        self.estimate = estimate
        self.notice = notice
    }

    /// A part of the line; the lower its rank, the longer it stays as the terminal gets narrower.
    private struct Part {
        var rank: Int
        var width: Int
        var text: String
        var ink = TerminalStyle.Ink.plain
    }

    private static let gap = "  "
    /// The place of the last stock; longer names are cut.
    private static let tickerColumns = 6

    /// The line for a terminal of so many columns, of which it leaves the last one free.
    ///
    /// Parts that do not fit are left out, the least important first; the most important one is
    /// cut where it alone is too long.
    package func line(columns: Int, style: TerminalStyle) -> String {
        let available = max(0, columns - 1)
        let parts = parts(columns: columns, style: style)
        var kept: Set<Int> = []
        var used = 0
        for index in parts.indices.sorted(by: { parts[$0].rank < parts[$1].rank }) {
            let width = parts[index].width + (kept.isEmpty ? 0 : Self.gap.count)
            guard used + width <= available || kept.isEmpty else { continue }
            kept.insert(index)
            used += width
        }
        return parts.indices.filter(kept.contains).map { index in
            let part = parts[index]
            // The bar paints itself.
            guard part.rank != Rank.bar else { return part.text }
            return style.paint(part.text.clipped(to: available), part.ink)
        }.joined(separator: Self.gap)
    }

    private enum Rank {
        static let notice = 0
        static let counts = 1
        static let left = 2
        static let pnl = 3
        static let failed = 4
        static let bar = 5
        static let rate = 6
        static let slow = 7
        static let ticker = 8
        /// Long where there are many inputs, so that all else comes first.
        static let best = 9
    }

    /// All parts in the order in which they stand.
    private func parts(columns: Int, style: TerminalStyle) -> [Part] {
        var parts = [barPart(columns: columns, style: style)]
        func add(_ rank: Int, _ text: String, _ ink: TerminalStyle.Ink = .plain) {
            parts.append(Part(rank: rank, width: text.columns, text: text, ink: ink))
        }
        let percent = state.progressPct.rounded(places: 1)
        add(Rank.counts, "\(state.done)/\(state.total) (\(percent)%)")
        if let notice {
            add(Rank.notice, notice.harmless, .yellow)
        } else if let estimate, state.done < state.total {
            add(Rank.rate, estimate.rateText(of: state))
            add(Rank.left, "ETA " + estimate.timeText(dash: style.dash))
        }
        if let sweep = state.sweep {
            if let best = sweep.bestLine { add(Rank.best, "Best \(best.harmless)") }
        } else {
            let pnl = state.pnl
            let ink: TerminalStyle.Ink = pnl >= 0.5 ? .green : pnl <= -0.5 ? .red : .plain
            add(Rank.pnl, "PnL \(ScanState.dollars(pnl))", ink)
        }
        if !state.failures.isEmpty { add(Rank.failed, "\(state.failures.count) failed", .red) }
        if !state.slowTickers.isEmpty && !state.isFinished {
            add(Rank.slow, "\(state.slowTickers.count) slow", .yellow)
        }
        if let ticker = state.lastTicker {
            let text = ticker.harmless.clipped(to: Self.tickerColumns)
            parts.append(Part(rank: Rank.ticker, width: Self.tickerColumns, text: text))
        }
        return parts
    }

    /// A fifth of the terminal, so that it does not change its length from draw to draw.
    private func barPart(columns: Int, style: TerminalStyle) -> Part {
        let cells = min(40, max(10, columns / 5))
        let filled = min(cells, max(0, Int(state.progressPct / 100 * Double(cells))))
        let (full, empty) = style.hasBlocks ? ("█", "·") : ("#", "-")
        let text =
            "[" + style.paint(String(repeating: full, count: filled), .green)
            + style.paint(String(repeating: empty, count: cells - filled), .faint) + "]"
        return Part(rank: Rank.bar, width: cells + 2, text: text)
    }
}
