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
    /// What comes out of each node.
    let kinds: [PlanNode.Kind]
    /// The functions that nodes call; nil of a node that calls none.
    let calls: [IndicatorCall?]
    /// What these have in common.
    let commons: CommonParts
    /// The nodes that are compared, or that cross.
    let compared: ComparedPairs
    /// The conditions of the rules, by position.
    let conditions: [[Condition]]
    /// The places of the rules whose conditions are the same column in all positions.
    let unsidedRules: [Int]
    /// The places of the others that have a column, by position.
    let sidedRules: [[Int]]
    /// The places of those that are computed bar by bar, position after position.
    let steppedRules: [Int]
    /// Which of these are so while the position is so, by position.
    let steppedRanges: [Range<Int>]
    /// Whether a rule is computed bar by bar, by position.
    let isStepped: [[Bool]]
    let hasSidedRules: Bool
    /// Whether there are some that are computed bar by bar, by position.
    let hasSteppedRules: [Bool]
    /// The position that a rule enters; nil of one that leaves.
    let entryPositions: [Position?]
    let hasLevels: Bool
    /// The places of the rules that enter, in the order of the file; then of those that can leave a
    /// position, for each rule that enters one.
    let candidates: [Int]
    /// Which of these can act on no position, and on one, by the place of the rule that entered it.
    let candidateRanges: [Range<Int>]
    /// The stops, targets and trails of a position, by the place of the rule that entered it.
    let levels: [[PlanExit]]
    /// The nodes of levels and sizes that have a column.
    let numberNodes: [NodeID]
    /// Whether bars are looked at one by one, by position.
    let steps: [Bool]
    /// What is computed bar by bar; it may be nothing.
    let program: BarProgram
    /// The groups of states that do not depend on the position, and of each state its group.
    let groups: StateGroups
    /// The places of the conditions of the rules among the values of `program`.
    let conditionPlaces: [Int]
    /// The nodes whose columns a run reads.
    let roots: [NodeID]
    /// The columns that a run computes, in that order.
    let schedule: [Step]
    /// The most columns of numbers that are kept at once, those of the bars left aside.
    let peakColumns: Int
    /// What is recorded on every bar; empty unless asked for.
    let recorded: [NodeID]

    /// Whether states depend on the position.
    var hasStates: Bool { !program.states.isEmpty }

    /// Whether every bar is looked at, so that what is recorded is known of all.
    var recordsEveryBar: Bool { !recorded.isEmpty }

    /// The places among `candidates` of the rules that can act on a position that the rule `entry`
    /// entered, or on none: a reversal comes before all, else the first in the file.
    func candidates(on entry: Int?) -> Range<Int> { candidateRanges[entry.map { $0 + 1 } ?? 0] }

    /// Prepares runs; those that record look at every bar and keep what depends on the position.
    init(_ plan: StrategyPlan, isRecording: Bool = false) {
        self.plan = plan
        var sides = SideSubstitution(plan)
        let conditions = Position.allCases.map { position in
            let known = sides.known(while: position)
            return plan.rules.map { sides.condition(known[$0.condition]) }
        }
        self.conditions = conditions
        let nodes = sides.nodes
        self.nodes = nodes
        kinds = nodes.map(\.kind)
        calls = nodes.map { IndicatorCall($0, in: nodes) }
        commons = CommonParts(of: calls)
        compared = ComparedPairs(of: nodes)
        let unsided = plan.rules.indices.filter { rule in
            conditions[0][rule] != .stepped
                && conditions.allSatisfy { $0[rule] == conditions[0][rule] }
        }
        unsidedRules = unsided
        sidedRules = conditions.map { own in
            own.indices.filter { own[$0].isColumn && !unsided.contains($0) }
        }
        (steppedRules, steppedRanges) = Self.joined(
            conditions.map { own in own.indices.filter { own[$0] == .stepped } })
        isStepped = conditions.map { own in own.map { $0 == .stepped } }
        let entries = plan.rules.indices.filter { plan.rules[$0].action.entry != nil }
        (candidates, candidateRanges) = Self.joined(
            [entries] + plan.rules.indices.map { plan.exits(fromEntryBy: $0) })
        levels = plan.rules.map { plan.levels(ofEntryBy: $0) }
        let numbers = plan.exits.map(\.level.node) + plan.size.nodes
        numberNodes = numbers.filter { !plan.nodes[$0].isOfPosition }
        let numbersOfPosition = numbers.filter { plan.nodes[$0].isOfPosition }
        recorded = isRecording ? plan.nodesToRecord : []
        let states = plan.states.indices.filter { plan.states[$0].isOfPosition }
        hasSidedRules = sidedRules.contains { !$0.isEmpty }
        hasSteppedRules = steppedRanges.map { !$0.isEmpty }
        entryPositions = plan.rules.map { rule in
            rule.action.entry.map { $0.side == .short ? .short : .long }
        }
        hasLevels = !plan.exits.isEmpty
        let everStepped = Set(steppedRules).sorted()
        let stepped =
            numbersOfPosition + everStepped.map { plan.rules[$0].condition } + recorded
        program = BarProgram(
            plan, of: stepped, states: states, isStepped: plan.nodes.map(\.isOfPosition))
        let stepsAll = !states.isEmpty || isRecording && !stepped.isEmpty
        steps = Position.allCases.map { position in
            stepsAll || conditions[position.rawValue].contains(.stepped)
                || position != .flat && !numbersOfPosition.isEmpty
        }
        conditionPlaces = plan.rules.map { [program] in program.places[$0.condition] }
        groups = StateGroups(plan)
        var roots: [NodeID] = []
        for case .column(let node) in conditions.joined() { roots.append(node) }
        roots += numberNodes + program.read + program.readAtEntry
        self.roots = roots
        let order = ColumnOrder(of: roots, in: nodes, groups: groups)
        schedule = order.schedule
        peakColumns = order.peakColumns
    }

    /// Some lists one behind the other, and where each of them is.
    private static func joined(_ lists: [[Int]]) -> (list: [Int], ranges: [Range<Int>]) {
        var (list, ranges) = ([Int](), [Range<Int>]())
        for own in lists {
            ranges.append(list.count..<(list.count + own.count))
            list += own
        }
        return (list, ranges)
    }
}
