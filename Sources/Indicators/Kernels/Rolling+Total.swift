extension Rolling {
    /// The exact sum of all values from `lead` on, rounded; missing where one is, and beyond range.
    ///
    /// O(count).
    package static func total(_ column: [Double], from lead: Int) -> [Double] {
        let lead = min(lead, column.count)
        let present = PresentValues(column, from: lead)
        let values = present.values
        let capacity = max(1, column.count)
        let span = ExactRunningSum.exponentSpan(capacity: capacity, additions: capacity)
        let exponents = ExponentRange(of: values.span.extracting(lead...))
        guard exponents.width <= span,
            exponents.highest < ExactRunningSum.exponentLimit(capacity: capacity)
        else {
            var sum = ExactAccumulator()
            return Column.make(column.count, from: lead) { bar in
                sum.add(values[bar])
                return column[bar].isNaN ? .nan : sum.rounded()
            }
        }
        var sum = ExactRunningSum(capacity: capacity)
        return Column.make(column.count, from: lead) { bar in
            sum.add(values[bar], removing: 0)
            return column[bar].isNaN ? .nan : sum.value
        }
    }
}
