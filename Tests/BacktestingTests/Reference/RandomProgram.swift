import StrategyText

/// Makes a strategy of a seed: nested expressions of all kinds, states, rules, stops and sizes.
struct RandomProgram {
    /// What may stand in an expression.
    struct Place {
        var takesPosition = false
        /// Whether it is the expression of a state, so that all states may stand as `S[k]`.
        var isOfState = false
        /// Whether something looks back over it.
        var isLookedBackAt = false
    }

    var program = ReferenceProgram()
    var generator: SeededGenerator
    /// Whether a node depends on the position.
    var isOfPosition: [Bool] = []
    var isTruth: [Bool] = []
    /// Columns with a name, and the states that stand above.
    var columns: [Int] = []
    var statesAbove = 0
    var isStateOfPosition: [Bool] = []
    var inputs: [ReferenceProgram.Number] = []
    var lengths: [ReferenceProgram.Number] = []

    static func make(_ seed: UInt64) -> ReferenceProgram {
        var random = RandomProgram(generator: SeededGenerator(state: seed))
        random.addInputs()
        random.declareStates()
        random.addDefinitions()
        random.addRules()
        random.addLevels()
        random.addSize()
        if random.chance(25) {
            random.program.allowsReversal = true
            random.program.lines.append("allow reversal")
        }
        return random.program
    }

    init(generator: SeededGenerator) {
        self.generator = generator
    }

    mutating func pick(_ count: Int) -> Int { Int(generator.next() >> 11) % count }
    mutating func chance(_ percent: Int) -> Bool { pick(100) < percent }
    mutating func one<T>(of values: [T]) -> T { values[pick(values.count)] }

    mutating func add(_ form: ReferenceProgram.Form, isTruth truth: Bool = false) -> Int {
        program.nodes.append(form)
        let node = program.nodes.count - 1
        isTruth.append(truth)
        var depends = program.operands(of: node).contains { isOfPosition[$0] }
        switch form {
        case .position, .atEntry: depends = true
        case .state(let state), .pastState(let state, _):
            depends = isStateOfPosition[state]
        default: break
        }
        isOfPosition.append(depends)
        return node
    }

    // MARK: - Statements

    private mutating func addInputs() {
        if chance(50) {
            let (initial, value) = (1 + pick(6), 1 + pick(8))
            program.lines.append("input n = \(initial) from 1 to 9 \"bars\"")
            lengths.append(.init(text: "n", value: Double(value)))
            program.inputs["n"] = Double(value)
        }
        if chance(40) {
            program.lines.append("input weight = 0.5, level = -2.5 from -9 to 9 step 0.5")
            inputs.append(.init(text: "weight", value: 0.5))
            let value = Double(pick(37)) / 2 - 9
            program.inputs["level"] = value
            inputs.append(.init(text: "level", value: value))
        }
    }

    private mutating func declareStates() {
        for place in 0..<max(0, pick(6) - 2) {
            let truth = chance(25)
            let first = truth ? Double(pick(2)) : one(of: [0, 1, -1, 2.5])
            program.states.append(.init(name: "s\(place)", first: first, isTruth: truth))
            isStateOfPosition.append(chance(35))
        }
    }

    private mutating func addDefinitions() {
        var waiting = program.states.count
        for place in 0..<(waiting + pick(4)) {
            if waiting > 0, chance(60) {
                let state = program.states.count - waiting
                waiting -= 1
                define(state)
            } else {
                let place = (name: "c\(place)", of: Place(takesPosition: chance(20)))
                let node = chance(60) ? series(3, place.of) : truth(3, place.of)
                guard program.names[node] == nil else { continue }
                program.lines.append("\(place.name) = \(program.text(node, isDefinition: true))")
                program.names[node] = place.name
                columns.append(node)
            }
        }
        while waiting > 0 {
            define(program.states.count - waiting)
            waiting -= 1
        }
    }

