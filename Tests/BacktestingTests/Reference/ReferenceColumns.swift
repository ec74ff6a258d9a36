import MarketData
import PortableMath

/// What the rules of a tree know of the position; nil is missing.
struct ReferencePosition {
    var side = 0
    var signalBar: Int?
    var entryPrice: Double?
    var barsHeld: Double?
    var highestHigh: Double?
    var lowestLow: Double?
    var highestClose: Double?
    var lowestClose: Double?
    var lastReturn: Double?
    var barsSinceExit: Double?

    subscript(name: String) -> Double? {
        switch name {
        case "flat": side == 0 ? 1 : 0
        case "in_long": side > 0 ? 1 : 0
        case "in_short": side < 0 ? 1 : 0
        case "entry_price": entryPrice
        case "bars_held": barsHeld
        case "highest_high": highestHigh
        case "lowest_low": lowestLow
        case "highest_close": highestClose
        case "lowest_close": lowestClose
        case "last_return": lastReturn
        default: barsSinceExit
        }
    }
}

/// The values of a tree's nodes, bar by bar, from the definitions in the text of the language; truth
/// is 1 and 0.
final class ReferenceColumns {
    let program: ReferenceProgram
    let bars: Bars
    let benchmark: Bars?
    /// The first decision, for states of the position.
    var firstDecision = 0
    let shape: ReferenceShape
    private let windows: ReferenceWindows
    private var memo: [[Double??]]
    private var calls: [Int: ReferenceWindows.Column] = [:]
    /// The values of each state so far.
    private var histories: [[Double]]

    init(_ program: ReferenceProgram, _ bars: Bars, benchmark: Bars? = nil) {
        self.program = program
        self.bars = bars
        self.benchmark = benchmark
        shape = ReferenceShape(program)
        windows = ReferenceWindows(bars: bars)
        memo = Array(
            repeating: Array(repeating: .none, count: bars.count), count: program.nodes.count)
        histories = program.states.map { _ in [] }
    }

    /// The value of a node at a bar; what depends on the position, by what is known of it.
    func value(_ node: Int, _ bar: Int, _ position: ReferencePosition) -> Double? {
        if shape.isOfPosition[node] { return compute(node, bar, position) }
        if let known = memo[node][bar] { return known }
        let value = compute(node, bar, position)
        memo[node][bar] = .some(value)
        return value
    }

    /// All values of a node that does not depend on the position.
    func column(_ node: Int) -> [Double?] {
        bars.times.indices.map { value(node, $0, ReferencePosition()) }
    }

    /// Takes the states of the position to a bar, in the order of the file.
    func commit(_ bar: Int, _ position: ReferencePosition) {
        for state in program.states.indices where shape.isStateOfPosition[state] {
            let value =
                bar < firstDecision ? nil : value(program.states[state].next, bar, position)
            let before = histories[state].last ?? program.states[state].first
            histories[state].append(value ?? before)
        }
    }

    /// The values of a state on all bars that the run came to, or all.
    func stateColumn(_ state: Int) -> [Double] {
        shape.isStateOfPosition[state]
            ? histories[state] : bars.times.indices.map { self.state(state, $0) }
    }

    private func state(_ state: Int, _ bar: Int) -> Double {
        guard bar >= 0 else { return program.states[state].first }
        if !shape.isStateOfPosition[state] {
            while histories[state].count <= bar {
                let next = histories[state].count
                let before = histories[state].last ?? program.states[state].first
                let value =
                    next < shape.begins[state]
                    ? nil : value(program.states[state].next, next, ReferencePosition())
                histories[state].append(value ?? before)
            }
        }
        return histories[state].indices.contains(bar)
            ? histories[state][bar] : program.states[state].first
    }

    private func compute(_ node: Int, _ bar: Int, _ position: ReferencePosition) -> Double? {
        func at(_ operand: Int) -> Double? { value(operand, bar, position) }
        switch program.nodes[node] {
        case .number(let number): return number.value
        case .truth(let truth): return truth ? 1 : 0
        case .given(let name): return given(name, bar)
        case .position(let name): return position[name]
        case .atEntry(let x): return position.signalBar.flatMap { value(x, $0, position) }
        case .minus(let x): return at(x).map { -$0 }
        case .not(let x): return at(x).map { 1 - $0 }
        case .binary(let sign, let x, let y):
            if sign.hasPrefix("crosses") {
                let first = shape.first[node].first
                return bar < first ? nil : crosses(sign == "crosses above", x, y, bar)
            }
            return Self.binary(sign, at(x), at(y))
        case .between(let x, let one, let y, let other, let z):
            return Self.binary(
                "and", Self.binary(one, at(x), at(y)), Self.binary(other, at(y), at(z)))
        case .past(let x, let bars):
            return bars == 0 ? at(x) : bar < bars ? nil : value(x, bar - bars, position)
        case .own("if", let operands):
            return at(operands[0]).flatMap { at(operands[$0 == 1 ? 1 : 2]) }
        case .own("or_else", let operands): return at(operands[0]) ?? at(operands[1])
        case .own(let name, let operands): return Self.own(name, operands.map(at))
        case .call(let name, let operands, let numbers, let line):
            return call(node, name, operands, numbers.map(\.value), line)[bar]
        case .state(let state): return self.state(state, bar)
        case .pastState(let state, let bars): return self.state(state, bar - bars)
        }
    }

