extension Checker {
    /// Checks what a file has once, and how much of everything it has.
    mutating func checkFrame() {
        let statements = syntax.statements
        if statements.count > Self.mostStatements {
            problems.add(
                .limit, at: statements[Self.mostStatements].range,
                "this file has \(statements.count) statements; the most is \(Self.mostStatements)")
        }
        if let first = statements.first {
            let beginsWell: Bool
            switch first.kind {
            case .strategy: beginsWell = true
            case .broken: beginsWell = problems.source.string(first.range).hasPrefix("strategy")
            default: beginsWell = false
            }
            if !beginsWell { tellFirstLine(first.range) }
        } else {
            tellFirstLine(0..<1)
        }
        var seen: [String: Int] = [:]
        for statement in statements {
            guard let name = statement.kind.once else { continue }
            let line = problems.source.line(of: statement.range.lowerBound) + 1
            if let earlier = seen[name] {
                problems.add(
                    .givenTwice, at: statement.range,
                    "'\(name)' stands in a file once, and stands on line \(earlier) already")
            } else if name == "size" || name == "risk",
                let other = seen[name == "size" ? "risk" : "size"]
            {
                problems.add(
                    .givenTwice, at: statement.range,
                    "a file has a size or a risk; the other stands on line \(other)")
            }
            if seen[name] == nil { seen[name] = line }
        }
        if seen["size"] == nil {
            checked.inputs.append(.positionSize)
            checked.inputPlaces.append(0..<1)
        }
    }

    private mutating func tellFirstLine(_ range: Range<Int>) {
        problems.add(.firstLine, at: range, "a file begins with: strategy \"NAME\" language 1")
    }

    /// Gives a name its meaning, unless it has one; whether it got it.
    mutating func define(_ name: Name, _ symbol: Symbol) -> Bool {
        guard symbols[name.text] == nil else {
            problems.add(
                .definedTwice, at: name.range,
                "'\(Suggestion.shown(name.text))' is defined above already; nothing is assigned twice"
            )
            return false
        }
        symbols[name.text] = symbol
        return true
    }

    /// Defines an input.
    mutating func define(_ input: InputSyntax) {
        guard checked.inputs.count(where: { $0.line > 0 }) < Self.mostInputs else {
            problems.add(
                .limit, at: input.name.range, "a file has at most \(Self.mostInputs) inputs")
            symbols[input.name.text] = .broken
            return
        }
        guard define(input.name, .input(checked.inputs.count)) else { return }
        let isWhole = input.initial.isWhole
        var bounds = isWhole ? StrategyInput.wholeBounds : nil
        if let (least, most) = input.bounds {
            if least.value <= most.value {
                bounds = least.value...most.value
            } else {
                problems.add(
                    .input, at: least.range.lowerBound..<most.range.upperBound,
                    "the least value is above the largest")
            }
            for number in [least, most] where isWhole && !number.isWhole {
                tellWhole(number, input.name)
            }
        }
        if let step = input.step {
            if step.value <= 0 {
                problems.add(.input, at: step.range, "a step is above 0")
            } else if isWhole, !step.isWhole {
                tellWhole(step, input.name)
            }
        }
        if let bounds, !bounds.contains(input.initial.value) {
            problems.add(
                .input, at: input.initial.range,
                "the default of '\(input.name.text)' is not from \(bounds.lowerBound.plain) to "
                    + bounds.upperBound.plain
                    + (input.bounds == nil ? ", the range of a whole input without one" : ""))
        }
        checked.inputPlaces.append(input.name.range)
        checked.inputs.append(
            StrategyInput(
                name: input.name.text, initial: input.initial.value, isWhole: isWhole,
                bounds: bounds, step: input.step?.value, sentence: input.sentence,
                line: problems.source.line(of: input.name.range.lowerBound) + 1))
    }

    private mutating func tellWhole(_ number: NumberSyntax, _ name: Name) {
        problems.add(
            .input, at: number.range,
            "'\(name.text)' takes whole numbers, because its default is written without a point")
    }

    /// Defines a state.
    mutating func define(_ name: Name, _ first: Int, _ next: Int) {
        guard let index = allStates[name.text] else {
            problems.add(
                .limit, at: name.range, "a file has at most \(Self.mostStates) states")
            symbols[name.text] = .broken
            return
        }
        let isTruth = stateIsTruth[index]
        if !isTruth {
            if checked.types[first].kind == .truth {
                add(.type, first, "a state begins with a number, true or false")
            } else {
                _ = isConstant(first)
            }
        }
        _ = isTruth ? self.isTruth(next) : isNumber(next)
        guard define(name, .state(index)) else { return }
        checked.states.append(
            CheckedSyntax.State(name: name, first: first, next: next, isTruth: isTruth))
    }
}

extension Statement.Kind {
    /// The word of a statement that a file has at most once.
    var once: String? {
        switch self {
        case .strategy: "strategy"
        case .about: "about"
        case .sizePercent, .sizeShares: "size"
        case .risk: "risk"
        case .allowReversal: "allow reversal"
        case .rank: "rank"
        default: nil
        }
    }
}

extension StrategyInput {
    /// The input of files that give no size.
    static let positionSize = StrategyInput(
        name: StrategyProgram.positionSizeName, initial: 95, isWhole: false, bounds: 1...100,
        step: nil, sentence: "per cent of the equity that an entry takes", line: 0)
}
