extension Checker {
    /// Finds the groups of states, and what may not depend on them or on the position.
    mutating func checkStates() {
        let states = checked.states
        guard problems.isEmpty else { return }
        checked.reached = states.map { checked.types[$0.next].states }
        for middle in states.indices {
            for from in states.indices where checked.reached[from] & (1 << UInt32(middle)) != 0 {
                checked.reached[from] |= checked.reached[middle]
            }
        }
        for state in states.indices { checkGroup(of: state) }
        checkPosition()
    }

    private mutating func checkGroup(of index: Int) {
        let bit: UInt32 = 1 << UInt32(index)
        guard checked.reached[index] & bit != 0 else { return }
        let group = checked.group(of: index)
        let state = checked.states[index]
        guard checked.types[state.next].windowedStates & group != 0 else { return }
        let statement = syntax.statements.first {
            if case .state(let name, _, _) = $0.kind {
                name.range == state.name.range
            } else {
                false
            }
        }
        guard
            let place = statement?.nodes.first(where: {
                checked.types[$0].windowedStates & group != 0
            })
        else { return }
        let names = checked.states.indices
            .filter { group & (1 << UInt32($0)) != 0 }
            .map { "'\(checked.states[$0].name.text)'" }
        add(
            .stateGroup, place,
            "this looks back at \(names.joined(separator: ", ")) while \(names.count == 1 ? "it is" : "they are") "
                + "being made; name what it looks back at as a state of its own, and read that as S[k]"
        )
    }

    private mutating func checkPosition() {
        var ofPosition: UInt32 = 0
        for (index, state) in checked.states.enumerated()
        where checked.types[state.next].readsPosition {
            ofPosition |= 1 << UInt32(index)
        }
        for index in checked.states.indices where checked.reached[index] & ofPosition != 0 {
            ofPosition |= 1 << UInt32(index)
        }
        for bound in bounds {
            let type = checked.types[bound.node]
            guard type.readsPosition || type.states & ofPosition != 0 else { continue }
            add(
                .position, bound.node,
                "this depends on the position, and may not stand inside of \(bound.words); it may "
                    + "in rules, states, stops, sizes, rank and names made for them")
        }
    }

    /// What is allowed and was perhaps not meant.
    func warnings() -> [StrategyProblem] {
        var warnings: [(code: StrategyProblem.Code, range: Range<Int>, message: String)] = []
        func warn(_ code: StrategyProblem.Code, _ range: Range<Int>, _ message: String) {
            warnings.append((code, range, message))
        }
        for (input, place) in zip(checked.inputs, checked.inputPlaces)
        where input.line > 0 && !used.contains(input.name) {
            warn(.unusedInput, place, "nothing uses the input '\(input.name)'")
        }
        for column in checked.columns where !used.contains(column.name.text) {
            warn(.unusedColumn, column.name.range, "nothing uses the column '\(column.name.text)'")
        }
        for state in checked.states where !used.contains(state.name.text) {
            warn(.unusedColumn, state.name.range, "nothing uses the state '\(state.name.text)'")
        }
        var told: Set<PlanSide> = []
        var hasEntry = false
        for statement in syntax.statements {
            guard case .enter(let side, let tag, _, _) = statement.kind else { continue }
            hasEntry = true
            guard !isLeft(side, tag?.text), told.insert(side).inserted else { continue }
            let word = side == .long ? "long" : "short"
            let which = tag.map { " that was entered as '\($0.text)'" } ?? ""
            warn(
                .neverLeft, statement.range,
                "nothing closes a \(word)\(which): add 'exit \(word) when …', a stop, or 'allow "
                    + "reversal' with an entry of the other side")
        }
        if !hasEntry, let last = syntax.statements.last {
            warn(.noEntry, last.range, "nothing enters: add 'enter long when …'")
        }
        return warnings.sorted { $0.range.lowerBound < $1.range.lowerBound }
            .prefix(StrategyProblems.most)
            .map { problems.source.problem($0.code, $0.message, at: $0.range, severity: .warning) }
    }

    /// Whether something closes a position of that side and tag.
    private func isLeft(_ side: PlanSide, _ tag: String?) -> Bool {
        func fits(_ scope: ScopeSyntax) -> Bool {
            switch scope {
            case .any: true
            case .side(let other): other == side
            case .tag(let name): name.text == tag
            }
        }
        var reverses = false
        var entersOther = false
        for statement in syntax.statements {
            switch statement.kind {
            case .exit(let scope, _, _), .level(_, let scope, _, _):
                if fits(scope) { return true }
            case .allowReversal: reverses = true
            case .enter(let other, _, _, _): entersOther = entersOther || other != side
            default: break
            }
        }
        return reverses && entersOther
    }
}
