/// A checked strategy with every input settled: what is computed, and when it trades.
///
/// Equal subexpressions are one node. Nodes stand behind those that they read; only the expressions
/// of states may read states that stand further behind, and of them the past alone.
package struct StrategyPlan: Hashable, Sendable {
    /// What is computed.
    package let nodes: [PlanNode]
    /// The names that the file gives to nodes, in the order of the file; states are not among them.
    package let columns: [PlanColumn]
    /// The states in the order of the file.
    package let states: [PlanState]
    /// The rules in the order of the file.
    package let rules: [PlanRule]
    /// Stops, targets and trails in the order of the file.
    package let exits: [PlanExit]
    /// How much an entry takes.
    package let size: PlanSize
    /// Whether an entry rule of the other side reverses a position.
    package let allowsReversal: Bool
    /// The number kept with each entry and signal.
    package let rank: NodeID?
    /// Index of the first bar on which rules, states of positions and stops are looked at.
    package let firstDecision: Int
    /// The same with everything that looks one or more bars back left aside: `[n]`, crossings.
    package let firstComplete: Int

    /// Joins the parts of a plan.
    package init(
        nodes: [PlanNode], columns: [PlanColumn], states: [PlanState], rules: [PlanRule],
        exits: [PlanExit], size: PlanSize, allowsReversal: Bool, rank: NodeID?,
        firstDecision: Int, firstComplete: Int
    ) {
        self.nodes = nodes
        self.columns = columns
        self.states = states
        self.rules = rules
        self.exits = exits
        self.size = size
        self.allowsReversal = allowsReversal
        self.rank = rank
        self.firstDecision = firstDecision
        self.firstComplete = firstComplete
    }
}

/// Place of a node in `StrategyPlan.nodes`.
package typealias NodeID = Int

/// One subexpression.
package struct PlanNode: Hashable, Sendable {
    /// What comes out of it.
    package enum Kind: Hashable, Sendable {
        /// Numbers, a column of them.
        case series
        /// True, false or missing, a column of them.
        case truth
        /// Several columns, read by `PlanOperation.line`.
        case lines(Int)
    }

    /// How it is computed.
    package let operation: PlanOperation
    /// What comes out.
    package let kind: Kind
    /// Index of its first value.
    package let firstIndex: Int
    /// The same with `[n]` and crossings left aside.
    package let firstComplete: Int
    /// Whether it depends on the position, so that it is computed bar by bar during the run.
    package let isOfPosition: Bool

    /// Describes a subexpression.
    package init(
        operation: PlanOperation, kind: Kind, firstIndex: Int, firstComplete: Int,
        isOfPosition: Bool
    ) {
        self.operation = operation
        self.kind = kind
        self.firstIndex = firstIndex
        self.firstComplete = firstComplete
        self.isOfPosition = isOfPosition
    }
}

/// A side of the market.
package enum PlanSide: Hashable, Sendable {
    case long, short
}

/// A name of the file for a node.
package struct PlanColumn: Hashable, Sendable {
    /// The name.
    package let name: String
    /// What it names.
    package let node: NodeID
    /// The names of its lines, when it has several.
    package let lines: [String]
}

/// A value that each bar makes of the ones before.
package struct PlanState: Hashable, Sendable {
    /// The name.
    package let name: String
    /// Its value on all bars before it begins; truth as 1 and 0.
    package let first: Double
    /// What it becomes at each close from its first index on; where that is missing, it keeps its
    /// value.
    package let next: NodeID
    /// Series or truth.
    package let kind: PlanNode.Kind
    /// Where it begins: the first index of its expression, or the plan's first decision when it
    /// depends on the position.
    package let firstIndex: Int
    /// Whether its expression depends on the position, itself or through other states.
    package let isOfPosition: Bool
}

/// A rule that enters or leaves.
package struct PlanRule: Hashable, Sendable {
    /// What a rule does.
    package enum Action: Hashable, Sendable {
        /// Enters, under a tag that exits may name.
        case enter(PlanSide, tag: String?)
        /// Leaves the positions of that scope.
        case exit(PlanScope)
    }

    /// What it does.
    package let action: Action
    /// The truth at a close that lets it act.
    package let condition: NodeID
    /// The file's own sentence, or the statement as written.
    package let sentence: String
    /// The statement as written.
    package let statement: String
    /// The line of the file, counted from 1.
    package let line: Int
}

/// Which positions an exit is for.
package enum PlanScope: Hashable, Sendable {
    case any
    case side(PlanSide)
    case tag(String)
}

/// A stop, target or trail.
package struct PlanExit: Hashable, Sendable {
    /// What it does when its level is met.
    package enum Kind: Hashable, Sendable {
        case stop, target, trail
    }

    /// Where its level is.
    package enum Level: Hashable, Sendable {
        /// That far from the price of the fill, or for a trail from the best price so far.
        case distance(NodeID)
        /// The same in per cent of that price.
        case percent(NodeID)
        /// At that price, evaluated anew at each close.
        case price(NodeID)
    }

    /// Stop, target or trail.
    package let kind: Kind
    /// Which positions it is for.
    package let scope: PlanScope
    /// Where its level is.
    package let level: Level
    /// The line of the file, counted from 1.
    package let line: Int
}

/// How much an entry takes.
package enum PlanSize: Hashable, Sendable {
    /// The input `position_size_pct`, in per cent of the equity.
    case positionSizePercent(Double)
    /// Per cent of the equity.
    case percent(NodeID)
    /// Shares.
    case shares(NodeID)
    /// So many shares that losing the distance is that share of the equity, in per cent, and never
    /// more than `position_size_pct` of the equity.
    case risk(percent: NodeID, distance: NodeID, most: Double)
}
