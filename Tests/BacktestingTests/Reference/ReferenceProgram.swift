import StrategyText

/// A strategy as a tree that a test made itself; its text is what the engine gets.
struct ReferenceProgram {
    /// A number known before the run, and how it is written.
    struct Number {
        let text: String
        let value: Double
    }

    /// What a node is made of; whole numbers are places of nodes or of states.
    enum Form {
        case number(Number)
        case truth(Bool)
        /// A column of the bar or of its time.
        case given(String)
        case position(String)
        case atEntry(Int)
        case minus(Int)
        case not(Int)
        case binary(String, Int, Int)
        case between(Int, String, Int, String, Int)
        case past(Int, Int)
        /// A function of one bar.
        case own(String, [Int])
        /// A function that looks back.
        case call(String, [Int], [Number], line: String?)
        case state(Int)
        case pastState(Int, Int)
    }

    struct State {
        let name: String
        let first: Double
        let isTruth: Bool
        var next = 0
    }

    struct Rule {
        let action: PlanRule.Action
        let condition: Int
    }

    /// How the level of a stop, target or trail is written.
    enum LevelForm {
        case distance, percent, price
    }

    struct Level {
        let kind: PlanExit.Kind
        let scope: PlanScope
        let form: LevelForm
        let node: Int
    }

    enum Size {
        case none(Double)
        case percent(Int)
        case shares(Int)
        case risk(Int, Int, most: Double)
    }

    var nodes: [Form] = []
    /// Names of nodes, which stand for them from then on.
    var names: [Int: String] = [:]
    var states: [State] = []
    var rules: [Rule] = []
    var levels: [Level] = []
    var size = Size.none(95)
    var allowsReversal = false
    /// Values of inputs that are not their defaults.
    var inputs: [String: Double] = [:]
    /// The statements.
    var lines: [String] = ["strategy \"Random\" language 1"]

    /// The whole text.
    var text: String { lines.joined(separator: "\n") + "\n" }
}

// MARK: - Text

extension ReferenceProgram {
    /// A node as text that binds at least so tightly: 1 for `or` to 8 for a name.
    func text(_ node: Int, _ least: Int = 1, isDefinition: Bool = false) -> String {
        if let name = names[node], !isDefinition { return name }
        let (text, level) = written(nodes[node])
        // Needless parentheses mean nothing.
        return level < least || node.isMultiple(of: 7) ? "(\(text))" : text
    }

    private func written(_ form: Form) -> (String, Int) {
        switch form {
        case .number(let number): (number.text, 8)
        case .truth(let value): (value ? "true" : "false", 8)
        case .given(let name), .position(let name): (name, 8)
        case .atEntry(let x): ("at_entry(\(text(x)))", 8)
        case .minus(let x): ("-\(text(x, 7))", 7)
        case .not(let x): ("not \(text(x, 3))", 3)
        case .binary("or", let x, let y): ("\(text(x, 1)) or \(text(y, 2))", 1)
        case .binary("and", let x, let y): ("\(text(x, 2)) and \(text(y, 3))", 2)
        case .binary(let sign, let x, let y) where sign == "+" || sign == "-":
            ("\(text(x, 5)) \(sign) \(text(y, 6))", 5)
        case .binary(let sign, let x, let y) where sign == "*" || sign == "/":
            ("\(text(x, 6)) \(sign) \(text(y, 7))", 6)
        case .binary(let sign, let x, let y): ("\(text(x, 5)) \(sign) \(text(y, 5))", 4)
        case .between(let x, let one, let y, let other, let z):
            ("\(text(x, 5)) \(one) \(text(y, 5)) \(other) \(text(z, 5))", 4)
        case .past(let x, let bars): ("\(text(x, 8))[\(bars)]", 8)
        case .own(let name, let operands):
            ("\(name)(\(operands.map { text($0) }.joined(separator: ", ")))", 8)
        case .call(let name, let operands, let numbers, let line):
            (
                "\(name)(\((operands.map { text($0) } + numbers.map(\.text)).joined(separator: ", ")))"
                    + (line.map { ".\($0)" } ?? ""), 8
            )
        case .state(let state): (states[state].name, 8)
        case .pastState(let state, let bars): ("\(states[state].name)[\(bars)]", 8)
        }
    }
}

extension PlanSide {
    var word: String { self == .long ? "long" : "short" }
}

extension PlanScope {
    var word: String {
        switch self {
        case .any: "any"
        case .side(let side): side.word
        case .tag(let tag): tag
        }
    }
}
