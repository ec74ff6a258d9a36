/// The share of gains in gains and losses, from 0 to 100; 100 without losses, 50 with neither.
///
/// 100 − 100 / (1 + gain / loss) (J. W. Wilder, "New Concepts in Technical Trading Systems", 1978).
/// Missing where either is.
@inline(__always)
func strengthIndex(_ gain: Double, _ loss: Double) -> Double {
    gain + loss == 0 ? 50 : 100 - 100 / (1 + gain / loss)
}

/// Gains less losses over their sum, from −100 to 100; 0 with neither.
///
/// 100 · (gain − loss) / (gain + loss) (T. Chande and S. Kroll, "The New Technical Trader", 1994).
/// Missing where either is.
@inline(__always)
func momentumIndex(_ gain: Double, _ loss: Double) -> Double {
    gain + loss == 0 ? 0 : 100 * (gain - loss) / (gain + loss)
}

extension Column {
    /// Lines that begin together: each is made missing before `first`.
    static func together(_ lines: [[Double]], from first: Int) -> [[Double]] {
        lines.map { blanked($0, before: first) }
    }
}
