import PortableMath
import StrategyText

/// Arithmetic of columns, value by value: a missing operand makes the result missing, and a result
/// that is not finite is missing.
enum ColumnMath {
    /// Combines two columns of one length.
    static func combine(_ kind: Arithmetic, _ left: [Double], _ right: [Double]) -> [Double] {
        switch kind {
        case .add: combine(left, right) { $0 + $1 }
        case .subtract: combine(left, right) { $0 - $1 }
        case .multiply: combine(left, right) { $0 * $1 }
        case .divide: combine(left, right) { $0 / $1 }
        default: combine(left, right) { value(kind, $0, $1) }
        }
    }

    /// Combines a column with a number.
    static func combine(_ kind: Arithmetic, _ left: [Double], _ right: Double) -> [Double] {
        switch kind {
        case .add: apply(left) { $0 + right }
        case .subtract: apply(left) { $0 - right }
        case .multiply: apply(left) { $0 * right }
        case .divide: apply(left) { $0 / right }
        default: apply(left) { value(kind, $0, right) }
        }
    }

    /// Combines a number with a column.
    static func combine(_ kind: Arithmetic, _ left: Double, _ right: [Double]) -> [Double] {
        switch kind {
        case .add: apply(right) { left + $0 }
        case .subtract: apply(right) { left - $0 }
        case .multiply: apply(right) { left * $0 }
        case .divide: apply(right) { left / $0 }
        default: apply(right) { value(kind, left, $0) }
        }
    }

    /// Applies a function to every value.
    static func apply(_ kind: MathFunction, _ operand: [Double]) -> [Double] {
        switch kind {
        case .negate: operand.map { -$0 }
        case .abs: operand.map(\.magnitude)
        case .sqrt: operand.map { $0.squareRoot() }
        default: operand.map { value(kind, $0) }
        }
    }

    /// The values of the first where it is true, of the second where it is false, else missing.
    static func choose(
        _ condition: TruthColumn, _ first: [Double], _ second: [Double]
    ) -> [Double] {
        let count = first.count
        precondition(second.count == count, "columns of \(count) and \(second.count) bars")
        // A condition is seldom true, or seldom false: what stands most often is not touched.
        let isMostlyTrue = 2 * condition.isTrue.ones(in: 0..<count) > count
        var result = isMostlyTrue ? first : second
        let (rest, other) =
            isMostlyTrue ? (condition.isFalse, second) : (condition.isTrue, first)
        rest.forEach { result[$0] = other[$0] }
        (~(condition.isTrue | condition.isFalse)).forEach { result[$0] = .nan }
        return result
    }

    /// Each value so many bars later, missing before.
    static func delay(_ operand: [Double], by bars: Int) -> [Double] {
        let missing = min(bars, operand.count)
        return Array(repeating: .nan, count: missing) + operand.dropLast(missing)
    }

    /// One value of two.
    static func value(_ kind: Arithmetic, _ left: Double, _ right: Double) -> Double {
        switch kind {
        case .add: finite(left + right)
        case .subtract: finite(left - right)
        case .multiply: finite(left * right)
        case .divide: finite(left / right)
        case .mod: finite(modulo(left, right))
        case .pow: left.isNaN || right.isNaN ? .nan : finite(Elementary.pow(left, right))
        case .min: left.isNaN || right.isNaN ? .nan : left < right ? left : right
        case .max: left.isNaN || right.isNaN ? .nan : left > right ? left : right
        }
    }

    /// One value of one.
    static func value(_ kind: MathFunction, _ operand: Double) -> Double {
        switch kind {
        case .negate: -operand
        case .abs: operand.magnitude
        case .sqrt: operand.squareRoot()
        case .floor: operand.rounded(.down)
        case .round: operand.rounded(.toNearestOrAwayFromZero)
        case .sign: operand > 0 ? 1 : operand < 0 ? -1 : operand.isNaN ? .nan : 0
        case .log: finite(Elementary.log(operand))
        case .exp: finite(Elementary.exp(operand))
        }
    }

    /// Whether it holds between two numbers: 1, 0, or NaN where one is missing.
    @inline(__always)
    static func value(_ kind: Comparison, _ left: Double, _ right: Double) -> Double {
        guard !left.isNaN, !right.isNaN else { return .nan }
        let isTrue =
            switch kind {
            case .less: left < right
            case .lessOrEqual: left <= right
            case .equal: left == right
            case .notEqual: left != right
            }
        return isTrue ? 1 : 0
    }

    /// The remainder with the sign of the divisor; missing for a divisor of zero.
    private static func modulo(_ left: Double, _ right: Double) -> Double {
        let rest = left.truncatingRemainder(dividingBy: right)
        return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest
    }

    @inline(__always)
    private static func finite(_ value: Double) -> Double {
        value.magnitude < .infinity ? value : .nan
    }

    @inline(__always)
    private static func apply(
        _ operand: [Double], _ operation: (Double) -> Double
    ) -> [Double] {
        let values = operand.span
        return [Double](capacity: values.count) { result in
            for bar in values.indices { result.append(finite(operation(values[bar]))) }
        }
    }

    @inline(__always)
    private static func combine(
        _ left: [Double], _ right: [Double], _ operation: (Double, Double) -> Double
    ) -> [Double] {
        let (first, second) = (left.span, right.span)
        precondition(first.count == second.count, "columns of \(first.count), \(second.count)")
        return [Double](capacity: first.count) { result in
            for bar in first.indices {
                result.append(finite(operation(first[bar], second[bar])))
            }
        }
    }
}
