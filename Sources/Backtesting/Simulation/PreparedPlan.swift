import StrategyText

/// A plan, and what its runs ask of it for every stock, found out once.
final class PreparedPlan: Sendable {
    /// When a rule is true while the position is flat, or on one side.
    enum Condition: Hashable, Sendable {
        /// On no bar.
        case never
        /// Where a column is.
        case column(NodeID)
        /// It depends on more of the position than its side, and is computed bar by bar.
        case stepped

        var isColumn: Bool { if case .column = self { true } else { false } }
    }

    /// Columns to compute, several only of averages, and those that nothing reads after them.
    struct Step: Sendable {
        let nodes: [NodeID]
        let ends: [NodeID]
    }

    let plan: StrategyPlan
    /// The nodes of the plan; behind them what some of these become while the position is known.
    let nodes: [PlanNode]
    /// The conditions of the rules, by position.
    let conditions: [[Condition]]
    /// The places of the rules whose conditions are the same column in all positions.
    let unsidedRules: [Int]
    /// The places of the others that have a column, by position.
    let sidedRules: [[Int]]
    /// The places of those that are computed bar by bar, by position.
    let steppedRules: [[Int]]
    let hasSidedRules: Bool
    /// Whether there are some that are computed bar by bar, by position.
    let hasSteppedRules: [Bool]
    /// The side that a rule enters; nil of one that leaves.
    let entrySides: [PlanSide?]
    let hasLevels: Bool
    /// The places of the rules that enter, in the order of the file.
    let entries: [Int]
    /// The places of the rules that can leave a position, by the place of the rule that entered it.
    let exits: [[Int]]
    /// The stops, targets and trails of a position, by the place of the rule that entered it.
    let levels: [[PlanExit]]
    /// The nodes of levels and sizes that have a column.
    let numberNodes: [NodeID]
    /// Whether bars are looked at one by one, by position.
    let steps: [Bool]
    /// Whether sizes or levels depend on the position.
    let hasNumbersOfPosition: Bool
    /// What is computed bar by bar; nil without any.
    let program: BarProgram?
    /// The groups of states that do not depend on the position, and of each state its group.
    let groups: StateGroups
    /// The columns that a run computes, in that order.
    let schedule: [Step]
    /// The most columns of numbers that are kept at once, those of the bars left aside.
    let peakColumns: Int
    /// What is recorded on every bar; empty unless asked for.
    let recorded: [NodeID]

    /// Whether states depend on the position.
    var hasStates: Bool { program.map { !$0.states.isEmpty } ?? false }

    /// Whether every bar is looked at, so that what is recorded is known of all.
    var recordsEveryBar: Bool { !recorded.isEmpty }

    /// The places of the rules that can act on a position that the rule `entry` entered, or on none: a
    /// reversal comes before all, else the first in the file.
    func candidates(on entry: Int?) -> [Int] {
        guard let entry else { return entries }
        return exits[entry]
    }

    /// Prepares runs; those that record look at every bar and keep what depends on the position.
    init(_ plan: StrategyPlan, isRecording: Bool = false) {
        self.plan = plan
        var sides = SideSubstitution(plan)
        let conditions = Position.allCases.map { position in
            let known = sides.known(while: position)
            return plan.rules.map { sides.condition(known[$0.condition]) }
        }
        self.conditions = conditions
        nodes = sides.nodes
        let unsided = plan.rules.indices.filter { rule in
            conditions[0][rule] != .stepped
                && conditions.allSatisfy { $0[rule] == conditions[0][rule] }
        }
        unsidedRules = unsided
        sidedRules = conditions.map { own in
            own.indices.filter { own[$0].isColumn && !unsided.contains($0) }
        }
        steppedRules = conditions.map { own in own.indices.filter { own[$0] == .stepped } }
        entries = plan.rules.indices.filter { plan.rules[$0].action.entry != nil }
        exits = plan.rules.indices.map { plan.exits(fromEntryBy: $0) }
        levels = plan.rules.map { plan.levels(ofEntryBy: $0) }
        let numbers = plan.exits.map(\.level.node) + plan.size.nodes
        numberNodes = numbers.filter { !plan.nodes[$0].isOfPosition }
        let numbersOfPosition = numbers.filter { plan.nodes[$0].isOfPosition }
        hasNumbersOfPosition = !numbersOfPosition.isEmpty
        recorded = isRecording ? plan.nodesToRecord : []
        let states = plan.states.indices.filter { plan.states[$0].isOfPosition }
        hasSidedRules = sidedRules.contains { !$0.isEmpty }
        hasSteppedRules = steppedRules.map { !$0.isEmpty }
        entrySides = plan.rules.map { $0.action.entry?.side }
        hasLevels = !plan.exits.isEmpty
        let everStepped = Set(steppedRules.joined()).sorted()
        let stepped =
            numbersOfPosition + everStepped.map { plan.rules[$0].condition } + recorded
        program =
            stepped.isEmpty && states.isEmpty
            ? nil
            : BarProgram(
                plan, of: stepped, states: states, isStepped: plan.nodes.map(\.isOfPosition))
        let stepsAll = !states.isEmpty || isRecording && !stepped.isEmpty
        steps = Position.allCases.map { position in
            stepsAll || conditions[position.rawValue].contains(.stepped)
                || position != .flat && !numbersOfPosition.isEmpty
        }
        groups = StateGroups(plan)
        var roots: [NodeID] = []
        for case .column(let node) in conditions.joined() { roots.append(node) }
        roots += numberNodes + (program.map { $0.read + $0.readAtEntry } ?? [])
        let order = ColumnOrder(of: roots, in: nodes, groups: groups)
        schedule = order.schedule
        peakColumns = order.peakColumns
    }
}

extension StrategyPlan {
    /// The places of the rules that can leave a position that a rule entered: those that reverse it
    /// come first.
    fileprivate func exits(fromEntryBy place: Int) -> [Int] {
        guard let entry = rules[place].action.entry else { return [] }
        let able = rules.indices.filter { other in
            switch rules[other].action {
            case .enter(let side, _): allowsReversal && side != entry.side
            case .exit(let scope): scope.holds(entry)
            }
        }
        return able.filter { rules[$0].action.entry != nil }
            + able.filter { rules[$0].action.entry == nil }
    }

    fileprivate func levels(ofEntryBy rule: PlanRule) -> [PlanExit] {
        guard let entry = rule.action.entry else { return [] }
        return exits.filter { $0.scope.holds(entry) }
    }

    /// The columns and rules that depend on the position.
    fileprivate var nodesToRecord: [NodeID] {
        (columns.map(\.node) + rules.map(\.condition)).filter { nodes[$0].isOfPosition }
    }
}

extension PlanScope {
    /// Whether a position that was entered so is meant.
    fileprivate func holds(_ entry: (side: PlanSide, tag: String?)) -> Bool {
        switch self {
        case .any: true
        case .side(let side): side == entry.side
        case .tag(let tag): tag == entry.tag
        }
    }
}

extension PlanRule.Action {
    /// The side and the tag of an entry; nil for an exit.
    var entry: (side: PlanSide, tag: String?)? {
        if case .enter(let side, let tag) = self { (side, tag) } else { nil }
    }
}

extension PlanExit.Level {
    /// The node that it is made of.
    var node: NodeID {
        switch self {
        case .distance(let node), .percent(let node), .price(let node): node
        }
    }
}

extension PlanSize {
    /// The nodes that it is made of.
    var nodes: [NodeID] {
        switch self {
        case .positionSizePercent: []
        case .percent(let node), .shares(let node): [node]
        case .risk(let percent, let distance, _): [percent, distance]
        }
    }
}
