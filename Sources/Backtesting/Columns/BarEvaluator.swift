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
        history = []
        history.reserveCapacity(firstValues.count * count)
        for value in firstValues {
            history.append(contentsOf: repeatElement(value, count: count))
        }
        changes =
            program.states.isEmpty ? BitPlane(count: 0) : Self.changes(columns, count: stock.count)
    }

    /// Whether what comes out cannot change while the columns and the position stay as they are.
    var isAtRest: Bool {
        restingBars >= program.longestPast && program.isOfWholePositions
    }

    /// The value of a node on the bar that was computed last.
    func value(_ node: NodeID) -> Double { values[program.places[node]] }

    /// Whether the truth at that place was true on the bar that was computed last.
    func isTrue(_ place: Int) -> Bool { values[place] == 1 }

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
        // Taken out for the while, so that the loop holds them alone.
        var (values, history) = ([Double](), [Double]())
        swap(&self.values, &values)
        swap(&self.history, &history)
        var places = values.mutableSpan
        var states = history.mutableSpan
        let hasChanged = run(bar, position, commits: commits, &places, &states)
        swap(&self.values, &values)
        swap(&self.history, &history)
        if commits { restingBars = hasChanged ? 0 : restingBars + 1 }
    }

    /// Computes a bar; whether a state has changed.
    private func run(
        _ bar: Int, _ position: PositionView, commits: Bool,
        _ values: inout MutableSpan<Double>, _ history: inout MutableSpan<Double>
    ) -> Bool {
        for place in columns.indices { values[place] = columns[place][bar] }
        for place in entryColumns.indices {
            let signalBar = position.signalBar ?? -1
            values[columns.count + place] =
                signalBar >= 0 ? entryColumns[place][signalBar] : .nan
        }
        for index in program.positionFields.indices {
            let (field, place) = program.positionFields[index]
            values[place] = position[field]
        }
        var hasChanged = false
        let instructions = program.instructions.span
        for index in instructions.indices {
            let step = instructions[index]
            let value: Double
            switch step.code {
            case .commit:
                guard commits, bar >= firstIndices[step.second] else { continue }
                let place = step.second * count + bar
                let last = bar == 0 ? firstValues[step.second] : history[place - 1]
                let next = values[step.first].isNaN ? last : values[step.first]
                history[place] = next
                hasChanged = hasChanged || next.bitPattern != last.bitPattern
                continue
            case .state: value = history[step.first * count + bar]
            case .pastState:
                value =
                    bar < step.second
                    ? firstValues[step.first] : history[step.first * count + bar - step.second]
            case .choose:
                let condition = values[step.first]
                value =
                    condition.isNaN
                    ? .nan : values[condition != 0 ? step.second : step.third]
            case .not: value = 1 - values[step.first]
            case .known: value = values[step.first].isNaN ? 0 : 1
            case .function(let kind): value = ColumnMath.value(kind, values[step.first])
            default: value = Self.compute(step.code, values[step.first], values[step.second])
            }
            values[step.result] = value
        }
        return hasChanged
    }

    /// What is made of two values.
    @inline(__always)
    private static func compute(
        _ code: BarProgram.Code, _ first: Double, _ second: Double
    ) -> Double {
        switch code {
        case .arithmetic(let kind): ColumnMath.value(kind, first, second)
        case .compare(let kind): ColumnMath.value(kind, first, second)
        case .and: and(first, second)
        case .or: 1 - and(1 - first, 1 - second)
        case .orElse: first.isNaN ? second : first
        default: .nan
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
            let values = column.span
            for place in words.indices {
                var word: UInt64 = 0
                for bar in max(1, place << 6)..<max(1, min(place << 6 + 64, count)) {
                    let differs = values[bar].bitPattern != values[bar - 1].bitPattern
                    word |= (differs ? 1 : 0) &<< UInt64(truncatingIfNeeded: bar & 63)
                }
                words[place] |= word
            }
        }
        return BitPlane(words: words, count: count)
    }
}
