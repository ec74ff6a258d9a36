internal import JSONText
internal import ScanEvents

/// What of a sweep is compared with another: its terms, each set and the judgement.
struct SweepSummary {
    /// A set, as it is told apart from others.
    typealias Parameters = [String: Double]

    /// The sets of parameters, as they were asked for.
    let terms: SweepTerms
    /// How many sets there are.
    let count: Int
    /// The best set, and how likely it is luck; nil before.
    private(set) var judged: ScanEvent.SweepJudged?
    /// What each set made, by its place; none before the end.
    private(set) var valued: [[(name: String, value: Double?)]] = []
    private var inputs: [String] = []
    private var values: [[Double]] = []
    /// A digest of the trials of each set, whatever their order.
    private var digests: [UInt64] = []

    init(_ requested: ScanEvent.SweepRequested) {
        terms = requested.terms
        count = requested.sets
    }

    /// Takes the next event.
    mutating func apply(_ event: ScanEvent) {
        switch event {
        case .setsListed(let part): append(part)
        case .trialsCompleted(let part): append(part)
        case .setsValued(let part):
            if part.offset == 0 { valued = [] }
            guard part.offset == valued.count else { return }
            valued += part.returns.indices.map { part.figures(at: $0) }
        case .sweepJudged(let event): judged = event
        default: break
        }
    }

    private mutating func append(_ part: ScanEvent.SetsListed) {
        guard part.offset == values.count else { return }
        inputs = part.inputs
        values += (0..<part.count).map { index in part.values.map { $0[index] } }
        digests += Array(repeating: 0, count: part.count)
    }

    private mutating func append(_ part: ScanEvent.TrialsCompleted) {
        for (index, set) in part.sets.enumerated() where set < digests.count {
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            func add(_ word: UInt64) {
                hash = (hash ^ word) &* 0x0000_0100_0000_01b3
                hash ^= hash >> 29
            }
            for byte in part.ticker.utf8 { add(UInt64(byte)) }
            add(part.pnl[index].bitPattern)
            add(part.sharpeRatios[index]?.bitPattern ?? .max)
            add(part.maxDrawdowns[index].bitPattern)
            add(UInt64(bitPattern: Int64(part.trades[index])))
            add(UInt64(bitPattern: Int64(part.barsHeld[index])))
            digests[set] &+= hash
        }
    }

    /// The places of the sets by their parameters.
    var places: [Parameters: Int] {
        Dictionary(values.indices.map { (parameters(of: $0), $0) }) { first, _ in first }
    }

    /// The values of a set by the names of their inputs.
    func parameters(of set: Int) -> Parameters {
        Dictionary(zip(inputs, values[set])) { first, _ in first }
    }

    /// A set in words, such as `period 10, devfactor 1.5`.
    func name(of parameters: Parameters) -> String {
        parameters.sorted { place(of: $0.key) < place(of: $1.key) }.map { name, value in
            "\(name) \(Int(exactly: value).map(String.init) ?? "\(value)")"
        }.joined(separator: ", ")
    }

    /// The set at a place in words.
    func name(ofPlace set: Int) -> String {
        set < values.count ? name(of: parameters(of: set)) : "set \(set)"
    }

    private func place(of input: String) -> Int { inputs.firstIndex(of: input) ?? inputs.count }

    /// What is told of a set: its figures, and a digest of its trials.
    func members(of set: Int) -> [(name: String, json: String)] {
        var members: [(name: String, json: String)] = []
        if set < valued.count {
            members = valued[set].map { ($0.name, $0.value.map { "\($0)" } ?? "null") }
        }
        if set < digests.count {
            members.append(("trials_digest", "\"\(String(digests[set], radix: 16))\""))
        }
        return members
    }
}

extension ScanEvent.SetsValued {
    /// The figures of a set, by the names of their columns.
    fileprivate func figures(at index: Int) -> [(name: String, value: Double?)] {
        [
            ("return_pct", returns[index]), ("sharpe_ratio", sharpeRatios[index]),
            ("max_drawdown", maxDrawdowns[index]), ("trades", Double(trades[index])),
            ("exposure_pct", exposures[index]), ("gained_pct", gained[index]),
            ("median_return_pct", medianReturns[index]),
            ("excess_return_pct", excessReturns[index]), ("neighbours", neighbours[index]),
        ]
    }
}
