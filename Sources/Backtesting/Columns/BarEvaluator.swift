import StrategyText

/// Runs a `BarProgram` over the bars of one stock.
///
/// Nothing is allocated for a bar.
struct BarEvaluator {
    private let count: Int
    private let program: BarProgram
    /// The columns that are read, in order of their places.
    private let columns: [[Double]]
    private let entryColumns: [[Double]]
    /// What is read and computed on a bar: columns first, at their places.
    private var values: [Double]
    private let firstValues: [Double]
    private let firstIndices: [Int]
    /// The values of the states for every bar, one state behind the other.
    private var history: [Double]
    /// Bars in a row, up to the last, on which no state changed.
    private var restingBars = 0
    /// The bars whose columns differ from those of the bar before; none without states.
    let changes: BitPlane

    /// Prepares to compute all that a program says.
    init(_ program: BarProgram, columns stock: inout StockColumns) {
        self.program = program
        count = stock.count
        var (columns, entryColumns) = ([[Double]](), [[Double]]())
        for node in program.read { columns.append(stock.numbers(node)) }
        for node in program.readAtEntry { entryColumns.append(stock.numbers(node)) }
        self.columns = columns
        self.entryColumns = entryColumns
        values = program.values
        let states = stock.plan.states
        firstValues = program.states.map { states[$0].first }
        firstIndices = program.states.map { states[$0].firstIndex }
        history = firstValues.flatMap { Array(repeating: $0, count: stock.count) }
        changes =
            program.states.isEmpty ? BitPlane(count: 0) : Self.changes(columns, count: stock.count)
    }

    /// Whether what comes out cannot change while the columns and the position stay as they are.
    var isAtRest: Bool {
        restingBars >= program.longestPast && program.isOfWholePositions
    }

    /// The value of a node on the bar that was computed last.
    func value(_ node: NodeID) -> Double { values[program.places[node]] }

    /// The values on each bar of the state in that place among those that are computed.
    func history(_ slot: Int) -> [Double] {
        Array(history[(slot * count)..<((slot + 1) * count)])
    }

    /// Takes the states over from the bar before for bars on which nothing changes.
    mutating func rest(_ bars: Range<Int>) {
        for slot in firstValues.indices {
            for bar in bars where bar > 0 {
                history[slot * count + bar] = history[slot * count + bar - 1]
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
        for place in columns.indices { values[place] = columns[place][bar] }
        for place in entryColumns.indices {
            values[columns.count + place] =
                position.signalBar.map { entryColumns[place][$0] } ?? .nan
        }
        for (field, place) in program.positionFields { values[place] = position[field] }
        var hasChanged = false
        for instruction in program.instructions {
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
    private func past(_ slot: Int, _ bar: Int, _ bars: Int) -> Double {
        bar < bars ? firstValues[slot] : history[slot * count + bar - bars]
    }

    @inline(__always)
    private func compute(_ instruction: BarProgram.Instruction, _ bar: Int) -> Double {
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

    /// The bars on which one of the columns differs from what it was the bar before; the first.
    private static func changes(_ columns: [[Double]], count: Int) -> BitPlane {
        var words = [UInt64](repeating: 0, count: (count + 63) / 64)
        if count > 0 { words[0] = 1 }
        for column in columns {
            var last = column.first?.bitPattern ?? 0
            for bar in 0..<count {
                let bits = column[bar].bitPattern
                words[bar >> 6] |= (bits != last ? 1 : 0) << UInt64(bar & 63)
                last = bits
            }
        }
        return BitPlane(words: words, count: count)
    }
}
