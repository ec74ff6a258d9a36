import StrategyText

extension StockColumns {
    /// The values of a state that does not depend on the position; its first value before it begins.
    mutating func stateColumn(_ state: Int) -> [Double] {
        if stateColumns[state].isEmpty {
            guard let program = prepared.groups.program(of: state) else {
                preconditionFailure("state \(state) depends on the position")
            }
            var evaluator = BarEvaluator(program, columns: &self)
            for bar in 0..<count {
                evaluator.evaluate(bar, PositionView(), commits: true)
            }
            for (slot, member) in program.states.enumerated() {
                stateColumns[member] = evaluator.history(slot)
            }
        }
        return stateColumns[state]
    }

    /// The values of a state so many bars before.
    mutating func pastState(_ state: Int, by bars: Int) -> [Double] {
        let missing = min(bars, count)
        return Array(repeating: plan.states[state].first, count: missing)
            + stateColumn(state).dropLast(missing)
    }
}
