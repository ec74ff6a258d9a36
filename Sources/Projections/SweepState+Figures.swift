package import ScanEvents

/// A set of a sweep and the figure that it is best by.
package struct SweepBest: Equatable, Sendable {
    /// The place of the set.
    package let set: Int
    /// The figure.
    package let value: Double

    /// Joins the two.
    package init(set: Int, value: Double) {
        self.set = set
        self.value = value
    }
}

extension SweepState {
    /// What each set's portfolio made; nil until the tape tells it of all sets.
    package var valued: ScanEvent.SetsValued? {
        valuedSoFar.flatMap { $0.returns.count == $0.total ? $0 : nil }
    }

    /// What walking forward made; nil until the tape holds all of it.
    package var walkForward: ScanEvent.WalkForwardValued? {
        walkSoFar.flatMap { $0.times.count == $0.points ? $0 : nil }
    }

    /// Adds a part of what the sets made, if it is the one that comes next.
    mutating func value(_ part: ScanEvent.SetsValued) {
        guard part.isConsistent, part.total == sets else { return }
        if part.offset == 0 {
            valuedSoFar = part
        } else if let all = valuedSoFar, part.offset == all.returns.count,
            part.stocks == all.stocks, part.returns.count <= all.total - part.offset
        {
            valuedSoFar?.append(part)
        }
    }

    /// Adds a part of the curves, if it is the one that comes next.
    mutating func walk(_ part: ScanEvent.WalkForwardValued) {
        guard part.isConsistent else { return }
        if part.offset == 0 {
            walkSoFar = part
        } else if let all = walkSoFar, part.offset == all.times.count, part.points == all.points,
            part.times.count <= all.points - part.offset
        {
            walkSoFar?.append(part)
        }
    }

    /// A figure of a set: that of its portfolio once it is told, before that what the stocks that are
    /// done have nearest to it; nil where there is none.
    package func figure(_ figure: SweepObjective, of set: Int) -> Double? {
        if let valued = valuedSoFar, valued.returns.count == valued.total {
            return valued.returns.indices.contains(set) ? valued.figure(figure, of: set) : nil
        }
        guard sums.indices.contains(set) else { return nil }
        return figure == .gained ? sums[set].gainedPct : sums[set].nearest(figure)
    }

    /// On how many stocks a set was run so far.
    package func stocksDone(of set: Int) -> Int {
        sums.indices.contains(set) ? Int(sums[set].stocks) : 0
    }

    /// The best set as it was judged, before that the best on the stocks that are done.
    ///
    /// Of equal sets the first; nil where no set has the figure. In time by the number of sets.
    package var best: SweepBest? {
        if let judged {
            guard let set = judged.best, let value = judged.objective else { return nil }
            return SweepBest(set: set, value: value)
        }
        var best: SweepBest?
        for set in sums.indices {
            guard let value = sums[set].nearest(objective) else { continue }
            guard let other = best, !objective.prefers(value, to: other.value) else {
                best = SweepBest(set: set, value: value)
                continue
            }
        }
        return best
    }

    /// The sets by the objective of their portfolios, best first, equal ones by place, those without it
    /// last; none before they are told.
    package var ranking: [Int] {
        guard let valued else { return [] }
        let figures = valued.returns.indices.map { valued.figure(objective, of: $0) }
        return figures.indices.sorted { left, right in
            switch (figures[left], figures[right]) {
            case (let one?, let other?) where one != other: objective.prefers(one, to: other)
            case (.some, nil): true
            case (nil, .some): false
            default: left < right
            }
        }
    }

    /// The values of the varied inputs in a set, in their order; none of a set that is not listed.
    package func values(of set: Int) -> [(name: String, value: Double)] {
        guard (0..<listed).contains(set) else { return [] }
        return zip(inputs, columns).map { ($0, $1[set]) }
    }

    /// All parameters of a set, those that are not varied among them.
    package func parameters(of set: Int) -> [String: Double] {
        fixed.merging(values(of: set).map { ($0.name, $0.value) }) { $1 }
    }

    /// A set in words: `period=20 devfactor=1.5`.
    package func words(of set: Int) -> String {
        values(of: set).map { "\($0.name)=\(plain($0.value))" }.joined(separator: " ")
    }
}

extension ScanEvent.SetsValued {
    /// A figure of the set at `place` of those that are here.
    package func figure(_ figure: SweepObjective, of place: Int) -> Double? {
        switch figure {
        case .sharpe: sharpeRatios[place]
        case .returnPct: returns[place]
        case .maxDrawdown: maxDrawdowns[place]
        case .trades: Double(trades[place])
        case .exposure: exposures[place]
        case .gained: gained[place]
        case .medianReturn: medianReturns[place]
        case .excess: excessReturns[place]
        }
    }

    /// Appends the part that comes next.
    fileprivate mutating func append(_ part: Self) {
        returns += part.returns
        sharpeRatios += part.sharpeRatios
        maxDrawdowns += part.maxDrawdowns
        trades += part.trades
        exposures += part.exposures
        gained += part.gained
        medianReturns += part.medianReturns
        excessReturns += part.excessReturns
        neighbours += part.neighbours
    }
}

extension ScanEvent.WalkForwardValued {
    /// Appends the part of the curves that comes next.
    fileprivate mutating func append(_ part: Self) {
        times += part.times
        values += part.values
        inSampleValues += part.inSampleValues
    }
}

/// A number in the fewest digits, without a fraction where it is whole.
func plain(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? value.description
}
