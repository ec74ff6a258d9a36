import Indicators
import StrategyText

/// A node that calls a function of the catalogue, looked up once a plan.
final class IndicatorCall: Sendable {
    let function: IndicatorFunction
    /// The nodes whose columns it is given.
    let operands: [NodeID]
    /// Its lengths and numbers.
    let numbers: [Double]
    /// Index from which on all its columns may have values.
    let lead: Int

    /// The call of a node; nil for a node of another kind.
    init?(_ node: PlanNode, in nodes: [PlanNode]) {
        guard case .indicator(let name, let operands, let numbers) = node.operation else {
            return nil
        }
        guard let function = FunctionCatalogue.language1.functions[name] else {
            preconditionFailure("a checked strategy calls '\(name)', which is not there")
        }
        self.function = function
        self.operands = operands
        self.numbers = numbers
        lead = operands.map { nodes[$0].firstIndex }.max() ?? 0
    }
}
