import PortableMath

extension Rolling {
    /// The mean distance of the last `length` values from their mean: Σ|x − mean| / length.
    ///
    /// The mean is `Rolling.mean`; distances are summed to some 100 bits. Up to 64 values they are
    /// summed one by one. Longer windows are made of blocks of about √length bars, each sorted once,
    /// whose part in the sum follows from how many of its values lie below the mean and what these
    /// add up to: O(√length · log length) a bar.
    package static func meanDeviation(
        _ column: [Double], _ length: Int, from lead: Int
    ) -> [Double] {
        let lead = min(lead, column.count)
        let means = mean(column, length, from: lead)
        let values = column.span
        let divisor = Double(length)
        guard length > 64 else {
            return Column.make(column.count, from: lead + length - 1) { bar in
                let mean = means[bar]
                var sum = ExactPair(high: 0)
                for place in (bar - length + 1)...bar {
                    let total = ExactPair(sum: sum.high, (values[place] - mean).magnitude)
                    sum.high = total.high
                    sum.low += total.low
                }
                return sum.value / divisor
            }
        }
        let blocks = SortedBlocks(PresentValues(column, from: lead).values, length, from: lead)
        return Column.make(column.count, from: lead + length - 1) { bar in
            // A mean is missing wherever the window holds a missing value.
            means[bar].isNaN
                ? .nan
                : blocks.distances((bar - length + 1)..<(bar + 1), means[bar]).value / divisor
        }
    }
}

/// A column in blocks of bars, the values of each in order, with their sums.
private struct SortedBlocks {
    private let values: [Double]
    private let lead: Int
    private let blockLength: Int
    /// The values of each whole block, ascending.
    private var sorted: [Double] = []
    /// Of each whole block, the sums of its least values: of none, one, and so on to all.
    private var sums: [ExactPair] = []

    /// Sorts the blocks for windows of a length.
    ///
    /// O(count · log length).
    init(_ values: [Double], _ length: Int, from lead: Int) {
        self.values = values
        self.lead = lead
        blockLength = 1 << (bitCount(length) / 2)
        var start = lead
        while start + blockLength <= values.count {
            let block = values[start..<(start + blockLength)].sorted()
            sorted += block
            var sum = ExactPair(high: 0)
            sums.append(sum)
            for value in block {
                sum = sum + ExactPair(high: value)
                sums.append(sum)
            }
            start += blockLength
        }
    }

    /// The sum of the distances from a number of the values of some bars.
    func distances(_ bars: Range<Int>, _ middle: Double) -> ExactPair {
        let first = (bars.lowerBound - lead + blockLength - 1) / blockLength
        let end = (bars.upperBound - lead) / blockLength
        guard first < end else { return distancesOneByOne(bars, middle) }
        var sum =
            distancesOneByOne(bars.lowerBound..<(lead + first * blockLength), middle)
            + distancesOneByOne((lead + end * blockLength)..<bars.upperBound, middle)
        for block in first..<end { sum = sum + distances(block, middle) }
        return sum
    }

    private func distances(_ block: Int, _ middle: Double) -> ExactPair {
        let start = block * blockLength
        var (low, high) = (0, blockLength)
        while low < high {
            let place = (low + high) / 2
            if sorted[start + place] < middle { low = place + 1 } else { high = place }
        }
        let firstSum = block * (blockLength + 1)
        let (below, all) = (sums[firstSum + low], sums[firstSum + blockLength])
        let surplus = Double(blockLength - 2 * low)
        return all - (below + below) - ExactPair(product: surplus, middle)
    }

    private func distancesOneByOne(_ bars: Range<Int>, _ middle: Double) -> ExactPair {
        var sum = ExactPair(high: 0)
        for bar in bars { sum = sum + ExactPair(high: (values[bar] - middle).magnitude) }
        return sum
    }
}