    private mutating func define(_ state: Int) {
        let place = Place(takesPosition: isStateOfPosition[state], isOfState: true)
        let told = program.states[state]
        var next: Int
        if told.isTruth {
            next = truth(3, place)
        } else {
            next = series(2, place)
            if chance(60) {
                // So that it counts or remembers.
                let past = add(.pastState(state, 1))
                let step = chance(50) ? next : add(.binary("+", past, number("1")))
                next = add(.own("if", [truth(2, place), step, past]))
            }
        }
        program.states[state].next = next
        let first =
            told.isTruth
            ? (told.first == 1 ? "true" : "false")
            : told.first < 0 ? "0 - 1" : told.first == 2.5 ? "2.5" : "\(Int(told.first))"
        program.lines.append("state \(told.name) = \(first)\n    then \(program.text(next))")
        statesAbove = state + 1
    }

    private mutating func addRules() {
        let place = Place(takesPosition: true)
        var (tags, isLong, isShort) = ([String](), false, false)
        for _ in 0..<(1 + pick(3)) {
            let side = chance(60) ? PlanSide.long : .short
            isLong = isLong || side == .long
            isShort = isShort || side == .short
            let tag = chance(40) ? one(of: ["one", "other"]) : nil
            if let tag { tags.append(tag) }
            let condition = truth(2, chance(25) ? place : Place())
            program.rules.append(
                .init(action: .enter(side, tag: tag), condition: condition))
            let words = tag.map { " as \($0)" } ?? ""
            program.lines.append(
                "enter \(side.word)\(words) when \(program.text(condition))"
                    + (chance(10) ? " \"so\"" : ""))
        }
        for _ in 0..<pick(4) {
            let scope = scope(tags)
            let condition = truth(2, chance(50) ? place : Place())
            program.rules.append(.init(action: .exit(scope), condition: condition))
            program.lines.append("exit \(scope.word) when \(program.text(condition))")
        }
    }

    private mutating func scope(_ tags: [String]) -> PlanScope {
        switch pick(tags.isEmpty ? 3 : 4) {
        case 0: .any
        case 1: .side(.long)
        case 2: .side(.short)
        default: .tag(one(of: tags))
        }
    }

    private mutating func addLevels() {
        let tags = program.rules.compactMap { rule -> String? in
            if case .enter(_, let tag) = rule.action { tag } else { nil }
        }
        for _ in 0..<max(0, pick(6) - 2) {
            let kind = one(of: [PlanExit.Kind.stop, .stop, .target, .trail])
            let form = one(of: [ReferenceProgram.LevelForm.distance, .percent, .price])
            let isPrice = form == .price && kind != .trail
            var scope = scope(tags)
            let node = level(isPrice ? .price : form == .percent ? .percent : .distance, kind)
            let told =
                isPrice ? ReferenceProgram.LevelForm.price : form == .percent ? form : .distance
            if case .tag = scope, !isPrice, let sign = program.text(node, 5).first,
                sign == "(" || sign == "-"
            {
                // Behind these, a name is a column or a function.
                scope = .any
            }
            program.levels.append(.init(kind: kind, scope: scope, form: told, node: node))
            let word = kind == .stop ? "stop" : kind == .target ? "target" : "trail"
            let scoped = scope == .any && chance(60) ? word : "\(word) \(scope.word)"
            switch told {
            case .price: program.lines.append("\(scoped) at \(program.text(node))")
            case .percent: program.lines.append("\(scoped) \(program.text(node, 5))%")
            case .distance: program.lines.append("\(scoped) \(program.text(node, 5))")
            }
        }
    }

    private mutating func addSize() {
        let place = Place(takesPosition: chance(30))
        switch pick(8) {
        case 0:
            let node =
                chance(60) ? number(one(of: ["50", "95", "100", "12.5", "250"])) : series(1, place)
            program.size = .percent(node)
            program.lines.append("size \(program.text(node, 5))%")
        case 1:
            let node = chance(60) ? number(one(of: ["10", "3.7", "100"])) : series(1, place)
            program.size = .shares(node)
            program.lines.append("size \(program.text(node, 5)) shares")
        case 2:
            let node = number(one(of: ["1", "2.5"]))
            let distance = chance(60) ? level(.distance, .stop) : series(1, place)
            program.inputs["position_size_pct"] = 80
            program.size = .risk(node, distance, most: 80)
            program.lines.append(
                "risk \(program.text(node, 5))% over \(program.text(distance, 5))")
        case 3:
            program.inputs["position_size_pct"] = 99.5
            program.size = .none(99.5)
        default: break
        }
    }
}