    private func call(
        _ node: Int, _ name: String, _ operands: [Int], _ numbers: [Double], _ line: String?
    ) -> ReferenceWindows.Column {
        if let column = calls[node] { return column }
        let lead = operands.map { shape.first[$0].first }.max() ?? 0
        let lines = windows.lines(name, operands.map(column), numbers, lead: lead)
        guard let column = lines?[line ?? ""] else {
            preconditionFailure("there is no \(name) here")
        }
        calls[node] = column
        return column
    }

    private func crosses(_ above: Bool, _ x: Int, _ y: Int, _ bar: Int) -> Double? {
        func side(_ bar: Int) -> Double? {
            guard let x = value(x, bar, ReferencePosition()),
                let y = value(y, bar, ReferencePosition())
            else { return nil }
            let order = x < y ? -1.0 : x > y ? 1 : 0
            return above ? order : -order
        }
        guard let now = side(bar) else { return nil }
        guard now > 0 else { return 0 }
        for earlier in stride(from: bar - 1, through: 0, by: -1) {
            if let last = side(earlier), last != 0 { return last < 0 ? 1 : 0 }
        }
        return 0
    }
}

// MARK: - One bar

extension ReferenceColumns {
    private func given(_ name: String, _ bar: Int) -> Double? {
        let (open, high) = (bars.open[bar], bars.high[bar])
        let (low, close) = (bars.low[bar], bars.close[bar])
        let time = bars.times[bar]
        switch name {
        case "open": return open
        case "high": return high
        case "low": return low
        case "close": return close
        case "volume": return bars.volume[bar]
        case "hl2": return finite((high + low) / 2)
        case "hlc3": return finite((high + low + close) / 3)
        case "ohlc4": return finite((open + high + low + close) / 4)
        case "bar_number": return Double(bar)
        case "year": return Double(time.day.parts.year)
        case "month": return Double(time.day.parts.month)
        case "day": return Double(time.day.parts.day)
        // 1970-01-05 was a Monday.
        case "weekday": return Double((Int(time.day.dayNumber) - 4 + 7_000_000) % 7 + 1)
        case "hour": return time.minute.map { Double($0 / 60) }
        case "minute": return time.minute.map { Double($0 % 60) }
        case "first_of_day":
            return (0..<bar).contains { bars.times[$0].day == time.day } ? 0 : 1
        case "bars_of_day": return Double((0...bar).count { bars.times[$0].day == time.day })
        default: return ofBenchmark(name, time)
        }
    }

    private func ofBenchmark(_ name: String, _ time: BarTime) -> Double? {
        guard let benchmark, let bar = benchmark.times.lastIndex(where: { $0 <= time }) else {
            return nil
        }
        return switch name {
        case "benchmark.open": benchmark.open[bar]
        case "benchmark.high": benchmark.high[bar]
        case "benchmark.low": benchmark.low[bar]
        case "benchmark.close": benchmark.close[bar]
        default: benchmark.volume[bar]
        }
    }

    private func finite(_ x: Double) -> Double? { x.isFinite ? x : nil }

    static func binary(_ sign: String, _ x: Double?, _ y: Double?) -> Double? {
        if sign == "and" {
            if x == 0 || y == 0 { return 0 }
            return x == nil || y == nil ? nil : 1
        }
        if sign == "or" {
            if x == 1 || y == 1 { return 1 }
            return x == nil || y == nil ? nil : 0
        }
        guard let x, let y else { return nil }
        func finite(_ x: Double) -> Double? { x.isFinite ? x : nil }
        func truth(_ x: Bool) -> Double? { x ? 1 : 0 }
        return switch sign {
        case "+": finite(x + y)
        case "-": finite(x - y)
        case "*": finite(x * y)
        case "/": finite(x / y)
        case "<": truth(x < y)
        case "<=": truth(x <= y)
        case ">": truth(x > y)
        case ">=": truth(x >= y)
        case "==": truth(x == y)
        default: truth(x != y)
        }
    }

    static func own(_ name: String, _ x: [Double?]) -> Double? {
        switch name {
        case "if": return x[0].flatMap { $0 == 1 ? x[1] : x[2] }
        case "known": return x[0] == nil ? 0 : 1
        case "or_else": return x[0] ?? x[1]
        default: break
        }
        let values = x.compactMap { $0 }
        guard values.count == x.count, let first = values.first, let last = values.last else {
            return nil
        }
        let result: Double
        switch name {
        case "abs": result = first < 0 ? -first : first
        case "sqrt": result = first.squareRoot()
        case "floor": result = first.rounded(.down)
        case "round": result = first.rounded(.toNearestOrAwayFromZero)
        case "sign": result = first > 0 ? 1 : first < 0 ? -1 : 0
        case "log": result = Elementary.log(first)
        case "exp": result = Elementary.exp(first)
        case "sin": result = Elementary.sin(first)
        case "cos": result = Elementary.cos(first)
        case "pow": result = Elementary.pow(first, last)
        case "min": result = values.min() ?? .nan
        case "max": result = values.max() ?? .nan
        case "mod":
            let rest = first.truncatingRemainder(dividingBy: last)
            result = rest * last < 0 || rest != 0 && (rest < 0) != (last < 0) ? rest + last : rest
        default: preconditionFailure("there is no \(name) here")
        }
        return result.isFinite ? result : nil
    }
}
