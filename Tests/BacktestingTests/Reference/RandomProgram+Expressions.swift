import StrategyText

extension RandomProgram {
    mutating func number(_ text: String) -> Int {
        add(.number(.init(text: text, value: Double(text) ?? 0)))
    }

    /// The distance or the price of a level, as people write them.
    mutating func level(
        _ form: ReferenceProgram.LevelForm, _ kind: PlanExit.Kind
    ) -> Int {
        if chance(25) { return series(2, Place(takesPosition: true)) }
        switch form {
        case .percent: return number(one(of: ["1", "2.5", "5", "0.1", "10"]))
        case .distance:
            let range = add(.call("atr", [], [length()], line: nil))
            return add(.binary("*", number(one(of: ["0.5", "1", "2"])), range))
        case .price:
            let base = one(of: [
                ReferenceProgram.Form.position("entry_price"), .position("lowest_low"),
                .position("highest_high"), .position("highest_close"), .given("close"),
            ])
            let factor = kind == .target ? ["1.02", "1.1", "1"] : ["0.98", "0.95", "1"]
            let price = add(.binary("*", add(base), number(one(of: factor))))
            guard chance(25) else { return price }
            // Missing on some bars.
            let zero = add(.binary("-", add(.given("close")), add(.given("close"))))
            let none = add(.binary("/", number("1"), zero))
            return add(.own("if", [everySoOften(), none, price]))
        }
    }

    mutating func length(_ least: Int = 1) -> ReferenceProgram.Number {
        if least == 1, let input = lengths.first, chance(25) { return input }
        let value = least + pick(chance(20) ? 12 : 4)
        return .init(text: "\(value)", value: Double(value))
    }

    private mutating func everySoOften() -> Int {
        let every = 2 + pick(7)
        let rest = add(.own("mod", [add(.given("bar_number")), number("\(every)")]))
        return add(.binary("==", rest, number("\(pick(every))")), isTruth: true)
    }

    // MARK: - Series

    mutating func series(_ depth: Int, _ place: Place) -> Int {
        guard depth > 0, program.nodes.count < 250 else { return leaf(place) }
        switch pick(100) {
        case ..<20: return leaf(place)
        case ..<42:
            return add(
                .binary(
                    one(of: ["+", "-", "*", "/"]), series(depth - 1, place),
                    series(depth - 1, place)))
        case ..<46: return add(.minus(series(depth - 1, place)))
        case ..<54: return function(depth, place)
        case ..<60:
            return add(
                .own(
                    "if",
                    [
                        truth(depth - 1, place), series(depth - 1, place),
                        series(depth - 1, place),
                    ]))
        case ..<64:
            return add(.own("or_else", [series(depth - 1, place), series(depth - 1, place)]))
        case ..<71:
            let x = series(depth - 1, lookedBack(place))
            return past(x, pick(12) == 0 ? 0 : 1 + pick(4))
        case ..<74 where place.takesPosition && !place.isLookedBackAt:
            return add(.atEntry(series(depth - 1, lookedBack(place))))
        default: return call(depth, place)
        }
    }

    private mutating func past(_ node: Int, _ bars: Int) -> Int {
        // A name in brackets is that of a state, whose past is its own.
        if program.names[node] == nil, case .state(let state) = program.nodes[node] {
            return bars == 0 ? node : add(.pastState(state, bars), isTruth: isTruth[node])
        }
        return isColumn(node) ? add(.past(node, bars), isTruth: isTruth[node]) : node
    }

    /// Whether `[ ]` may stand behind it: it is not known before the run.
    private func isColumn(_ node: Int) -> Bool {
        switch program.nodes[node] {
        case .given, .position, .call, .state, .pastState, .atEntry: true
        case .number, .truth: false
        default: program.operands(of: node).contains(where: isColumn)
        }
    }

    private mutating func lookedBack(_ place: Place) -> Place {
        Place(takesPosition: false, isOfState: place.isOfState, isLookedBackAt: true)
    }

