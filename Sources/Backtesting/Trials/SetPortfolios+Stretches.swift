extension SetPortfolios {
    /// Adds what the stretches of a run were worth, finite and above zero, at places among the times.
    ///
    /// `values` has the equity of bars with a position; `firstBar` is the first that counts. O(bars
    /// with a position).
    mutating func add(
        set: Int, at slots: TimeSlots, _ stretches: [Stretch], _ values: [Double],
        firstBar: Int
    ) {
        var previous = money.units(of: money.cash)
        let base = set * times.count
        for stretch in stretches where !stretch.bars.isEmpty {
            let first = stretch.bars.lowerBound
            if stretch.isFlat {
                let units = money.units(of: stretch.worth.cash)
                if units != previous {
                    add(units - previous, at: base + slots[first - firstBar])
                    previous = units
                }
                continue
            }
            if slots.places.isEmpty, !isTakingOff,
                let last = addNarrow(
                    values.span.extracting(stretch.bars),
                    at: base + slots.first + first - firstBar, after: previous)
            {
                previous = Int128(last)
                continue
            }
            for bar in stretch.bars {
                let units = money.units(of: values[bar])
                add(units - previous, at: base + slots[bar - firstBar])
                previous = units
            }
        }
    }

    /// Adds values that are less than 2⁶² units at places in a row; the last in units, or nil, when
    /// nothing has been added, where they are more.
    private mutating func addNarrow(
        _ values: Span<Double>, at place: Int, after previous: Int128
    ) -> Int64? {
        let scale = money.perMoney
        guard previous < 1 << 62 else { return nil }
        var most = 0.0
        for index in values.indices { most = max(most, values[index]) }
        guard most * scale < 0x1p62 else { return nil }
        var last = Int64(previous)
        var overflows: [(place: Int, units: Int64)] = []
        do {
            var row = changes.mutableSpan
            for index in values.indices {
                let units = Int64(values[index] * scale)
                let (sum, overflow) = row[place + index].addingReportingOverflow(units &- last)
                row[place + index] = sum
                last = units
                if overflow { overflows.append((place + index, sum < 0 ? 1 : -1)) }
            }
        }
        for overflow in overflows { carry(overflow.units, at: overflow.place) }
        return last
    }
}
