import StrategyText

/// Computes nodes of a plan for one bar after the other: those that depend on the position, and the
/// states that depend on their own past.
///
/// Truth is 1, 0 and NaN here. Nothing is allocated for a bar.
struct BarEvaluator {
    /// One step of the computation of a bar.
    struct Instruction {
        let code: Code
        /// Places in `values`, or what `code` says.
        let first: Int
        let second: Int
        let third: Int
        /// The place in `values` of what comes out.
        let result: Int
    }

    enum Code {
        case arithmetic(Arithmetic)
        case function(MathFunction)
        case compare(Comparison)
        case not, and, or, choose, known, orElse
        /// A state, `first`.
        case state
        /// A state, `first`, so many bars before, `second`.
        case pastState
        /// A state, `second`, becomes `first`.
        case commit
    }

    private let count: Int
    private let instructions: [Instruction]
    /// The columns that are read, one behind the other; those at the close of the signal last.
    private let columns: [Double]
    private let columnCount: Int
    private let entryColumnCount: Int
    private let positionFields: [(field: PositionField, place: Int)]
    /// The place in `values` of each node of the plan; that of nothing for nodes that are not reached.
    private let places: [Int]
    /// What is read and computed on a bar: columns first, at their places.
    private var values: [Double]

    private let firstValues: [Double]
    private let firstIndices: [Int]
    /// The values of all states of the plan, for every bar, one state behind the other.
    private var history: [Double]
    private let stateCount: Int
    /// How far back states are read.
    private let longestPast: Int
    /// Bars in a row, up to the last, on which no state changed.
    private var restingBars = 0
    /// The bars whose columns differ from those of the bar before.
    let changes: BitPlane

    /// Computes nothing.
    init() {
        (count, columnCount, entryColumnCount, stateCount, longestPast) = (0, 0, 0, 0, 1)
        (instructions, columns, positionFields, places, values) = ([], [], [], [], [])
        (firstValues, firstIndices, history) = ([], [], [])
        changes = BitPlane(count: 0)
    }

    /// Prepares to compute nodes, and states, of which `isStepped` tells what has no column.
    init(
        of nodes: [NodeID], states chosen: [Int], columns: inout StockColumns,
        isStepped: (NodeID) -> Bool
    ) {
        let plan = columns.plan
        let reach = Reach(
            from: nodes + chosen.map { plan.states[$0].next }, in: plan, isStepped: isStepped)
        count = columns.count
        columnCount = reach.read.count
        entryColumnCount = reach.readAtEntry.count
        var table: [Double] = []
        table.reserveCapacity((columnCount + entryColumnCount) * count)
        for node in reach.read { table += columns.numbers(node) }
        changes = chosen.isEmpty ? BitPlane(count: 0) : Self.changes(table, columnCount, count)
        for node in reach.readAtEntry {
            guard case .atEntry(let operand) = plan.nodes[node].operation else { continue }
            table += columns.numbers(operand)
        }
        self.columns = table
        let ordered = reach.read + reach.readAtEntry + reach.constants + reach.stepped
        var places = [Int](repeating: ordered.count, count: plan.nodes.count)
        for (place, node) in ordered.enumerated() { places[node] = place }
        self.places = places
        values = Array(repeating: .nan, count: ordered.count + 1)
        for node in reach.constants {
            switch plan.nodes[node].operation {
            case .number(let value): values[places[node]] = value
            case .truth(let value): values[places[node]] = value ? 1 : 0
            default: preconditionFailure("node \(node) is no constant")
            }
        }
        positionFields = reach.stepped.compactMap { node in
            guard case .position(let field) = plan.nodes[node].operation else { return nil }
            return (field, places[node])
        }
        instructions = Self.instructions(plan, reach.stepped, chosen, places)
        firstValues = plan.states.map(\.first)
        firstIndices = plan.states.map(\.firstIndex)
        stateCount = plan.states.count
        history = firstValues.flatMap { Array(repeating: $0, count: columns.count) }
        longestPast =
            instructions.map {
                if case .pastState = $0.code { $0.second } else { 1 }
            }.max() ?? 1
    }

    /// Whether what comes out cannot change while the columns and the position stay as they are.
    var isAtRest: Bool {
        restingBars >= longestPast && positionFields.allSatisfy { $0.field.isOfTheWholePosition }
    }

    /// The value of a node on the bar that was computed last.
    func value(_ node: NodeID) -> Double { values[places[node]] }

    /// A state's value on each bar.
    func states(_ state: Int) -> [Double] {
        Array(history[(state * count)..<((state + 1) * count)])
    }

    /// Takes the states over from the bar before for bars on which nothing changes.
    mutating func rest(_ bars: Range<Int>) {
        for state in 0..<stateCount {
            for bar in bars where bar > 0 {
                history[state * count + bar] = history[state * count + bar - 1]
            }
        }
    }

    /// Says that the position has changed.
    mutating func wake() {
        restingBars = 0
    }

    /// Computes all nodes for a bar; the states, too, with `commits`.
    ///
    /// Bars come in order, none left out but those that are rested over, when there are states.
    mutating func evaluate(_ bar: Int, _ position: PositionView, commits: Bool) {
        for place in 0..<columnCount { values[place] = columns[place * count + bar] }
        for place in columnCount..<(columnCount + entryColumnCount) {
            values[place] = position.signalBar.map { columns[place * count + $0] } ?? .nan
        }
        for (field, place) in positionFields { values[place] = position[field] }
        var hasChanged = false
        for instruction in instructions {
            if case .commit = instruction.code {
                guard commits, bar >= firstIndices[instruction.second] else { continue }
                let last = past(instruction.second, bar, 1)
                let value = values[instruction.first]
                let next = value.isNaN ? last : value
                history[instruction.second * count + bar] = next
                hasChanged = hasChanged || next.bitPattern != last.bitPattern
            } else {
                values[instruction.result] = compute(instruction, bar)
            }
        }
        if commits { restingBars = hasChanged ? 0 : restingBars + 1 }
    }

    @inline(__always)
    private func past(_ state: Int, _ bar: Int, _ bars: Int) -> Double {
        bar < bars ? firstValues[state] : history[state * count + bar - bars]
    }

    @inline(__always)
    private func compute(_ instruction: Instruction, _ bar: Int) -> Double {
        switch instruction.code {
        case .state: return history[instruction.first * count + bar]
        case .pastState: return past(instruction.first, bar, instruction.second)
        case .commit: return .nan
        default: break
        }
        let (first, second) = (values[instruction.first], values[instruction.second])
        switch instruction.code {
        case .arithmetic(let kind): return ColumnMath.value(kind, first, second)
        case .function(let kind): return ColumnMath.value(kind, first)
        case .compare(let kind): return ColumnMath.value(kind, first, second)
        case .not: return 1 - first
        case .and: return Self.and(first, second)
        case .or: return 1 - Self.and(1 - first, 1 - second)
        case .choose:
            return first.isNaN ? .nan : first != 0 ? second : values[instruction.third]
        case .known: return first.isNaN ? 0 : 1
        case .orElse: return first.isNaN ? second : first
        case .state, .pastState, .commit: return .nan
        }
    }

    @inline(__always)
    private static func and(_ left: Double, _ right: Double) -> Double {
        left == 0 || right == 0 ? 0 : left * right
    }
}
