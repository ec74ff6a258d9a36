extension Binder {
    /// What an expression becomes whose parts have become something.
    mutating func value(of expression: Int) -> Value {
        switch checked.syntax.nodes[expression].kind {
        case .number(let number): return .number(number)
        case .truth(let truth): return .truth(truth ? 1 : 0)
        case .name: return named(expression)
        case .call(_, let arguments):
            return call(expression, Array(checked.syntax.arguments[arguments]))
        case .negate(let inner): return apply(.negate, inner, expression)
        case .not(let inner):
            if case .truth(let truth) = values[inner] { return .truth(1 - truth) }
            guard let node = node(inner) else { return .none }
            return make(.not(node), .truth, expression)
        case .binary(let sign, let left, let right):
            return binary(sign, left, right, expression)
        case .past(let inner, let distance): return past(inner, distance, expression)
        case .line(let inner, _):
            switch checked.meanings[expression] {
            case .benchmarkPrice(let field): return make(.benchmark(field), .series, expression)
            case .line(let index):
                guard let node = node(inner) else { return .none }
                return make(.line(node, index), .series, expression)
            default: return .none
            }
        }
    }

    /// Makes a node.
    mutating func make(_ operation: PlanOperation, _ kind: PlanNode.Kind, _ expression: Int)
        -> Value
    {
        .node(table.node(operation, kind, for: expression))
    }

    private mutating func named(_ expression: Int) -> Value {
        switch checked.meanings[expression] {
        case .input(let index): return .number(inputs[index])
        case .column(let index): return column(index)
        case .price(let field): return make(.price(field), .series, expression)
        case .mean(let fields):
            let nodes = fields.map { table.node(.price($0), .series, for: expression) }
            let sum = nodes.dropFirst().reduce(nodes[0]) {
                table.node(.arithmetic(.add, $0, $1), .series, for: expression)
            }
            let count = table.node(.number(Double(fields.count)), .series, for: expression)
            return make(.arithmetic(.divide, sum, count), .series, expression)
        case .calendar(let field):
            return make(.calendar(field), field == .firstOfDay ? .truth : .series, expression)
        case .position(let field):
            let isTruth = field == .flat || field == .inLong || field == .inShort
            return make(.position(field), isTruth ? .truth : .series, expression)
        case .state(let index):
            // A state further below is only read as S[k], which makes its own node.
            if checked.types[expression].kind == .truth {
                return isMade(index) ? make(.state(index), .truth, expression) : .none
            }
            return isMade(index) ? make(.state(index), .series, expression) : .none
        default: return .none
        }
    }

    private mutating func past(_ inner: Int, _ distance: Int, _ expression: Int) -> Value {
        let kind: PlanNode.Kind = checked.types[expression].kind == .truth ? .truth : .series
        if case .pastState(let state) = checked.meanings[expression] {
            let isBelow = checked.readsBelow.contains(expression)
            guard let bars = length(distance, least: isBelow ? 1 : 0, "[ ] of a state") else {
                return .none
            }
            return bars == 0
                ? make(.state(state), kind, expression)
                : make(.pastState(state, bars), kind, expression)
        }
        guard let bars = length(distance, least: 0, "[ ]") else { return .none }
        if bars == 0 { return values[inner] }
        guard let node = node(inner) else { return .none }
        return make(.past(node, bars), kind, expression)
    }

    private mutating func binary(
        _ sign: BinaryOperator, _ left: Int, _ right: Int, _ expression: Int
    ) -> Value {
        switch sign {
        case .add: return arithmetic(.add, left, right, expression)
        case .subtract: return arithmetic(.subtract, left, right, expression)
        case .multiply: return arithmetic(.multiply, left, right, expression)
        case .divide: return arithmetic(.divide, left, right, expression)
        case .less: return compare(.less, left, right, expression)
        case .greater: return compare(.less, right, left, expression)
        case .lessOrEqual: return compare(.lessOrEqual, left, right, expression)
        case .greaterOrEqual: return compare(.lessOrEqual, right, left, expression)
        case .equal: return compare(.equal, left, right, expression)
        case .notEqual: return compare(.notEqual, left, right, expression)
        case .and: return join(decidedBy: 0, left, right, expression)
        case .or: return join(decidedBy: 1, left, right, expression)
        case .crossesAbove, .crossesBelow:
            guard let x = node(left), let y = node(right) else { return .none }
            return make(
                .crosses(sign == .crossesAbove ? .above : .below, x, y), .truth, expression)
        }
    }

    /// Joins two truths: `and` is decided by one that is false, `or` by one that is true.
    private mutating func join(
        decidedBy decisive: Double, _ left: Int, _ right: Int, _ expression: Int
    )
        -> Value
    {
        switch (values[left], values[right]) {
        case (.truth(decisive), _), (_, .truth(decisive)): return .truth(decisive)
        case (.truth(let x), .truth(let y)):
            return .truth(x.isNaN || y.isNaN ? .nan : 1 - decisive)
        case (.truth(let x), let other) where x == 1 - decisive: return other
        case (let other, .truth(let y)) where y == 1 - decisive: return other
        default:
            guard let x = node(left), let y = node(right) else { return .none }
            return make(decisive == 0 ? .and(x, y) : .or(x, y), .truth, expression)
        }
    }

    private mutating func compare(
        _ sign: Comparison, _ left: Int, _ right: Int, _ expression: Int
    ) -> Value {
        if case .number(let x) = values[left], case .number(let y) = values[right] {
            guard x.isFinite, y.isFinite else { return .truth(.nan) }
            return .truth(sign.holds(x, y) ? 1 : 0)
        }
        guard let x = node(left), let y = node(right) else { return .none }
        return make(.compare(sign, x, y), .truth, expression)
    }

    /// An operation on two numbers, at once when both are known.
    mutating func arithmetic(
        _ sign: Arithmetic, _ left: Int, _ right: Int, _ expression: Int
    ) -> Value {
        arithmetic(sign, values[left], values[right], left, right, expression)
    }

    /// An operation on two values, which come from two expressions.
    mutating func arithmetic(
        _ sign: Arithmetic, _ left: Value, _ right: Value, _ leftOrigin: Int, _ rightOrigin: Int,
        _ expression: Int
    ) -> Value {
        if case .number(let x) = left, case .number(let y) = right {
            return .number(sign.result(x, y))
        }
        guard let x = node(left, for: leftOrigin), let y = node(right, for: rightOrigin) else {
            return .none
        }
        return make(.arithmetic(sign, x, y), .series, expression)
    }

    /// An operation on one number, at once when it is known.
    mutating func apply(_ function: MathFunction, _ inner: Int, _ expression: Int) -> Value {
        if case .number(let x) = values[inner] {
            return .number(function.result(x))
        }
        guard let x = node(inner) else { return .none }
        return make(.function(function, x), .series, expression)
    }
}
