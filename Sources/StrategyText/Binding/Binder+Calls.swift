import Indicators
import PortableMath

extension Binder {
    /// What a call becomes.
    mutating func call(_ expression: Int, _ arguments: [Int]) -> Value {
        switch checked.meanings[expression] {
        case .own(let function): own(function, arguments, expression)
        case .indicator(let name): indicator(name, arguments, expression)
        default: .none
        }
    }

    private mutating func indicator(
        _ name: String, _ arguments: [Int], _ expression: Int
    ) -> Value {
        guard let function = catalogue.functions[name] else { return .none }
        var columns: [NodeID] = []
        var numbers: [Double] = []
        for (argument, form) in zip(arguments, function.arguments) {
            switch form {
            case .series, .truth:
                guard let node = node(argument) else { return .none }
                columns.append(node)
            case .length(let name, let least):
                guard let length = length(argument, least: least, "the length '\(name)'") else {
                    return .none
                }
                numbers.append(Double(length))
            case .number:
                guard case .number(let number) = values[argument], number.isFinite else {
                    _ = node(argument)
                    return .none
                }
                numbers.append(number + 0)
            }
        }
        let kind: PlanNode.Kind =
            !function.lines.isEmpty
            ? .lines(function.lines.count)
            : FunctionCatalogue.ofTruth.contains(function.name) ? .truth : .series
        return make(.indicator(function.name, columns: columns, numbers: numbers), kind, expression)
    }

    private mutating func own(_ function: OwnFunction, _ arguments: [Int], _ expression: Int)
        -> Value
    {
        switch function {
        case .choose: return choose(arguments, expression)
        case .abs: return apply(.abs, arguments[0], expression)
        case .sqrt: return apply(.sqrt, arguments[0], expression)
        case .floor: return apply(.floor, arguments[0], expression)
        case .round: return apply(.round, arguments[0], expression)
        case .sign: return apply(.sign, arguments[0], expression)
        case .log: return apply(.log, arguments[0], expression)
        case .exp: return apply(.exp, arguments[0], expression)
        case .mod: return arithmetic(.mod, arguments[0], arguments[1], expression)
        case .pow: return arithmetic(.pow, arguments[0], arguments[1], expression)
        case .min, .max:
            let sign: Arithmetic = function == .min ? .min : .max
            return arguments.dropFirst().reduce(values[arguments[0]]) {
                arithmetic(sign, $0, values[$1], arguments[0], $1, expression)
            }
        case .sin, .cos:
            guard case .number(let x) = values[arguments[0]] else { return .none }
            let result =
                function == .sin ? Elementary.sin(x) : Elementary.cos(x)
            return .number(result.isFinite ? result : .nan)
        case .known:
            switch values[arguments[0]] {
            case .number(let x), .truth(let x): return .truth(x.isNaN ? 0 : 1)
            case .node(let node): return make(.known(node), .truth, expression)
            case .none: return .none
            }
        case .orElse:
            switch values[arguments[0]] {
            case .number(let x), .truth(let x): return values[arguments[x.isNaN ? 1 : 0]]
            case .node(let x):
                guard let y = node(arguments[1]) else { return .none }
                return make(.orElse(x, y), table.kinds[x], expression)
            case .none: return .none
            }
        case .atEntry:
            guard let node = node(arguments[0]) else { return .none }
            return make(.atEntry(node), table.kinds[node], expression)
        }
    }

    private mutating func choose(_ arguments: [Int], _ expression: Int) -> Value {
        if case .truth(let truth) = values[arguments[0]] {
            guard truth.isNaN else { return values[arguments[truth == 1 ? 1 : 2]] }
            return checked.types[expression].kind == .truth ? .truth(.nan) : .number(.nan)
        }
        guard let condition = node(arguments[0]), let x = node(arguments[1]),
            let y = node(arguments[2])
        else { return .none }
        return make(.choose(condition, x, y), table.kinds[x], expression)
    }
}
