internal import ScanEvents

extension Sequence<StockResult> {
    /// The sum of a count over the results.
    func sum(_ count: (StockResult) -> Int) -> Int { reduce(0) { $0 + count($1) } }

    /// The sum of an amount over the results, whose order must not depend on the scan's.
    func sum(_ amount: (StockResult) -> Double) -> Double { reduce(0) { $0 + amount($1) } }
}

/// A share in per cent; nil where there is nothing to share.
func percent(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole) * 100
}
