/// How often a rule was true, and what came of it.
package struct RuleUse: Hashable, Sendable {
    /// Bars at whose close it was true, from the first decision to the end of the run, whether it
    /// could act or not; a rule that depends on the position, by the position before that close's
    /// orders.
    package internal(set) var timesTrue: Int
    /// Orders that it gave.
    package internal(set) var orders: Int

    /// Joins two counts.
    package init(timesTrue: Int, orders: Int) {
        self.timesTrue = timesTrue
        self.orders = orders
    }
}
