/// Gives every expression of a tree its type and its meaning, and tells what does not fit; O(count).
struct Checker {
    /// What a name of the file stands for.
    enum Symbol {
        case input(Int), column(Int), state(Int)
        /// The name of a statement that has a mistake.
        case broken
    }

    /// An expression that must not depend on the position.
    struct Bound {
        let node: Int
        let words: String
    }

    /// The most of each.
    static let mostStatements = 400
    static let mostInputs = 32
    static let mostStates = 16

    /// The functions that may be called.
    let catalogue: FunctionCatalogue
    /// What was found out so far.
    var checked: CheckedSyntax
    /// What was found wrong.
    var problems: ProblemList
    /// The names that may be used.
    var symbols: [String: Symbol] = [:]
    /// The names that statements further below define.
    var below: [String: Int] = [:]
    /// All states of the file by name.
    var allStates: [String: Int] = [:]
    /// Whether each state is truth.
    var stateIsTruth: [Bool] = []
    /// The tags of the entries.
    var tags: Set<String> = []
    /// The names that something uses.
    var used: Set<String> = []
    /// What must not depend on the position.
    var bounds: [Bound] = []
    /// The state whose expression is checked.
    var currentState: Int?
    /// The names before a `[`.
    var beforeBracket: Set<Int> = []
    /// The names before a `.`.
    var beforeDot: Set<Int> = []

    /// Checks the tree; the problems tell whether the outcome can be used.
    static func check(
        _ syntax: Syntax, _ catalogue: FunctionCatalogue, _ problems: inout ProblemList
    ) -> Checker {
        var checker = Checker(
            catalogue: catalogue, checked: CheckedSyntax(syntax: syntax),
            problems: ProblemList(problems.source))
        checker.checked.types.reserveCapacity(syntax.nodes.count)
        checker.checked.meanings.reserveCapacity(syntax.nodes.count)
        checker.collect()
        checker.checkFrame()
        for index in syntax.statements.indices { checker.checkStatement(index) }
        checker.checkStates()
        problems.add(checker.problems)
        return checker
    }

    var syntax: Syntax { checked.syntax }

    /// Finds the names of the file before their definitions are reached.
    private mutating func collect() {
        for (index, statement) in syntax.statements.enumerated() {
            switch statement.kind {
            case .input(let inputs):
                for input in inputs { below[input.name.text] = index }
            case .column(let name, _): below[name.text] = index
            case .state(let name, let first, _):
                below[name.text] = index
                guard allStates[name.text] == nil else { continue }
                guard stateIsTruth.count < Self.mostStates else {
                    symbols[name.text] = .broken
                    continue
                }
                allStates[name.text] = stateIsTruth.count
                if case .truth = syntax.nodes[first].kind {
                    stateIsTruth.append(true)
                } else {
                    stateIsTruth.append(false)
                }
            case .enter(_, let tag?, _, _): tags.insert(tag.text)
            case .broken(let names):
                for name in names { below[name] = index }
            default: break
            }
        }
        for node in syntax.nodes {
            switch node.kind {
            case .past(let inner, _): beforeBracket.insert(inner)
            case .line(let inner, _): beforeDot.insert(inner)
            default: break
            }
        }
    }

    private mutating func checkStatement(_ index: Int) {
        let statement = syntax.statements[index]
        if case .state(let name, _, _) = statement.kind { currentState = allStates[name.text] }
        if case .broken(let names) = statement.kind {
            for name in names where symbols[name] == nil { symbols[name] = .broken }
            checked.types += statement.nodes.map { _ in .unknown }
            checked.meanings += statement.nodes.map { _ in .none }
            return
        }
        for node in statement.nodes {
            let (type, meaning) = judge(node)
            checked.types.append(type)
            checked.meanings.append(meaning)
        }
        currentState = nil
        switch statement.kind {
        case .input(let inputs):
            for input in inputs { define(input) }
        case .column(let name, let root):
            guard define(name, .column(checked.columns.count)) else { return }
            checked.columns.append(CheckedSyntax.Column(name: name, root: root))
            if case .benchmark = checked.meanings[root] { _ = isNumber(root) }
        case .state(let name, let first, let next): define(name, first, next)
        case .enter(_, _, let condition, _): _ = isTruth(condition)
        case .exit(let scope, let condition, _):
            check(scope)
            _ = isTruth(condition)
        case .level(_, let scope, _, let level):
            check(scope)
            _ = isNumber(level)
        case .sizePercent(let amount), .sizeShares(let amount), .rank(let amount):
            _ = isNumber(amount)
        case .risk(let percent, let distance):
            _ = isNumber(percent)
            _ = isNumber(distance)
        case .require(let condition, _):
            if isTruth(condition), !checked.types[condition].isConstant,
                checked.types[condition].kind != .unknown
            {
                add(.notKnown, condition, "a requirement is made of inputs and numbers only")
            }
        case .strategy, .about, .allowReversal, .broken: break
        }
    }

    private mutating func check(_ scope: ScopeSyntax) {
        guard case .tag(let tag) = scope, !tags.contains(tag.text), !problems.isFull else { return }
        problems.add(
            .unknownTag, at: tag.range,
            "no entry has the tag '\(Suggestion.shown(tag.text))'"
                + Suggestion.question(for: tag.text, in: tags.sorted())
                + (tags.isEmpty
                    ? "; a tag is given with: enter long as \(Suggestion.shown(tag.text)) when …"
                    : ""))
    }
}
