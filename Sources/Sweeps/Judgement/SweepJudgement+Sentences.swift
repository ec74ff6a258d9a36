internal import ScanEvents

extension SweepJudgement {
    /// The judgement in plain words.
    var foundSentences: [String] {
        guard best != nil else { return ["No set has a figure to compare: there is no best one."] }
        var sentences = [headline]
        if verdict == .none {
            sentences.append(
                periods < SweepJudge.fewestPeriods
                    ? "\(periods) periods are too few to judge; it takes "
                        + "\(SweepJudge.fewestPeriods)."
                    : "The best set's returns do not vary: there is nothing to judge.")
            return sentences
        }
        sentences += [luck, around, chosenOnHalves, outOfSample, beside].compactMap { $0 }
        sentences.append(conclusion)
        return sentences
    }

    private var headline: String {
        var text =
            sets == 1 ? "The only set: " : "Best of \(Told.count(sets)) sets: "
        if let bestFigure, objective != .sharpe {
            text += "\(objective.title) \(told(bestFigure)), "
        }
        guard let sharpeRatio else { return text + "no Sharpe ratio." }
        text += "Sharpe \(Told.number(sharpeRatio)) a year"
        guard trials > 1, let luckySharpeEffective else { return text + "." }
        return text + "; a Sharpe of \(Told.number(luckySharpeEffective)) is what luck alone "
            + "gives to the best of \(Told.number(effectiveTrials, places: 0)) independent trials."
    }

    private var luck: String? {
        guard let deflatedEffective, let deflated else { return nil }
        let skill = Told.percent(deflatedEffective.probability)
        guard trials > 1 else { return "That its true Sharpe is above zero is \(skill) sure." }
        var text =
            "The deflated Sharpe ratio, the probability that it is more than luck, is \(skill)"
        if let correlation {
            text +=
                "; were all \(Told.count(trials)) sets that traded independent (their returns "
                + "correlate by \(Told.number(correlation)) on average), it would be "
                + Told.percent(deflated.probability)
        }
        return text + "."
    }

    private var around: String? {
        guard sets > 1 else { return nil }
        guard let bestNeighbours, let best else {
            return "It has no neighbours to compare it with."
        }
        let count = neighbourCounts[best]
        let whose =
            count == 1 ? "Its only neighbour has" : "Its \(count) neighbours have on average"
        return "\(whose) a \(objective.title) of \(told(bestNeighbours)): "
            + (isPeakOnCliff ? "a peak on a cliff." : "no peak on a cliff.")
    }

    private var chosenOnHalves: String? {
        guard trials > 1 else { return nil }
        guard let overfitting else {
            return "Whether a choice on some days holds on others could not be tried."
        }
        return
            "Chosen by Sharpe on one half of the days, the best set was no better than the middle "
            + "of the other half in \(Told.count(Told.whole(overfitting.probability * 100))) "
            + "of 100 cases."
    }

    private var outOfSample: String? {
        guard let walkForward else { return nil }
        let (out, inside) = (walkForward.outOfSample, walkForward.inSample)
        let count = walkForward.choices.count
        func told(_ slice: CurveSlice) -> String {
            "\(slice.returnPct.map { Told.number($0, places: 1) + " %" } ?? "nothing"), "
                + "Sharpe \(slice.sharpeRatio.map { Told.number($0) } ?? "none")"
        }
        return "Chosen and then measured in \(count) window\(count == 1 ? "" : "s"), sets made "
            + "\(told(out)) out of sample; the best set of all made \(told(inside)) of the same "
            + "days. To change sets costs nothing here."
    }

    private var beside: String? {
        guard let benchmarkSharpe else { return nil }
        return "Holding has a Sharpe of \(Told.number(benchmarkSharpe)) a year."
    }

    private var conclusion: String {
        switch verdict {
        case .luck: return "Verdict: cannot be told from luck."
        case .edge: return "Verdict: an edge on these days; costs and times to come may differ."
        case .doubtful, .none:
            let doubts = doubts
            return "Verdict: doubtful, as "
                + (doubts.isEmpty ? "luck is not ruled out" : doubts.joined(separator: ", and "))
                + "."
        }
    }

    /// A figure of the objective.
    private func told(_ figure: Double) -> String {
        switch objective {
        case .sharpe: Told.number(figure)
        case .trades: Told.number(figure, places: 0)
        case .returnPct, .maxDrawdown, .exposure, .gained, .medianReturn:
            Told.number(figure, places: 1) + " %"
        case .excess: Told.number(figure, places: 1) + " points"
        }
    }
}

/// Numbers as sentences have them.
enum Told {
    /// With thousands apart: 12,870.
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return (number < 0 ? "−" : "") + text
    }

    /// Rounded to so many places, half away from zero; beyond a million million as it is.
    static func number(_ value: Double, places: Int = 2) -> String {
        guard value.magnitude < 1e12 else { return "\(value)" }
        let scale = (0..<places).reduce(1) { power, _ in power * 10 }
        let units = whole(value.magnitude * Double(scale))
        let sign = value < 0 && units > 0 ? "−" : ""
        guard places > 0 else { return sign + count(units) }
        let rest = String(units % scale)
        return sign + count(units / scale) + "."
            + String(repeating: "0", count: places - rest.count) + rest
    }

    /// A probability in whole per cent; never 100 % of one that is not quite sure.
    static func percent(_ probability: Double) -> String {
        let rounded = whole(probability * 100)
        if rounded == 100, probability < 1 { return "more than 99 %" }
        if rounded == 0, probability > 0 { return "less than 1 %" }
        return "\(rounded) %"
    }

    /// The nearest whole number of one that is finite and not too large.
    static func whole(_ value: Double) -> Int {
        Int(value.rounded(.toNearestOrAwayFromZero))
    }
}