    private mutating func leaf(_ place: Place) -> Int {
        switch pick(100) {
        case ..<45:
            return add(.given(one(of: ["open", "high", "low", "close", "close", "hlc3", "ohlc4"])))
        case ..<50: return add(.given(one(of: ["volume", "hl2", "benchmark.close"])))
        case ..<58:
            return add(
                .given(
                    one(of: [
                        "bar_number", "year", "month", "day", "weekday", "hour", "minute",
                        "bars_of_day",
                    ])))
        case ..<70:
            if let input = inputs.first, chance(30) {
                return add(.number(chance(50) ? input : one(of: inputs)))
            }
            return number(one(of: ["0", "1", "2", "0.5", "10", "100", "1e-3", ".25", "50", "1E6"]))
        case ..<80 where place.takesPosition && !place.isLookedBackAt:
            return add(
                .position(
                    one(of: [
                        "entry_price", "bars_held", "highest_high", "lowest_low", "highest_close",
                        "lowest_close", "last_return", "bars_since_exit",
                    ])))
        case ..<90: return state(place, isTruth: false) ?? add(.given("close"))
        default: return named(place, isTruth: false) ?? add(.given("high"))
        }
    }

    private mutating func named(_ place: Place, isTruth truth: Bool) -> Int? {
        let able = columns.filter {
            isTruth[$0] == truth
                && (!isOfPosition[$0] || place.takesPosition && !place.isLookedBackAt)
                && (!place.isLookedBackAt || !place.isOfState || chance(30))
        }
        return able.isEmpty ? nil : one(of: able)
    }

    /// A state that may stand there, or its past.
    private mutating func state(_ place: Place, isTruth truth: Bool) -> Int? {
        var able = 0..<statesAbove
        // Any state may stand as `S[k]` in a state's expression; few that look back at its group.
        if place.isOfState {
            if place.isLookedBackAt, chance(70) { return nil }
            if !place.isLookedBackAt, chance(70) { able = 0..<program.states.count }
        }
        let states = able.filter {
            program.states[$0].isTruth == truth
                && (!isStateOfPosition[$0] || place.takesPosition && !place.isLookedBackAt)
        }
        guard !states.isEmpty else { return nil }
        let state = one(of: states)
        return state >= statesAbove || chance(50)
            ? add(.pastState(state, 1 + pick(3)), isTruth: truth)
            : add(.state(state), isTruth: truth)
    }

    private mutating func function(_ depth: Int, _ place: Place) -> Int {
        let name = one(of: [
            "abs", "sqrt", "floor", "round", "sign", "log", "exp", "mod", "pow", "min", "max",
        ])
        var operands = [series(depth - 1, place)]
        if ["mod", "pow"].contains(name) { operands.append(series(depth - 1, place)) }
        if ["min", "max"].contains(name) {
            for _ in 0..<(1 + pick(3)) { operands.append(series(depth - 1, place)) }
        }
        return add(.own(name, operands))
    }

    private mutating func call(_ depth: Int, _ place: Place) -> Int {
        let place = lookedBack(place)
        switch pick(13) {
        case 0: return add(.call(one(of: ["atr", "willr"]), [], [length()], line: nil))
        case 1: return add(.call(one(of: ["obv", "trange"]), [], [], line: nil))
        case 2:
            return add(
                .call("count", [truth(depth - 1, place)], [length()], line: nil))
        case 3: return add(.call("bars_since", [truth(depth - 1, place)], [], line: nil))
        case 4:
            return add(
                .call(
                    "value_when", [truth(depth - 1, place), series(depth - 1, place)], [],
                    line: nil))
        case 5: return add(.call("cum", [series(depth - 1, place)], [], line: nil))
        case 6: return lines(depth, place)
        case 7: return add(.call("stddev", [series(depth - 1, place)], [length(2)], line: nil))
        default:
            let name = one(of: [
                "sma", "sma", "ema", "rma", "wma", "dema", "tema", "sum", "change", "highest",
                "lowest", "rsi", "mom", "roc", "rocp", "midpoint",
            ])
            return add(.call(name, [series(depth - 1, place)], [length()], line: nil))
        }
    }

