/// Makes the plan of a checked text for one choice of inputs; O(count).
struct Binder {
    /// What an expression became.
    enum Value {
        /// A number known before the run; NaN when it has no value.
        case number(Double)
        /// A truth known before the run, as 1 and 0; NaN when it has no value.
        case truth(Double)
        case node(NodeID)
        /// A mistake that has been told of.
        case none
    }

    /// The most columns that differ from each other.
    static let mostColumns = 500
    /// The longest length.
    static let longest = 100_000

    /// The text.
    let checked: CheckedSyntax
    /// The values of the inputs, in order.
    let inputs: [Double]
    /// The functions that may be called.
    let catalogue: FunctionCatalogue
    /// The rules as written, by their first tokens.
    let sentences: [Int: String]
    /// What was found wrong.
    var problems: ProblemList
    /// The nodes made so far.
    var table = NodeTable()
    /// What each expression became.
    var values: [Value] = []
    /// What each column became.
    private var columns: [Value] = []
    /// What each state becomes.
    private var states: [NodeID] = []

    init(
        _ checked: CheckedSyntax, inputs: [Double], _ catalogue: FunctionCatalogue,
        _ source: SourceText, sentences: [Int: String]
    ) {
        self.sentences = sentences
        self.checked = checked
        self.inputs = inputs
        self.catalogue = catalogue
        problems = ProblemList(source)
    }

    /// Makes the plan, or tells why there is none.
    mutating func bind() throws(StrategyProblems) -> StrategyPlan {
        values.reserveCapacity(checked.syntax.nodes.count)
        table.reserve(min(checked.syntax.nodes.count, 2 * Self.mostColumns))
        for statement in checked.syntax.statements {
            for node in statement.nodes { values.append(value(of: node)) }
            switch statement.kind {
            case .column(_, let root):
                columns.append(values[root])
                _ = node(root)
            case .state(_, let first, let next):
                if node(first) != nil, let node = node(next) { states.append(node) }
            case .require(let condition, let reason): check(condition, reason)
            default: break
            }
        }
        guard problems.isEmpty else { throw StrategyProblems(problems: problems.found.inOrder) }
        var assembly = PlanAssembly(self, columns: columns, states: states)
        let plan = assembly.plan()
        guard assembly.binder.problems.isEmpty else {
            throw StrategyProblems(problems: assembly.binder.problems.found.inOrder)
        }
        return plan
    }

    private mutating func check(_ condition: Int, _ reason: String?) {
        guard case .truth(let value) = values[condition], value != 1 else { return }
        let range = checked.syntax.nodes[condition].range
        let words = problems.source.string(range)
        let told = told(checked.types[condition].inputs)
        problems.add(
            .requirement, at: range,
            "\(words) is required" + (reason.map { ": \($0)" } ?? "")
                + (told.isEmpty ? "" : "; this is checked\(told)"))
    }

    // MARK: Values and nodes

    /// The node of an expression, which is made for a number; nil when it has no value.
    mutating func node(_ expression: Int) -> NodeID? { node(values[expression], for: expression) }

    /// The node of a value.
    mutating func node(_ value: Value, for expression: Int) -> NodeID? {
        switch value {
        case .none: return nil
        case .node(let node): return node
        case .number(let number), .truth(let number):
            guard number.isFinite else {
                tellNoValue(expression)
                return nil
            }
            if case .truth = value {
                return table.node(.truth(number == 1), .truth, for: expression)
            }
            return table.node(.number(number + 0), .series, for: expression)
        }
    }

    private mutating func tellNoValue(_ expression: Int) {
        problems.add(
            .noValue, at: checked.syntax.nodes[expression].range,
            "this has no value\(told(checked.types[expression].inputs)); a quotient by zero and a "
                + "root of less than zero have none")
    }

    /// The inputs of a set with their values, as the rest of a sentence.
    func told(_ set: UInt64) -> String {
        let told = checked.inputs.indices
            .filter { set & (1 << UInt64($0)) != 0 }
            .map { "\(checked.inputs[$0].name) = \(inputs[$0].plain)" }
        return told.isEmpty ? "" : " with " + told.joined(separator: ", ")
    }

    /// A whole number of bars; tells when it is none.
    mutating func length(_ expression: Int, least: Int, _ what: String) -> Int? {
        guard case .number(let number) = values[expression] else { return nil }
        guard number.isFinite else {
            tellNoValue(expression)
            return nil
        }
        let inputs = checked.types[expression].inputs
        guard number == number.rounded(.down), number >= Double(least),
            number <= Double(Self.longest)
        else {
            let words = least == 0 && number < 0 ? "; it would be a value of the future" : ""
            problems.add(
                least == 0 && number < 0 ? .future : .length,
                at: checked.syntax.nodes[expression].range,
                "\(what) is \(number.plain)\(told(inputs)) and must be a whole number from \(least) "
                    + "to 100,000\(words)")
            return nil
        }
        return Int(number)
    }

    /// Whether a state above has its expression.
    func isMade(_ state: Int) -> Bool { state < states.count }

    /// What a name of the file became.
    func column(_ index: Int) -> Value { columns[index] }
}
