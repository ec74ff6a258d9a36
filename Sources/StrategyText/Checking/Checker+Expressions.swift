import Indicators

extension Checker {
    /// The type and the meaning of an expression whose parts have theirs.
    mutating func judge(_ node: Int) -> (ExpressionType, Meaning) {
        switch syntax.nodes[node].kind {
        case .number: return (ExpressionType(kind: .number, isConstant: true), .none)
        case .truth: return (ExpressionType(kind: .truth, isConstant: true), .none)
        case .name(let name): return judgeName(node, name)
        case .call(let name, let arguments):
            return judgeCall(node, name, Array(syntax.arguments[arguments]))
        case .negate(let inner):
            return (isNumber(inner) ? typed(.number, inner) : .unknown, .none)
        case .not(let inner):
            return (isTruth(inner) ? typed(.truth, inner) : .unknown, .none)
        case .binary(let sign, let left, let right):
            return (judgeBinary(node, sign, left, right), .none)
        case .past(let inner, let distance): return judgePast(node, inner, distance)
        case .line(let inner, let line): return judgeLine(inner, line)
        }
    }

    /// The type of what is made of these.
    func typed(_ kind: ExpressionType.Kind, _ parts: Int...) -> ExpressionType {
        ExpressionType(kind, of: parts.map { checked.types[$0] })
    }

    private mutating func judgeBinary(
        _ node: Int, _ sign: BinaryOperator, _ left: Int, _ right: Int
    ) -> ExpressionType {
        switch sign {
        case .and, .or:
            let isWell = (isTruth(left), isTruth(right))
            return isWell == (true, true) ? typed(.truth, left, right) : .unknown
        case .add, .subtract, .multiply, .divide:
            let isWell = (isNumber(left), isNumber(right))
            return isWell == (true, true) ? typed(.number, left, right) : .unknown
        case .crossesAbove, .crossesBelow:
            let isWell = (isNumber(left), isNumber(right))
            guard isWell == (true, true) else { return .unknown }
            var type = typed(.truth, left, right)
            if type.isConstant {
                add(.type, node, "two numbers that never change do not cross")
                return .unknown
            }
            lookBack(&type, [left, right], "a crossing")
            return type
        case .equal, .notEqual:
            for side in [left, right] where checked.types[side].kind == .truth {
                add(
                    .type, side,
                    "\(sign.rawValue) compares numbers; join truths with 'and', 'or' and 'not'")
                return .unknown
            }
            fallthrough
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            let isWell = (isNumber(left), isNumber(right))
            return isWell == (true, true) ? typed(.truth, left, right) : .unknown
        }
    }

    /// Notes that something looks back over these, which binds what they may read.
    mutating func lookBack(_ type: inout ExpressionType, _ parts: [Int], _ words: String) {
        for part in parts {
            type.windowedStates |= checked.types[part].states
            bounds.append(Bound(node: part, words: words))
        }
        type.isConstant = false
    }

    private mutating func judgePast(_ node: Int, _ inner: Int, _ distance: Int)
        -> (ExpressionType, Meaning)
    {
        guard isConstant(distance) else { return (.unknown, .none) }
        if case .negate = syntax.nodes[distance].kind {
            add(
                .future, distance,
                "this would be a value of the future; x[1] is the value one bar before")
            return (.unknown, .none)
        }
        if case .state(let state) = checked.meanings[inner] {
            if isBelow(state) { checked.readsBelow.insert(node) }
            var type = typed(checked.types[inner].kind, inner, distance)
            type.isConstant = false
            return (type, .pastState(state))
        }
        if case .lines(let lines) = checked.types[inner].kind {
            add(.type, inner, "choose a line first, as in NAME.\(lines[0])[1]")
            return (.unknown, .none)
        }
        guard isColumn(inner) else { return (.unknown, .none) }
        if checked.types[inner].isConstant {
            add(.type, inner, "this is the same on every bar; [ ] stands behind a column")
            return (.unknown, .none)
        }
        var type = typed(checked.types[inner].kind, inner, distance)
        lookBack(&type, [inner], "[ ]")
        return (type, .none)
    }

    /// Whether a state has no value yet where the current statement reads it.
    func isBelow(_ state: Int) -> Bool { state >= checked.states.count }

    private mutating func judgeLine(_ inner: Int, _ line: Name) -> (ExpressionType, Meaning) {
        if case .benchmark = checked.meanings[inner] {
            if let field = PriceField(rawValue: line.text) {
                return (ExpressionType(kind: .number), .benchmarkPrice(field))
            }
            let fields = PriceField.allCases.map(\.rawValue)
            problems.add(
                .unknownLine, at: line.range,
                "the benchmark has no column '\(Suggestion.shown(line.text))'; there are "
                    + fields.joined(separator: ", "))
            return (.unknown, .none)
        }
        switch checked.types[inner].kind {
        case .unknown: return (.unknown, .none)
        case .lines(let lines):
            if let index = lines.firstIndex(of: line.text) {
                return (typed(.number, inner), .line(index))
            }
            problems.add(
                .unknownLine, at: line.range,
                "there is no line '\(Suggestion.shown(line.text))'; there are "
                    + lines.joined(separator: ", "))
        case .number, .truth:
            problems.add(
                .unknownLine, at: line.range,
                "this is one column and has no line '\(Suggestion.shown(line.text))'")
        }
        return (.unknown, .none)
    }
}
