internal import Projections
internal import ScanEvents

/// The parts of what the sets made, as far as they go together.
struct ValuedSets {
    private(set) var stocks = 0
    private(set) var count = 0
    private(set) var total = 0
    /// The objective of each set.
    private(set) var objectives: [Double?] = []
    /// The mean objective of the neighbours of each.
    private(set) var neighbours: [Double?] = []

    /// Whether all parts are there.
    var isWhole: Bool { total > 0 && count == total }

    /// Takes the next part; false where it is another one.
    mutating func append(_ part: ScanEvent.SetsValued, _ objective: SweepObjective?) -> Bool {
        if part.offset == 0 {
            self = ValuedSets()
            (stocks, total) = (part.stocks, part.total)
        }
        guard part.offset == count, part.stocks == stocks, part.total == total,
            part.returns.count <= total - count
        else { return false }
        count += part.returns.count
        objectives +=
            objective.map { objective in
                part.returns.indices.map { part.figure(objective, of: $0) }
            } ?? []
        neighbours += part.neighbours
        return true
    }

    /// The first of the sets with the best objective; nil where none has one.
    func best(by objective: SweepObjective) -> Int? {
        var best: (set: Int, figure: Double)?
        for (set, figure) in objectives.enumerated() {
            guard let figure else { continue }
            if best.map({ objective.prefers(figure, to: $0.figure) }) ?? true {
                best = (set, figure)
            }
        }
        return best?.set
    }
}

/// The parts of a walk-forward's curve, as far as they go together.
struct WalkParts {
    private let points: Int
    private let outOfSample: PortfolioStatistics
    private let inSample: PortfolioStatistics
    private(set) var count = 0

    /// Whether all parts are there.
    var isWhole: Bool { count == points }

    init(_ part: ScanEvent.WalkForwardValued) {
        points = part.points
        (outOfSample, inSample) = (part.outOfSample, part.inSample)
    }

    /// Takes the next part; false where it is another one.
    mutating func append(_ part: ScanEvent.WalkForwardValued) -> Bool {
        guard part.offset == count, part.points == points, part.outOfSample == outOfSample,
            part.inSample == inSample, part.times.count <= points - count
        else { return false }
        count += part.times.count
        return true
    }
}
