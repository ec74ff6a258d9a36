internal import ScanEvents

extension ScanState {
    /// A sweep's state as a line for a log file.
    func progressLine(of sweep: SweepState) -> String {
        "Progress: \(progressPct.rounded(places: 1))% (\(spelt(done))/\(spelt(total)) trials)"
            + (trialsPerSecond.map { " - \(pace($0))" } ?? "")
            + " - ETA: \(Self.duration(etaSeconds))"
            + (sweep.bestLine.map { " - Best: \($0)" } ?? "")
    }

    /// The last line of a sweep: how it ended, how long it took, what was best.
    func finalLine(of sweep: SweepState) -> String {
        let time = "Total time: \(Self.duration(elapsed))"
        let figures = time + (sweep.bestLine.map { " - Best so far: \($0)" } ?? "")
        let progress = "after \(spelt(done)) of \(spelt(total)) trials"
        return switch phase {
        case .completed where hasOnlyFailures:
            "No result: all \(sweep.stocks) stocks failed. \(time)"
        case .completed:
            "Complete! \(spelt(sweep.trials, "trial")). \(time)"
                + (sweep.bestLine.map { " - Best: \($0)" } ?? "")
                + (sweep.judged.map { " - Verdict: \($0.verdict)" } ?? "")
        case .cancelled: "Cancelled \(progress). \(figures)"
        case .failed: "Failed: \(failureMessage ?? "unknown cause"). \(figures)"
        case .interrupted:
            "Interrupted \(progress): \(failureMessage ?? "unknown cause"). \(figures)"
        case .requested, .running: "Interrupted \(progress). \(figures)"
        }
    }

    private func pace(_ trialsPerSecond: Double) -> String {
        trialsPerSecond < 10
            ? "\(trialsPerSecond.rounded(places: 1)) trials/s"
            : "\(spelt(Int(min(trialsPerSecond.rounded(), 1e12)))) trials/s"
    }

    /// The sweep in some lines for a terminal: counts, the best sets, what is to be thought of them, a
    /// heatmap, failures.
    func summary(of sweep: SweepState, columns: Int) -> [String] {
        var lines = [
            "\(spelt(sweep.sets, "set")) of \(requested?.request.strategy.harmless ?? "none") on "
                + "\(spelt(successful)) of \(spelt(sweep.stocks, "stock")), "
                + "\(requested?.request.startDate ?? "the first day") to "
                + (requested?.request.endDate ?? "the last") + tradingWords(of: sweep),
            "\(spelt(sweep.trials, "trial"))" + sweep.leftOutWords,
        ]
        if let judged = sweep.judged {
            let name = requested?.request.benchmark?.harmless
            let figures = Self.text(of: judged.benchmark)
            if !figures.isEmpty {
                lines.append("Holding \(name ?? "the same stocks"): \(figures)")
            }
        }
        if !leftOut.isEmpty {
            lines.append(
                "Not in the portfolios: "
                    + leftOut.map { "\($0.ticker.harmless) (\($0.code.rawValue))" }.sorted()
                    .joined(separator: ", "))
        }
        lines += SweepTable(sweep).lines(columns: columns)
        lines += sweep.judgementLines
        lines += SweepHeatmap(sweep, columns: min(80, columns))?.lines ?? []
        lines += FailureCauses(failures).lines
        if successful > 0 { lines.append(Self.line(of: prices)) }
        return lines
    }

    private func tradingWords(of sweep: SweepState) -> String {
        guard let prepared = sweep.prepared else { return "" }
        let idle =
            prepared.idleSets == 0
            ? ""
            : "; \(spelt(prepared.idleSets, "set")) with too few bars to decide "
                + (prepared.idleSets == 1 ? "holds cash" : "hold cash")
        guard let day = prepared.tradeFrom else { return idle }
        let reason =
            requested?.request.tradeFrom == nil ? ", when every set can decide" : ""
        return ", trading from \(day)\(reason)\(idle)"
    }
}

extension SweepState {
    /// The best set in words; nil where there is none.
    package var bestLine: String? {
        guard let best else { return nil }
        let words = words(of: best.set).harmless
        return "\(objective.title) \(objective.text(of: best.value))"
            + (words.isEmpty ? "" : " (\(words))")
    }

    /// How many sets were not run, and why; nothing where all were.
    fileprivate var leftOutWords: String {
        var parts: [String] = []
        if dropped > 0 { parts.append("\(spelt(dropped)) dropped by conditions") }
        if repeated > 0 { parts.append("\(spelt(repeated)) named more than once") }
        return parts.isEmpty ? "" : "; sets left out: " + parts.joined(separator: ", ")
    }

    /// What is to be thought of the best set, a sentence a line, and what walking forward made.
    fileprivate var judgementLines: [String] {
        var lines: [String] = []
        if let judged {
            lines.append("Verdict: \(judged.verdict.harmless)")
            lines += judged.sentences.map { "  " + $0.harmless }
        }
        if let walkForward {
            let (out, own) = (walkForward.outOfSample, walkForward.inSample)
            lines.append(
                "Walk-forward over \(spelt(walkForward.windows.count, "window")): "
                    + ScanState.text(of: out))
            lines.append("The best set over the same days: " + ScanState.text(of: own))
        }
        return lines
    }
}
