extension ScanState {
    /// The state as a line for a log file: `Progress: 5.0% (25/505) - Current: AAPL - ETA: …`.
    package var progressLine: String {
        if let sweep { return progressLine(of: sweep) }
        return "Progress: \(progressPct.rounded(places: 1))% (\(done)/\(total))"
            + " - Current: \(lastTicker ?? "none") - ETA: \(Self.duration(etaSeconds))"
            + " - PnL: \(Self.dollars(pnl))"
    }

    /// The last line of a scan: how it ended, how long it took, what it made.
    package var finalLine: String {
        if let sweep { return finalLine(of: sweep) }
        let figures = "Total time: \(Self.duration(elapsed)) - Total PnL: \(Self.dollars(pnl))"
        return switch phase {
        case .completed where hasOnlyFailures:
            "No result: all \(total) stocks failed. Total time: \(Self.duration(elapsed))"
        case .completed: "Complete! \(figures)"
        case .cancelled: "Cancelled after \(done) of \(total) stocks. \(figures)"
        case .failed: "Failed: \(failureMessage ?? "unknown cause"). \(figures)"
        case .interrupted:
            "Interrupted after \(done) of \(total) stocks: \(failureMessage ?? "unknown cause"). "
                + figures
        case .requested, .running: "Interrupted after \(done) of \(total) stocks. \(figures)"
        }
    }

    /// A duration as a person reads it: `0.4s`, `45s`, `8m 45s`, `2h 5m`.
    package static func duration(_ seconds: Double) -> String {
        if seconds < 9.95 { return "\(seconds.rounded(places: 1))s" }
        let whole = Int(min(seconds.rounded(), 1e12))
        if whole < 60 { return "\(whole)s" }
        if whole < 3_600 { return "\(whole / 60)m \(whole % 60)s" }
        return "\(whole / 3_600)h \(whole / 60 % 60)m"
    }

    /// An amount in whole dollars with separators: `$1,250`, `-$98`.
    package static func dollars(_ amount: Double) -> String {
        guard abs(amount) < 1e15 else { return "$\(amount)" }
        let whole = Int(abs(amount).rounded())
        var digits = Array(String(whole))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (amount < 0 && whole > 0 ? "-$" : "$") + String(digits)
    }
}
