import StrategyText

extension StockColumns {
    /// The truth of a node while the position is known to be on one side, or flat.
    ///
    /// Nil where it depends on more of the position than its side.
    mutating func truth(_ node: NodeID, while position: Position) -> TruthColumn? {
        guard plan.nodes[node].isOfPosition else { return truth(node) }
        switch plan.nodes[node].operation {
        case .position(.flat): return TruthColumn(position == .flat, count: count)
        case .position(.inLong): return TruthColumn(position == .long, count: count)
        case .position(.inShort): return TruthColumn(position == .short, count: count)
        case .not(let operand):
            return truth(operand, while: position).map { !$0 }
        case .and(let left, let right):
            guard let left = truth(left, while: position) else { return nil }
            return truth(right, while: position).map { left & $0 }
        case .or(let left, let right):
            guard let left = truth(left, while: position) else { return nil }
            return truth(right, while: position).map { left | $0 }
        case .choose(let condition, let first, let second):
            guard let condition = truth(condition, while: position),
                let first = truth(first, while: position)
            else { return nil }
            return truth(second, while: position).map { condition.choose(first, $0) }
        default: return nil
        }
    }
}
