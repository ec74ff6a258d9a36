package import ScanEvents

extension SweepObjective {
    /// A figure in words: `1.25`, `12.50%`, `1,250`.
    package func text(of value: Double) -> String {
        switch self {
        case .sharpe: fixed(value)
        case .trades:
            abs(value) < 1e15 && value >= 0 && value == value.rounded()
                ? spelt(Int(value)) : fixed(value)
        case .excess: fixed(value) + " points"
        case .returnPct, .maxDrawdown, .exposure, .gained, .medianReturn: fixed(value) + "%"
        }
    }
}

/// A count with separators: `222,705`.
func spelt(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    let text = digits.enumerated().map { index, digit in
        index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : String(digit)
    }
    return (count < 0 ? "-" : "") + text.joined()
}

/// A count and what is counted: `1 set`, `441 sets`.
func spelt(_ count: Int, _ one: String) -> String {
    "\(spelt(count)) \(one)" + (count == 1 ? "" : "s")
}
