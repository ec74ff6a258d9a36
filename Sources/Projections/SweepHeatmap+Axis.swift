extension SweepHeatmap {
    /// The values of an input, ascending, so many to a place.
    struct Axis: Sendable {
        /// The place of the input among all.
        let input: Int
        /// Each value once, ascending.
        let values: [Double]
        /// How many places there are.
        private(set) var count: Int

        /// The values of an input in all sets, each at its own place.
        init(_ column: [Double], input: Int) {
            self.input = input
            values = Set(column).sorted()
            count = values.count
        }

        /// The same axis with so many places at most.
        func cut(to most: Int) -> Axis {
            var axis = self
            axis.count = min(count, max(1, most))
            return axis
        }

        /// The first value of each place.
        var labels: [String] {
            (0..<count).map { place in
                // The first of the values that belong there.
                label(of: values[(place * values.count + count - 1) / count])
            }
        }

        /// How many characters the longest label has.
        var labelWidth: Int { labels.map(\.count).max() ?? 0 }

        /// The place of a value, which is one of all.
        func place(of value: Double) -> Int {
            var (low, high) = (0, values.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if values[middle] < value { low = middle + 1 } else { high = middle }
            }
            return low * count / values.count
        }
    }
}

/// A value in ten characters at most, where that can be.
private func label(of value: Double) -> String {
    let text = plain(value)
    return text.count <= 10 ? text : plain(value.rounded(places: 4))
}

extension String {
    /// The text without the blanks at its end.
    var withoutTrailingBlanks: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
