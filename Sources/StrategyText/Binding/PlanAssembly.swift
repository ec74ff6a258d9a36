/// Puts the nodes, states, rules and exits of a bound text together to a plan.
struct PlanAssembly {
    /// The bound text.
    private(set) var binder: Binder
    private let columns: [Binder.Value]
    private var states: [NodeID]
    private var named: [NodeID?] = []
    private var rules: [(rule: PlanRule, node: NodeID)] = []
    private var exits:
        [(kind: PlanExit.Kind, scope: PlanScope, form: LevelForm, node: NodeID, line: Int)] = []
    private var size: (form: Statement.Kind, nodes: [NodeID])?
    private var rank: NodeID?
    private var allowsReversal = false

    init(_ binder: Binder, columns: [Binder.Value], states: [NodeID]) {
        self.binder = binder
        self.columns = columns
        self.states = states
    }

    /// The plan; whether it can be used, the problems of the binder tell.
    mutating func plan() -> StrategyPlan {
        let checked = binder.checked
        named = zip(checked.columns, columns).map { binder.node($1, for: $0.root) }
        for statement in checked.syntax.statements { add(statement) }
        leaveOutUnused()
        let indices = FirstIndices(
            binder.table, states: states, functions: binder.catalogue.functions)
        checkCount()
        let decisive =
            rules.map(\.node) + exits.map(\.node) + (size?.nodes ?? []) + (rank.map { [$0] } ?? [])
        let first = decisive.map { indices.nodes[$0] }
        let ofPosition = states.filter { indices.isOfPosition[$0] }.map(indices.begin(of:))
        let firstDecision = (first + ofPosition).map(\.first).max() ?? 0
        return StrategyPlan(
            nodes: nodes(indices), columns: planColumns(),
            states: planStates(indices, firstDecision), rules: rules.map(\.rule),
            exits: exits.map {
                PlanExit(
                    kind: $0.kind, scope: $0.scope, level: $0.form.level($0.node), line: $0.line)
            },
            size: planSize(), allowsReversal: allowsReversal, rank: rank,
            firstDecision: firstDecision,
            firstComplete: (first + ofPosition).map(\.complete).max() ?? 0)
    }

    private mutating func add(_ statement: Statement) {
        let line = binder.problems.source.line(of: statement.range.lowerBound) + 1
        switch statement.kind {
        case .enter(let side, let tag, let condition, let sentence):
            add(.enter(side, tag: tag?.text), condition, sentence, statement, line)
        case .exit(let scope, let condition, let sentence):
            add(.exit(scope.planned), condition, sentence, statement, line)
        case .level(let kind, let scope, let form, let level):
            guard let node = binder.node(level) else { return }
            exits.append((kind, scope.planned, form, node, line))
        case .sizePercent(let amount), .sizeShares(let amount):
            guard let node = binder.node(amount) else { return }
            size = (statement.kind, [node])
        case .risk(let percent, let distance):
            guard let share = binder.node(percent), let node = binder.node(distance) else { return }
            size = (statement.kind, [share, node])
        case .rank(let expression): rank = binder.node(expression)
        case .allowReversal: allowsReversal = true
        default: break
        }
    }

    private mutating func add(
        _ action: PlanRule.Action, _ condition: Int, _ sentence: String?, _ statement: Statement,
        _ line: Int
    ) {
        guard let node = binder.node(condition) else { return }
        let words = binder.sentences[statement.tokens.lowerBound] ?? ""
        let rule = PlanRule(
            action: action, condition: node, sentence: sentence ?? words, statement: words,
            line: line)
        rules.append((rule, node))
    }

    private mutating func leaveOutUnused() {
        var roots = named.compactMap { $0 } + states + rules.map(\.node) + exits.map(\.node)
        roots += (size?.nodes ?? []) + (rank.map { [$0] } ?? [])
        let moved = binder.table.keep(roots)
        func place(_ node: NodeID) -> NodeID { moved[node] ?? node }
        named = named.map { $0.map(place) }
        states = states.map(place)
        rules = rules.map { entry in
            let node = place(entry.node)
            let rule = entry.rule
            return (
                PlanRule(
                    action: rule.action, condition: node, sentence: rule.sentence,
                    statement: rule.statement, line: rule.line),
                node
            )
        }
        exits = exits.map { ($0.kind, $0.scope, $0.form, place($0.node), $0.line) }
        size = size.map { ($0.form, $0.nodes.map(place)) }
        rank = rank.map(place)
    }

    /// Tells of the first column above the most.
    private mutating func checkCount() {
        let computed = binder.table.operations.indices.filter {
            !binder.table.operations[$0].isConstant
        }
        guard computed.count > Binder.mostColumns else { return }
        let origin = binder.table.origins[computed[Binder.mostColumns]]
        binder.problems.add(
            .limit, at: binder.checked.syntax.nodes[origin].range,
            "this file computes \(computed.count) different columns; the most is "
                + "\(Binder.mostColumns)")
    }

    // MARK: The parts of the plan

    private func nodes(_ indices: FirstIndices) -> [PlanNode] {
        binder.table.operations.indices.map { place in
            PlanNode(
                operation: binder.table.operations[place], kind: binder.table.kinds[place],
                firstIndex: indices.nodes[place].first,
                firstComplete: indices.nodes[place].complete,
                isOfPosition: indices.isOfPosition[place])
        }
    }

    private func planColumns() -> [PlanColumn] {
        zip(binder.checked.columns, named).compactMap { column, node in
            guard let node else { return nil }
            var lines: [String] = []
            if case .lines(let names) = binder.checked.types[column.root].kind { lines = names }
            return PlanColumn(name: column.name.text, node: node, lines: lines)
        }
    }

    private func planStates(_ indices: FirstIndices, _ firstDecision: Int) -> [PlanState] {
        zip(binder.checked.states, states).map { state, next in
            let isOfPosition = indices.isOfPosition[next]
            var first = 0.0
            if case .number(let value) = binder.values[state.first] { first = value }
            if case .truth(let value) = binder.values[state.first] { first = value }
            return PlanState(
                name: state.name.text, first: first, next: next,
                kind: state.isTruth ? .truth : .series,
                firstIndex: isOfPosition ? firstDecision : indices.begin(of: next).first,
                isOfPosition: isOfPosition)
        }
    }

    private func planSize() -> PlanSize {
        let place = binder.checked.inputs.firstIndex { $0.name == StrategyProgram.positionSizeName }
        let most = place.map { binder.inputs[$0] } ?? 100
        guard let size else { return .positionSizePercent(most) }
        switch size.form {
        case .sizePercent: return .percent(size.nodes[0])
        case .sizeShares: return .shares(size.nodes[0])
        default: return .risk(percent: size.nodes[0], distance: size.nodes[1], most: most)
        }
    }
}

extension LevelForm {
    /// The level of a plan.
    fileprivate func level(_ node: NodeID) -> PlanExit.Level {
        switch self {
        case .distance: .distance(node)
        case .percent: .percent(node)
        case .price: .price(node)
        }
    }
}

extension ScopeSyntax {
    /// The scope of a plan.
    fileprivate var planned: PlanScope {
        switch self {
        case .any: .any
        case .side(let side): .side(side)
        case .tag(let name): .tag(name.text)
        }
    }
}
