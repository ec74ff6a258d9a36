extension Parser {
    /// Reads an expression and gives its place.
    mutating func expression() throws(Halt) -> Int {
        var left = try conjunction()
        while take("or") { left = join(.or, left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(Halt) -> Int {
        var left = try inversion()
        while take("and") { left = join(.and, left, try inversion()) }
        return left
    }

    private mutating func inversion() throws(Halt) -> Int {
        guard word() == "not" else { return try relation() }
        let start = here.lowerBound
        place += 1
        try enter()
        let inner = try inversion()
        level -= 1
        return add(.not(inner), start..<syntax.nodes[inner].range.upperBound)
    }

    private mutating func relation() throws(Halt) -> Int {
        let left = try sum()
        if word() == "crosses" { return try crossing(left) }
        guard let first = comparison else { return left }
        place += 1
        let middle = try sum()
        let joined = join(first, left, middle)
        guard let second = comparison else { return joined }
        guard first.isOrdering, second.isOrdering else {
            try fail(.syntax, "join two comparisons with 'and'")
        }
        place += 1
        let right = try sum()
        if comparison != nil {
            try fail(
                .syntax, "at most two comparisons stand in a row: a < b < c; join others with 'and'"
            )
        }
        return join(.and, joined, join(second, middle, right))
    }

    private mutating func crossing(_ left: Int) throws(Halt) -> Int {
        place += 1
        let side: BinaryOperator
        if take("above") {
            side = .crossesAbove
        } else if take("below") {
            side = .crossesBelow
        } else {
            try fail(.syntax, "after 'crosses' comes 'above' or 'below'")
        }
        let joined = join(side, left, try sum())
        if comparison != nil || word() == "crosses" {
            try fail(.syntax, "join a crossing and another comparison with 'and'")
        }
        return joined
    }

    /// The comparison that is next, if one is.
    private var comparison: BinaryOperator? {
        switch kind() {
        case .sign(.less): .less
        case .sign(.lessOrEqual): .lessOrEqual
        case .sign(.greater): .greater
        case .sign(.greaterOrEqual): .greaterOrEqual
        case .sign(.equal): .equal
        case .sign(.notEqual): .notEqual
        default: nil
        }
    }

    /// Reads an expression without comparisons.
    mutating func sum() throws(Halt) -> Int {
        var left = try product()
        while true {
            if take(.plus) {
                left = join(.add, left, try product())
            } else if take(.minus) {
                left = join(.subtract, left, try product())
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(Halt) -> Int {
        var left = try negation()
        while true {
            if take(.star) {
                left = join(.multiply, left, try negation())
            } else if take(.slash) {
                left = join(.divide, left, try negation())
            } else {
                return left
            }
        }
    }

    private mutating func negation() throws(Halt) -> Int {
        guard kind() == .sign(.minus) else { return try postfix() }
        let start = here.lowerBound
        place += 1
        try enter()
        let inner = try negation()
        level -= 1
        return add(.negate(inner), start..<syntax.nodes[inner].range.upperBound)
    }

    /// Adds an expression of two.
    mutating func join(_ sign: BinaryOperator, _ left: Int, _ right: Int) -> Int {
        add(
            .binary(sign, left, right),
            syntax.nodes[left].range.lowerBound..<syntax.nodes[right].range.upperBound)
    }

    /// Adds an expression.
    mutating func add(_ kind: SyntaxNode.Kind, _ range: Range<Int>) -> Int {
        syntax.nodes.append(SyntaxNode(kind: kind, range: range))
        return syntax.nodes.count - 1
    }
}

extension BinaryOperator {
    /// Whether it is one of < <= > >=.
    var isOrdering: Bool {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }
}
