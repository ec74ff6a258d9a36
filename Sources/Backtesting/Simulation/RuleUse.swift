/// How often a rule was true, and what came of it.
package struct RuleUse: Hashable, Sendable {
    /// Bars at whose close it was true, from the first decision on; for a rule that depends on the
    /// position, of the bars that were looked at.
    package internal(set) var timesTrue: Int
    /// Orders that it gave.
    package internal(set) var orders: Int
}
