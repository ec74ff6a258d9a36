/// The problems found so far.
struct ProblemList {
    /// The text that they are in.
    let source: SourceText
    /// What was found, in the order in which it was.
    private(set) var found: [StrategyProblem] = []

    /// An empty list for a text.
    init(_ source: SourceText) {
        self.source = source
    }

    /// Whether more problems would not be told.
    var isFull: Bool { found.count >= StrategyProblems.most }

    /// Whether there is none.
    var isEmpty: Bool { found.isEmpty }

    /// Adds what another list has found.
    mutating func add(_ other: ProblemList) { found += other.found }

    /// Adds an error, as long as it would be told.
    mutating func add(
        _ code: StrategyProblem.Code, at range: Range<Int>, _ message: String
    ) {
        guard !isFull else { return }
        found.append(source.problem(code, message, at: range))
    }
}

extension [StrategyProblem] {
    /// In the order of the text, each once, no more than are told.
    var inOrder: [StrategyProblem] {
        var seen: Set<StrategyProblem> = []
        let sorted = filter { seen.insert($0).inserted }
            .enumerated()
            .sorted {
                ($0.element.line, $0.element.column, $0.offset) < (
                    $1.element.line, $1.element.column, $1.offset
                )
            }
        return sorted.prefix(StrategyProblems.most).map(\.element)
    }
}
