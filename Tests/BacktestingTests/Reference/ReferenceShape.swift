/// What is known of a tree before its run: where its columns begin, and what depends on the position.
struct ReferenceShape {
    /// The first index of a node, and the same with `[n]` and crossings left aside.
    ///
    /// `forState` is how it counts in the expression of a state, where `S[k]` counts as 0.
    struct Begin: Equatable {
        var first = 0
        var complete = 0
        var forState = 0
        var completeForState = 0

        static func + (left: Begin, right: Begin) -> Begin {
            Begin(
                first: max(left.first, right.first), complete: max(left.complete, right.complete),
                forState: max(left.forState, right.forState),
                completeForState: max(left.completeForState, right.completeForState))
        }

        /// What looks back so far; nothing of it is left out for a state.
        func later(_ bars: Int, _ whole: Int) -> Begin {
            Begin(
                first: first + bars, complete: complete + whole, forState: first + bars,
                completeForState: complete + whole)
        }
    }

    private(set) var first: [Begin]
    private(set) var isOfPosition: [Bool]
    private(set) var begins: [Int]
    private(set) var isStateOfPosition: [Bool]
    /// The first decision, and the same with `[n]` and crossings left aside.
    private(set) var decision = (first: 0, complete: 0)

    private let program: ReferenceProgram
    /// Values that are known before the run; those without a value are nil inside.
    private var constants: [Double??]
    /// The node that one comes to, when a choice is known before the run.
    private var aliases: [Int?]
    private var completeBegins: [Int]

    init(_ program: ReferenceProgram) {
        self.program = program
        let count = program.nodes.count
        first = Array(repeating: Begin(), count: count)
        isOfPosition = Array(repeating: false, count: count)
        constants = Array(repeating: .none, count: count)
        aliases = Array(repeating: nil, count: count)
        begins = program.states.map { _ in 0 }
        completeBegins = begins
        isStateOfPosition = program.states.map { _ in false }
        for node in 0..<count { fold(node) }
        for _ in 0...program.states.count + 1 {
            for node in 0..<count { settle(node) }
            for (state, told) in program.states.enumerated() {
                begins[state] = first[told.next].forState
                completeBegins[state] = first[told.next].completeForState
                isStateOfPosition[state] = isOfPosition[told.next]
            }
        }
        decide()
    }

    private mutating func decide() {
        var nodes = program.rules.map(\.condition) + program.levels.map(\.node)
        switch program.size {
        case .none: break
        case .percent(let node), .shares(let node): nodes.append(node)
        case .risk(let percent, let distance, _): nodes += [percent, distance]
        }
        let states = program.states.indices.filter { isStateOfPosition[$0] }
        decision = (
            max(
                nodes.map { first[$0].first }.max() ?? 0, states.map { begins[$0] }.max() ?? 0),
            max(
                nodes.map { first[$0].complete }.max() ?? 0,
                states.map { completeBegins[$0] }.max() ?? 0)
        )
    }

    // MARK: - What is known before the run

    private mutating func fold(_ node: Int) {
        switch program.nodes[node] {
        case .number(let number): constants[node] = .some(number.value)
        case .truth(let truth): constants[node] = .some(truth ? 1 : 0)
        case .minus(let x):
            if let x = constants[x] { constants[node] = .some(x.map { -$0 }) }
        case .not(let x):
            if let x = constants[x] { constants[node] = .some(x.map { 1 - $0 }) }
        case .binary(let sign, let x, let y):
            constants[node] = folded(sign, constants[x], constants[y])
        case .between(let x, let one, let y, let other, let z):
            constants[node] = folded(
                "and", folded(one, constants[x], constants[y]),
                folded(other, constants[y], constants[z]))
        case .past(let x, 0): alias(node, x)
        case .own(let name, let operands): foldOwn(node, name, operands)
        default: break
        }
    }

    private func folded(_ sign: String, _ x: Double??, _ y: Double??) -> Double?? {
        if sign == "and", x == .some(0) || y == .some(0) { return .some(0) }
        if sign == "or", x == .some(1) || y == .some(1) { return .some(1) }
        // Two numbers that came of choices can stand at a crossing; it is false from bar 1 on.
        guard !sign.hasPrefix("crosses"), let x, let y else { return .none }
        return .some(ReferenceColumns.binary(sign, x, y))
    }

    private mutating func foldOwn(_ node: Int, _ name: String, _ operands: [Int]) {
        let first = constants[operands[0]]
        switch name {
        case "if":
            guard let first else { return }
            guard let condition = first else { return constants[node] = .some(nil) }
            alias(node, operands[condition == 1 ? 1 : 2])
        case "known": constants[node] = first.map { $0 == nil ? 0 : 1 }
        case "or_else":
            if let first { alias(node, operands[first == nil ? 1 : 0]) }
        default:
            let values = operands.compactMap { constants[$0] }
            guard values.count == operands.count else { return }
            constants[node] = .some(ReferenceColumns.own(name, values))
        }
    }

    private mutating func alias(_ node: Int, _ other: Int) {
        aliases[node] = other
        constants[node] = constants[other]
    }

    // MARK: - Where columns begin

    private mutating func settle(_ node: Int) {
        if constants[node] != nil { return }
        if let other = aliases[node] {
            first[node] = first[other]
            isOfPosition[node] = isOfPosition[other]
            return
        }
        let operands = program.operands(of: node)
        isOfPosition[node] = operands.contains { isOfPosition[$0] }
        let largest = operands.reduce(Begin()) { $0 + first[$1] }
        switch program.nodes[node] {
        case .position: isOfPosition[node] = true
        case .atEntry:
            isOfPosition[node] = true
            first[node] = largest
        case .own("known", _): first[node] = Begin()
        case .own("or_else", let operands): first[node] = first[operands[1]]
        case .past(_, let bars): first[node] = largest.later(bars, 0)
        case .binary(let sign, _, _) where sign.hasPrefix("crosses"):
            first[node] = largest.later(1, 0)
        case .call(let name, _, let numbers, _):
            let own = ReferenceWindows.first(name, numbers.map(\.value))
            first[node] = largest.later(own, own)
        case .state(let state): read(node, state, forState: true)
        case .pastState(let state, _): read(node, state, forState: false)
        default: first[node] = largest
        }
    }

    private mutating func read(_ node: Int, _ state: Int, forState: Bool) {
        isOfPosition[node] = isStateOfPosition[state]
        first[node] = Begin(
            first: begins[state], complete: completeBegins[state],
            forState: forState ? begins[state] : 0,
            completeForState: forState ? completeBegins[state] : 0)
    }
}

extension ReferenceProgram {
    /// The nodes that one is made of.
    func operands(of node: Int) -> [Int] {
        switch nodes[node] {
        case .number, .truth, .given, .position, .state, .pastState: []
        case .atEntry(let x), .minus(let x), .not(let x), .past(let x, _): [x]
        case .binary(_, let x, let y): [x, y]
        case .between(let x, _, let y, _, let z): [x, y, z]
        case .own(_, let operands), .call(_, let operands, _, _): operands
        }
    }
}
