extension Rolling {
    /// The largest of the last `length` values.
    ///
    /// O(count), whatever the length. Of blocks of `length` bars, a window covers the end of one and the beginning of the next: the
    /// larger of two running maxima (M. van Herk, "A fast algorithm for local minimum and maximum
    /// filters on rectangular and octagonal kernels", 1992).
    package static func maximum(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        extremes(column, length, from: lead) { $0 > $1 ? $0 : $1 }
    }

    /// The smallest of the last `length` values, in the way of `maximum`.
    ///
    /// O(count).
    package static func minimum(_ column: [Double], _ length: Int, from lead: Int) -> [Double] {
        extremes(column, length, from: lead) { $0 < $1 ? $0 : $1 }
    }

    @inline(__always)
    private static func extremes(
        _ column: [Double], _ length: Int, from lead: Int, _ better: (Double, Double) -> Double
    ) -> [Double] {
        let lead = min(lead, column.count)
        guard length <= column.count - lead else { return Column.missing(column.count) }
        let present = PresentValues(column, from: lead)
        let values = present.values.span.extracting(lead...)
        // From each bar to the last of its block.
        var suffixes = Array(repeating: 0.0, count: values.count)
        var later = suffixes.mutableSpan
        var blockStart = 0
        while blockStart < values.count {
            let blockEnd = min(blockStart + length, values.count)
            var best = values[blockEnd - 1]
            var bar = blockEnd - 1
            while bar >= blockStart {
                best = better(values[bar], best)
                later[bar] = best
                bar -= 1
            }
            blockStart = blockEnd
        }
        let ends = suffixes.span
        let results = [Double](capacity: column.count) { output in
            output.append(repeating: .nan, count: lead + length - 1)
            output.append(ends[0])
            var blockStart = length
            while blockStart < values.count {
                let blockEnd = min(blockStart + length, values.count)
                // From the first of the block to each bar.
                var best = values[blockStart]
                for bar in blockStart..<blockEnd {
                    best = better(values[bar], best)
                    // The window that ends the block is the block.
                    output.append(better(best, ends[bar - length + 1]))
                }
                blockStart = blockEnd
            }
        }
        return present.blanked(results, length, from: lead, missing: .nan)
    }
}
