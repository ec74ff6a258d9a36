extension PriceColumns {
    /// The range of each bar, the gap from the close before it included; missing on the first.
    ///
    /// max(high, previous close) − min(low, previous close) (J. W. Wilder, "New Concepts in Technical
    /// Trading Systems", 1978). First value with index 1.
    package var trueRange: [Double] {
        let (high, low, close) = (high.span, low.span, close.span)
        precondition(high.count == low.count && high.count == close.count, "columns of one length")
        return [Double](capacity: high.count) { output in
            if !high.isEmpty { output.append(.nan) }
            for bar in 1..<max(1, high.count) {
                let before = close[bar - 1]
                let top = high[bar] > before ? high[bar] : before
                let bottom = low[bar] < before ? low[bar] : before
                output.append(Column.finite(top - bottom))
            }
        }
    }

    /// The typical price of each bar: (high + low + close) / 3.
    package var typicalPrice: [Double] {
        Column.combine(high, low, close) { ($0 + $1 + $2) / 3 }
    }

    /// The middle of each bar: (high + low) / 2.
    package var medianPrice: [Double] {
        Column.combine(high, low) { ($0 + $1) / 2 }
    }

    /// The range of each bar: high − low.
    package var range: [Double] {
        Column.combine(high, low) { $0 - $1 }
    }
}
