internal import Projections
internal import ScanEvents

extension FoldCheck {
    /// Whether a part of the signals goes on from the one before it, and is of the scan's stocks.
    mutating func check(_ part: ScanEvent.SignalsGiven) {
        if part.offset == 0 {
            signals = Signals(part)
        } else if signals?.append(part) != true {
            note(
                "signals", "the part that goes on from signal \(signals?.signals.count ?? 0)",
                "one from signal \(part.offset) of \(part.total)")
        }
        for signal in part.signals { checkListed(signal.ticker) }
    }

    /// Whether as many positions are held as results have open trades, and on the last of their days.
    mutating func checkSignals(successful: Int, openTrades: Int, lastDate: String) {
        guard let signals, !hasGap else { return }
        if signals.signals.count != signals.total {
            note("signals", "\(signals.total) of them", "\(signals.signals.count)")
        }
        // A resumed scan leaves stocks out whose prices had changed.
        guard signals.stocks == successful, successful > 0 else { return }
        let day = String((signals.marketTime ?? "").prefix(10))
        if day != lastDate { note("market_time", lastDate, day) }
        guard request?.finalizeTrades == false else { return }
        let held = signals.signals.count { $0.size != nil }
        if held != openTrades {
            note(
                "signals with a position", "\(openTrades), the open trades of the results",
                "\(held)")
        }
    }
}
