package import JSONText

/// What a user asks for: many sets of parameters of one strategy over the stocks of a market.
package struct SweepRequest: Equatable, Sendable {
    /// What a scan asks for; its parameters are those that are not varied.
    package var scan: ScanRequest
    /// The sets of parameters.
    package var terms: SweepTerms
    /// The most trials, sets times stocks; nil for the limit of the service.
    package var maxTrials: Int?

    /// The most trials where nobody says other.
    package static let defaultMaxTrials = 5_000_000

    /// Joins its parts.
    package init(_ scan: ScanRequest, _ terms: SweepTerms, maxTrials: Int? = nil) {
        self.scan = scan
        self.terms = terms
        self.maxTrials = maxTrials
    }

    private static let own = [
        "grid", "random", "seed", "where", "objective", "walk_forward", "max_trials",
    ]

    /// Reads a request from the JSON object that a client sends: that of a scan, and beside it `grid`,
    /// `random`, `seed`, `where`, `objective`, `walk_forward`, `max_trials`.
    ///
    /// - Throws: `InvalidRequest` with a problem for each field that is unknown, missing, given twice,
    ///   too long or of the wrong type. Whether the values make sense is not judged here.
    package init(json: JSONValue) throws(InvalidRequest) {
        guard case .object(let members) = json else {
            self.init(try ScanRequest(json: json), SweepTerms())
            return
        }
        var problems: [RequestProblem] = []
        var scan = ScanRequest()
        do throws(InvalidRequest) {
            scan = try ScanRequest(
                json: .object(members.filter { !Self.own.contains($0.name) }))
        } catch {
            problems += error.problems
        }
        var fields = FieldReader(
            members.filter { Self.own.contains($0.name) }, names: Self.own)
        var terms = SweepTerms()
        terms.grid = fields.strings("grid") ?? []
        terms.random = fields.whole("random")
        terms.seed = fields.whole("seed")
        terms.conditions = fields.strings("where") ?? []
        terms.objective = fields.string("objective", atMost: 32) ?? terms.objective
        terms.walkForward = fields.string("walk_forward", atMost: 32)
        let maxTrials = fields.whole("max_trials")
        // Together with the stocks they must fit into the first record.
        for (name, texts) in [("grid", terms.grid), ("where", terms.conditions)]
        where texts.count > 64 || texts.reduce(0, { $0 + $1.utf8.count }) > 8_192 {
            fields.note(name, "at most 64 texts of 8,192 bytes in all are read")
        }
        problems += fields.problems.all
        guard problems.isEmpty else { throw InvalidRequest(problems) }
        self.init(scan, terms, maxTrials: maxTrials)
    }
}

extension FieldReader {
    /// A whole number of zero or more; nil where there is none, or another.
    fileprivate mutating func whole(_ name: String) -> Int? {
        guard let number = number(name) else { return nil }
        guard let whole = Int(exactly: number), whole >= 0 else {
            note(name, "\(number) is no whole number of 0 or more")
            return nil
        }
        return whole
    }
}
