import Indicators

extension Checker {
    /// The type and the meaning of a name that is no call.
    mutating func judgeName(_ node: Int, _ name: String) -> (ExpressionType, Meaning) {
        if let symbol = symbols[name] {
            used.insert(name)
            return judge(symbol)
        }
        if let state = allStates[name], currentState != nil { return judgeState(node, name, state) }
        if let field = PriceField(rawValue: name) {
            return (ExpressionType(kind: .number), .price(field))
        }
        if let fields = Self.means[name] { return (ExpressionType(kind: .number), .mean(fields)) }
        if let field = CalendarField(rawValue: name) {
            return (
                ExpressionType(kind: field == .firstOfDay ? .truth : .number), .calendar(field)
            )
        }
        if let field = PositionField(rawValue: name) {
            let isTruth = field == .flat || field == .inLong || field == .inShort
            var type = ExpressionType(kind: isTruth ? .truth : .number)
            type.readsPosition = true
            return (type, .position(field))
        }
        if name == "benchmark" {
            if beforeDot.contains(node) { return (.unknown, .benchmark) }
            add(.type, node, "choose a column of the benchmark: benchmark.close")
            return (.unknown, .none)
        }
        if name == StrategyProgram.positionSizeName {
            add(.reserved, node, "'\(name)' is the size of an entry; no expression reads it")
            return (.unknown, .none)
        }
        tellUnknown(node, name)
        return (.unknown, .none)
    }

    /// Three means of the prices of one bar.
    private static let means: [String: [PriceField]] = [
        "hl2": [.high, .low], "hlc3": [.high, .low, .close],
        "ohlc4": [.open, .high, .low, .close],
    ]

    private func judge(_ symbol: Symbol) -> (ExpressionType, Meaning) {
        switch symbol {
        case .input(let index):
            var type = ExpressionType(kind: .number, isConstant: true)
            type.inputs = 1 << UInt64(index)
            return (type, .input(index))
        case .column(let index):
            return (checked.types[checked.columns[index].root], .column(index))
        case .state(let index):
            return (typeOfState(index), .state(index))
        case .broken:
            return (.unknown, .none)
        }
    }

    private func typeOfState(_ index: Int) -> ExpressionType {
        var type = ExpressionType(kind: stateIsTruth[index] ? .truth : .number)
        type.states = 1 << UInt32(index)
        return type
    }

    /// Judges a state that is being made, or stands further below.
    private mutating func judgeState(_ node: Int, _ name: String, _ state: Int)
        -> (ExpressionType, Meaning)
    {
        if beforeBracket.contains(node) {
            if state != currentState { used.insert(name) }
            return (typeOfState(state), .state(state))
        }
        if state == currentState {
            add(
                .definedBelow, node,
                "'\(name)' is being made here; write \(name)[1] for its value one bar before")
        } else {
            add(
                .definedBelow, node,
                "the state '\(name)' is defined below; write \(name)[1] for its value one bar "
                    + "before, or move it up")
        }
        return (.unknown, .none)
    }

    private mutating func tellUnknown(_ node: Int, _ name: String) {
        guard !problems.isFull else { return }
        let shown = Suggestion.shown(name)
        if let index = below[name] {
            used.insert(name)
            let line = problems.source.line(of: syntax.statements[index].range.lowerBound) + 1
            add(
                .definedBelow, node,
                "'\(shown)' is defined on line \(line); a name is defined above its use")
            return
        }
        let names = Array(symbols.keys) + Words.given
        let small = name.lowercased()
        if small != name, names.contains(small) || small == "benchmark" {
            add(.habit, node, "names are in small letters; write '\(small)' for '\(shown)'")
            return
        }
        if let words = Self.nameHabits[small] {
            add(.habit, node, words)
            return
        }
        if catalogue.functions[name] != nil || Words.ownFunctions.contains(name) {
            let signature =
                catalogue.functions[name]?.signature ?? OwnFunction(rawValue: name)?.signature
            add(.unknownName, node, "'\(name)' is a function; write \(signature ?? name)")
            return
        }
        let near = Suggestion.nearest(to: name, in: names)
        if near == nil, tags.contains(name) {
            add(
                .unknownName, node,
                "'\(shown)' is a tag; tags stand behind exit, stop, target and trail")
            return
        }
        add(
            .unknownName, node,
            "nothing is called '\(shown)'" + (near.map { "; did you mean '\($0)'?" } ?? ""))
    }

    private static let nameHabits: [String: String] = [
        "bar_index": "write bar_number for bar_index",
        "barindex": "write bar_number for BarIndex()",
        "c": "write close for C", "o": "write open for O", "h": "write high for H",
        "l": "write low for L", "v": "write volume for V",
        "price": "write close, open, high or low",
        "na": "write not known(x) to ask for a missing value",
        "nan": "write not known(x) to ask for a missing value",
        "null": "write not known(x) to ask for a missing value",
        "dayofweek": "write weekday for dayofweek", "dayofmonth": "write day for dayofmonth",
        "adj_close": "write close; prices are adjusted, or not, as their source says",
        "vol": "write volume for vol", "tr": "write trange() for tr",
        "position_size": "write flat, in_long or in_short",
    ]
}
