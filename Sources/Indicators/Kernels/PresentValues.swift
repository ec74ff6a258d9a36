/// A column with its missing values made zero, and where they were.
struct PresentValues {
    /// The values; zero where one is missing, and before the lead.
    let values: [Double]
    /// The column as it was; nil where nothing is missing after the lead.
    private let holes: [Double]?

    /// Whether a value is missing after the lead.
    var hasHoles: Bool { holes != nil }

    /// Reads a column.
    ///
    /// O(count).
    init(_ column: [Double], from lead: Int) {
        if Column.hasMissing(column, from: lead) {
            values = column.map { $0.isNaN ? 0 : $0 }
            holes = column
        } else {
            values = column
            holes = nil
        }
    }

    /// Results of windows, made missing where the window holds a missing value.
    ///
    /// O(count).
    func blanked<Result>(
        _ results: [Result], _ length: Int, from lead: Int, missing: Result
    ) -> [Result] {
        guard let holes else { return results }
        var results = results
        var lastHole = Int.min / 2
        for bar in lead..<results.count {
            if holes[bar].isNaN { lastHole = bar }
            if bar - lastHole < length { results[bar] = missing }
        }
        return results
    }
}
