/// Bytes that somebody handed over are not what they should be.
package enum StockWorkError: Error, Equatable, CustomStringConvertible {
    /// They are no order.
    case notAnOrder(String)
    /// They are no task.
    case notATask(String)
    /// They are no outcome.
    case notAnOutcome(String)

    package var description: String {
        switch self {
        case .notAnOrder(let reason): "not the order of a scan: \(reason)"
        case .notATask(let reason): "not the task of a stock: \(reason)"
        case .notAnOutcome(let reason): "not the outcome of a task: \(reason)"
        }
    }
}
