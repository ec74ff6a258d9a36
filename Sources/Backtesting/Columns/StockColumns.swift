import Indicators
import MarketData
import StrategyText

/// The columns of a strategy over the bars of one stock, each computed once: in the order of a run, or
/// when it is asked for.
///
/// Nodes that depend on the position have none: `BarEvaluator` computes them bar by bar.
struct StockColumns {
    /// A column that has been computed.
    enum Column {
        case series([Double])
        case truth(TruthColumn)
        case lines([[Double]])
    }

    let prepared: PreparedPlan
    let prices: PriceColumns
    /// The bars of the benchmark, a column each, brought to this stock's bars; missing without one.
    let benchmark: PriceColumns?
    let times: [BarTime]
    var columns: [Column?]
    /// The columns that a run computes, in that order.
    var schedule: [PreparedPlan.Step]
    /// How the columns of numbers that are compared stand to each other, once computed.
    var orders: [OrderColumn?]
    /// What calls have in common, once computed.
    var commons: [[[Double]]?]
    /// The values of each state that has been computed.
    var stateColumns: [[Double]]

    /// Computes nothing yet.
    init(
        _ prepared: PreparedPlan, on bars: Bars, benchmark: PriceColumns? = nil
    ) {
        self.prepared = prepared
        prices = PriceColumns(
            open: bars.open, high: bars.high, low: bars.low, close: bars.close,
            volume: bars.volume)
        self.benchmark = benchmark
        times = bars.times
        orders = Array(repeating: nil, count: prepared.compared.pairs.count)
        columns = Array(repeating: nil, count: prepared.nodes.count)
        schedule = prepared.schedule
        commons = Array(repeating: nil, count: prepared.commons.count)
        stateColumns = Array(repeating: [], count: prepared.plan.states.count)
    }

    var plan: StrategyPlan { prepared.plan }

    /// Number of bars.
    var count: Int { times.count }

    /// Computes what a run reads, and keeps of it only what is still read.
    mutating func computeAll() {
        for step in schedule {
            if step.nodes.count > 1 { computeTogether(step.nodes) }
            for node in step.nodes {
                switch prepared.kinds[node] {
                case .series: _ = series(node)
                case .truth: _ = truth(node)
                case .lines: _ = lines(node)
                }
            }
            for node in step.ends { columns[node] = nil }
        }
    }

    /// How many columns of numbers are kept, those of the bars left aside.
    var columnCount: Int {
        columns.indices.reduce(stateColumns.count { !$0.isEmpty }) { count, node in
            switch columns[node] {
            case .lines(let lines): return count + lines.count
            case .series:
                switch prepared.nodes[node].operation {
                case .price, .line, .state: return count
                default: return count + 1
                }
            default: return count
            }
        }
    }

    /// The numbers of a node, or the truth of one as 1, 0 and NaN; NaN where it is missing.
    mutating func numbers(_ node: NodeID) -> [Double] {
        if case .truth = prepared.kinds[node] { return truth(node).numbers }
        return series(node)
    }

    /// The truth of a node.
    mutating func truth(_ node: NodeID) -> TruthColumn {
        if case .truth(let column) = columns[node] { return column }
        let column = makeTruth(node)
        columns[node] = .truth(column)
        return column
    }

    /// The numbers of a node; NaN where they are missing.
    mutating func series(_ node: NodeID) -> [Double] {
        if case .series(let column) = columns[node] { return column }
        let column = prepared.calls[node].map { compute($0, node)[0] } ?? makeSeries(node)
        columns[node] = .series(column)
        return column
    }

    /// Every line of a node that has several.
    mutating func lines(_ node: NodeID) -> [[Double]] {
        if case .lines(let lines) = columns[node] { return lines }
        guard let call = prepared.calls[node] else {
            preconditionFailure("node \(node) has no lines")
        }
        let lines = compute(call, node)
        columns[node] = .lines(lines)
        return lines
    }

    /// Every column of a call, that of a node.
    mutating func compute(_ call: IndicatorCall, _ node: NodeID) -> [[Double]] {
        guard let input = input(call) else {
            let missing = [Double](repeating: .nan, count: count)
            return Array(repeating: missing, count: max(1, call.function.lines.count))
        }
        guard let place = prepared.commons.places[node], let part = call.function.common else {
            return call.function.compute(input)
        }
        let common = commons[place] ?? part.compute(input)
        commons[place] = common
        return part.finish(common, input)
    }

    /// Computes averages, each of which would wait for its own last value.
    private mutating func computeTogether(_ averages: [NodeID]) {
        var calls: [(function: IndicatorFunction, input: IndicatorInput)] = []
        for node in averages {
            guard let call = prepared.calls[node], let input = input(call) else { return }
            calls.append((call.function, input))
        }
        for (node, column) in zip(averages, IndicatorFunction.averages(calls)) {
            columns[node] = .series(column)
        }
    }

    /// What a function is computed of; nil where none of its columns has a value.
    private mutating func input(_ call: IndicatorCall) -> IndicatorInput? {
        let lead = call.lead
        guard lead < count else { return nil }
        // What has values before its first index, such as `or_else(x, y)`, is read from there on.
        let columns = call.operands.map { operand in
            let column = self.numbers(operand)
            return column[..<lead].allSatisfy(\.isNaN)
                ? column : Indicators.Column.blanked(column, before: lead)
        }
        return IndicatorInput(
            prices: prices, columns: columns, numbers: call.numbers, lead: lead)
    }
}