    private mutating func lines(_ depth: Int, _ place: Place) -> Int {
        let bands = ["lower", "middle", "upper"]
        let factor = ReferenceProgram.Number(text: "1.5", value: 1.5)
        switch pick(5) {
        case 0:
            return add(
                .call(
                    "bbands", [series(depth - 1, place)], [length(2), factor], line: one(of: bands))
            )
        case 1: return add(.call("donchian", [], [length()], line: one(of: bands)))
        case 2:
            return add(.call("keltner", [], [length(), length(), factor], line: one(of: bands)))
        case 3:
            return add(
                .call(
                    "macd", [series(depth - 1, place)], [length(), length(), length()],
                    line: one(of: ["macd", "signal", "histogram"])))
        default:
            return add(
                .call("stoch", [], [length(), length(), length()], line: one(of: ["k", "d"])))
        }
    }

    // MARK: - Truth

    mutating func truth(_ depth: Int, _ place: Place) -> Int {
        let node = truthForm(depth, place)
        isTruth[node] = true
        return node
    }

    private mutating func truthForm(_ depth: Int, _ place: Place) -> Int {
        guard depth > 0, program.nodes.count < 250 else { return simpleTruth(place) }
        switch pick(100) {
        case ..<12: return simpleTruth(place)
        case ..<40:
            return add(
                .binary(
                    one(of: ["<", "<=", ">", ">=", "==", "!="]), series(depth - 1, place),
                    series(depth - 1, place)))
        case ..<46:
            return add(
                .between(
                    series(depth - 1, place), one(of: ["<", "<=", ">", ">="]),
                    series(depth - 1, place), one(of: ["<", "<=", ">", ">="]),
                    series(depth - 1, place)))
        case ..<58:
            let (x, y) = (
                series(depth - 1, lookedBack(place)), series(depth - 1, lookedBack(place))
            )
            guard isColumn(x) || isColumn(y) else { return simpleTruth(place) }
            return add(.binary(one(of: ["crosses above", "crosses below"]), x, y))
        case ..<75:
            return add(
                .binary(one(of: ["and", "or"]), truth(depth - 1, place), truth(depth - 1, place)))
        case ..<81: return add(.not(truth(depth - 1, place)))
        case ..<84:
            return add(
                .own(
                    "if",
                    [truth(depth - 1, place), truth(depth - 1, place), truth(depth - 1, place)]))
        case ..<87:
            let isSeries = chance(60)
            return add(
                .own("known", [isSeries ? series(depth - 1, place) : truth(depth - 1, place)]))
        case ..<89: return add(.own("or_else", [truth(depth - 1, place), truth(depth - 1, place)]))
        case ..<92:
            return add(
                .call(
                    one(of: ["rising", "falling"]), [series(depth - 1, lookedBack(place))],
                    [length()], line: nil))
        case ..<94 where place.takesPosition && !place.isLookedBackAt:
            return add(.atEntry(truth(depth - 1, lookedBack(place))))
        default:
            let x = truth(depth - 1, lookedBack(place))
            return past(x, 1 + pick(3))
        }
    }

    private mutating func simpleTruth(_ place: Place) -> Int {
        switch pick(10) {
        case 0 where place.takesPosition && !place.isLookedBackAt:
            return add(.position(one(of: ["flat", "in_long", "in_short"])))
        case 1, 2: return everySoOften()
        case 3: return add(.given("first_of_day"))
        case 4: return chance(20) ? add(.truth(chance(50))) : everySoOften()
        case 5, 6:
            if let node = state(place, isTruth: true) ?? named(place, isTruth: true) { return node }
            fallthrough
        default:
            let mean = add(.call("sma", [add(.given("close"))], [length()], line: nil))
            return add(.binary(one(of: ["<", ">"]), add(.given("close")), mean))
        }
    }
}
