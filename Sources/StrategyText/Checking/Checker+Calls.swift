import Indicators

extension Checker {
    /// The type and the meaning of a call.
    mutating func judgeCall(_ node: Int, _ name: Name, _ arguments: [Int])
        -> (ExpressionType, Meaning)
    {
        if let function = OwnFunction(rawValue: name.text) {
            guard
                hasCount(
                    node, arguments.count, function.argumentCounts, signature: function.signature)
            else { return (.unknown, .none) }
            return (judge(node, function, arguments), .own(function))
        }
        guard let function = catalogue.functions[name.text] else {
            tellUnknownFunction(name)
            return (.unknown, .none)
        }
        let count = function.arguments.count
        guard hasCount(node, arguments.count, count...count, signature: function.signature) else {
            return (.unknown, .none)
        }
        var isWell = true
        var columns: [Int] = []
        for (argument, form) in zip(arguments, function.arguments) {
            switch form {
            case .series:
                isWell = isNumber(argument) && isWell
                columns.append(argument)
            case .truth:
                isWell = isTruth(argument) && isWell
                columns.append(argument)
            case .length, .number: isWell = isConstant(argument) && isWell
            }
        }
        guard isWell else { return (.unknown, .none) }
        let isTruth = FunctionCatalogue.ofTruth.contains(function.name)
        let kind: ExpressionType.Kind =
            !function.lines.isEmpty ? .lines(function.lines) : isTruth ? .truth : .number
        var type = ExpressionType(kind, of: arguments.map { checked.types[$0] })
        lookBack(&type, columns, "\(function.name)( )")
        return (type, .indicator(function.name))
    }

    private mutating func hasCount(
        _ node: Int, _ count: Int, _ counts: ClosedRange<Int>, signature: String
    ) -> Bool {
        if counts.contains(count) { return true }
        let wanted =
            counts.lowerBound == counts.upperBound
            ? Self.counted(counts.lowerBound)
            : "\(counts.lowerBound) to \(counts.upperBound) arguments"
        add(
            .arguments, node,
            "\(signature) takes \(wanted), here \(count == 1 ? "is 1" : "are \(count)")")
        return false
    }

    private static func counted(_ count: Int) -> String {
        count == 0 ? "no arguments" : count == 1 ? "1 argument" : "\(count) arguments"
    }

    private mutating func judge(_ node: Int, _ function: OwnFunction, _ arguments: [Int])
        -> ExpressionType
    {
        let types = arguments.map { checked.types[$0] }
        switch function {
        case .choose:
            let isWell = (isTruth(arguments[0]), areAlike(arguments[1], arguments[2]))
            return isWell == (true, true)
                ? ExpressionType(types[1].kind, of: types) : .unknown
        case .known:
            return isColumn(arguments[0]) ? ExpressionType(.truth, of: types) : .unknown
        case .orElse:
            return areAlike(arguments[0], arguments[1])
                ? ExpressionType(types[0].kind, of: types) : .unknown
        case .atEntry:
            guard isColumn(arguments[0]) else { return .unknown }
            bounds.append(Bound(node: arguments[0], words: "at_entry( )"))
            var type = ExpressionType(types[0].kind, of: types)
            type.isConstant = false
            type.readsPosition = true
            return type
        case .sin, .cos:
            return isConstant(arguments[0]) ? ExpressionType(.number, of: types) : .unknown
        case .abs, .min, .max, .sqrt, .floor, .round, .sign, .mod, .log, .exp, .pow:
            let isWell = arguments.reduce(true) { isNumber($1) && $0 }
            return isWell ? ExpressionType(.number, of: types) : .unknown
        }
    }

    /// Whether both are numbers, or both true or false.
    private mutating func areAlike(_ left: Int, _ right: Int) -> Bool {
        let isWell = (isColumn(left), isColumn(right))
        guard isWell == (true, true) else { return false }
        guard checked.types[left].kind == checked.types[right].kind else {
            add(.type, right, "both must be numbers, or both true or false")
            return false
        }
        return true
    }

    private mutating func tellUnknownFunction(_ name: Name) {
        guard !problems.isFull else { return }
        let shown = Suggestion.shown(name.text)
        let small = name.text.lowercased()
        if let words = Suggestion.sentences[small] {
            problems.add(.habit, at: name.range, words)
        } else if catalogue.functions[small] != nil || OwnFunction(rawValue: small) != nil {
            problems.add(
                .habit, at: name.range,
                "functions are in small letters; write \(small)( for \(shown)(")
        } else if let other = Suggestion.renamed[small] {
            problems.add(
                .habit, at: name.range,
                "there is no function '\(shown)'; it is called \(other)( here")
        } else if symbols[name.text] != nil || Words.given.contains(name.text) {
            problems.add(
                .unknownFunction, at: name.range,
                "'\(shown)' is a column, not a function; \(shown)[1] is its value one bar before")
        } else {
            problems.add(
                .unknownFunction, at: name.range,
                "there is no function '\(shown)'"
                    + Suggestion.question(for: name.text, in: catalogue.names))
        }
    }
}
