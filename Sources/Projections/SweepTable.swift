internal import ScanEvents

/// The best sets of a sweep as a table, for a terminal or a text file.
struct SweepTable {
    private static let most = 10
    /// The most inputs that have a column of their own.
    private static let mostInputs = 6

    private let sweep: SweepState

    /// Takes a sweep; before its sets are valued there is no table.
    init(_ sweep: SweepState) {
        self.sweep = sweep
    }

    /// The lines: a heading, the sets from the best on.
    ///
    /// Figures that do not fit into `columns` are left out, from the right.
    func lines(columns: Int = .max) -> [String] {
        guard let valued = sweep.valued else { return [] }
        let ranking = sweep.ranking.prefix(Self.most)
        guard !ranking.isEmpty else { return [] }
        let objective = sweep.objective
        let others = [SweepObjective.returnPct, .sharpe, .maxDrawdown, .trades]
            .filter { $0 != objective }
        let inputs = sweep.inputs.prefix(Self.mostInputs)
        var rows = [
            ["Best"] + inputs.map(\.harmless) + [objective.capitalised, "Neighbours"]
                + others.map(\.capitalised)
        ]
        for (rank, set) in ranking.enumerated() {
            let values = sweep.values(of: set).prefix(Self.mostInputs)
            let figures = [
                valued.figure(objective, of: set), valued.neighbours[set],
            ].map { $0.map { objective.text(of: $0) } ?? "-" }
            let rest = others.map { other in
                valued.figure(other, of: set).map { other.text(of: $0) } ?? "-"
            }
            rows.append(
                ["\(rank + 1)"]
                    + inputs.indices.map { input in
                        input < values.count ? plain(values[input].value) : "-"
                    } + figures + rest)
        }
        return TextTable(rows, words: 1).lines(columns: columns, least: 2 + inputs.count)
    }
}

extension SweepObjective {
    /// The heading of its column.
    fileprivate var capitalised: String { title.prefix(1).uppercased() + title.dropFirst() }
}
