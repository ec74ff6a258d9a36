import PortableMath

extension Comparison {
    /// Whether it holds between two numbers.
    func holds(_ x: Double, _ y: Double) -> Bool {
        switch self {
        case .less: x < y
        case .lessOrEqual: x <= y
        case .equal: x == y
        case .notEqual: x != y
        }
    }
}

extension Arithmetic {
    /// The result, NaN when it is not finite.
    func result(_ x: Double, _ y: Double) -> Double {
        guard x.isFinite, y.isFinite else { return .nan }
        let result: Double
        switch self {
        case .add: result = x + y
        case .subtract: result = x - y
        case .multiply: result = x * y
        case .divide: result = x / y
        case .mod: result = Self.remainder(x, y)
        case .pow: result = Elementary.pow(x, y)
        case .min: result = x < y ? x : y
        case .max: result = x > y ? x : y
        }
        return result.isFinite ? result : .nan
    }

    /// The exact remainder of a division, with the sign of the divisor.
    private static func remainder(_ x: Double, _ y: Double) -> Double {
        guard y != 0 else { return .nan }
        let rest = x.truncatingRemainder(dividingBy: y)
        return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
    }
}

extension MathFunction {
    /// The result, NaN when it is not finite.
    func result(_ x: Double) -> Double {
        guard x.isFinite else { return .nan }
        let result: Double
        switch self {
        case .negate: result = 0 - x
        case .abs: result = Swift.abs(x)
        case .sqrt: result = x.squareRoot()
        case .floor: result = x.rounded(.down)
        case .sign: result = x > 0 ? 1 : x < 0 ? -1 : 0
        case .log: result = Elementary.log(x)
        case .exp: result = Elementary.exp(x)
        case .round: result = x.rounded(.toNearestOrAwayFromZero)
        }
        return result.isFinite ? result : .nan
    }
}
