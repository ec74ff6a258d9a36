package import ScanEvents

extension Sequence<StockResult> {
    /// The sum of a count over the results.
    package func sum(_ count: (StockResult) -> Int) -> Int { reduce(0) { $0.adding(count($1)) } }

    /// The sum of an amount over the results, whose order must not depend on the scan's.
    package func sum(_ amount: (StockResult) -> Double) -> Double { reduce(0) { $0 + amount($1) } }
}

extension Int {
    /// The sum, or the number next to it where there is none: tapes may tell of any counts, and a
    /// forged one must not end the program that reads it.
    package func adding(_ other: Int) -> Int {
        let (sum, isBeyond) = addingReportingOverflow(other)
        guard isBeyond else { return sum }
        return other < 0 ? .min : .max
    }
}

/// A share in per cent; nil where there is nothing to share.
func percent(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole) * 100
}
