internal import Backtesting
internal import JSONText

extension RuleTally {
    /// Writes the counts, rule by rule, as two columns.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("bars_true")
            json.array(rules) { $0.value($1.timesTrue) }
            json.name("orders")
            json.array(rules) { $0.value($1.orders) }
            json.member("missing_levels", missingLevels)
        }
    }

    /// Reads counts that are not negative.
    init(from scanner: inout JSONScanner) throws(JSONError) {
        var (barsTrue, orders): ([Int]?, [Int]?)
        var missingLevels: Int?
        try scanner.object { name, scanner throws(JSONError) in
            switch name {
            case "bars_true": barsTrue = try Self.counts(&scanner)
            case "orders": orders = try Self.counts(&scanner)
            case "missing_levels": missingLevels = try Self.count(&scanner)
            default: try scanner.skip()
            }
        }
        guard let barsTrue, let orders, let missingLevels, barsTrue.count == orders.count else {
            throw scanner.error("rules with as many bars_true as orders, and missing_levels")
        }
        self.init(
            rules: zip(barsTrue, orders).map { RuleUse(timesTrue: $0, orders: $1) },
            missingLevels: missingLevels)
    }

    private static func counts(_ scanner: inout JSONScanner) throws(JSONError) -> [Int] {
        var counts: [Int] = []
        try scanner.array { scanner throws(JSONError) in counts.append(try count(&scanner)) }
        return counts
    }

    private static func count(_ scanner: inout JSONScanner) throws(JSONError) -> Int {
        let count = try scanner.integer()
        // So that the sum over any number of stocks is one, too.
        guard 0...Int(Int32.max) ~= count else { throw scanner.error("a count") }
        return count
    }
}
