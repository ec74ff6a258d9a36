/// The values of a window by rank: how many are below one, and which is the k-th smallest.
///
/// All values of a column are ranked beforehand; a tree of counts (P. Fenwick, "A New Data Structure
/// for Cumulative Frequency Tables", 1994) has those that are in the window. Adding, removing and
/// asking cost O(log count).
struct RankedWindow {
    /// The rank of each bar's value, from 1, that equal values share; zero for a missing value.
    private let ranks: [Int32]
    /// The values by rank, from 0.
    private let values: [Double]
    private var counts: [Int32]
    private let topStep: Int

    /// Ranks a column, its window empty.
    ///
    /// O(count · log count).
    init(_ column: [Double]) {
        var bars = column.indices.filter { !column[$0].isNaN }
        bars.sort { column[$0] < column[$1] }
        var ranks = [Int32](repeating: 0, count: column.count)
        var values: [Double] = []
        for bar in bars {
            if values.last != column[bar] { values.append(column[bar]) }
            ranks[bar] = Int32(values.count)
        }
        self.ranks = ranks
        self.values = values
        counts = Array(repeating: 0, count: values.count + 1)
        topStep = values.isEmpty ? 0 : 1 << (bitCount(values.count) - 1)
    }

    /// Adds the value of a bar so many times, or takes it out with −1; a missing value is neither.
    mutating func add(_ bar: Int, _ times: Int32 = 1) {
        var place = Int(ranks[bar])
        guard place > 0 else { return }
        while place < counts.count {
            counts[place] += times
            place += place & -place
        }
    }

    /// How many values of the window are below that of a bar, which is not missing.
    func countBelow(_ bar: Int) -> Int {
        var place = Int(ranks[bar]) - 1
        var count: Int32 = 0
        while place > 0 {
            count += counts[place]
            place &= place - 1
        }
        return Int(count)
    }

    /// The value that so many of the window reach or are below, from 1 for the smallest.
    func smallest(_ place: Int) -> Double {
        var (rank, rest, step) = (0, Int32(place), topStep)
        while step > 0 {
            let next = rank + step
            if next < counts.count, counts[next] < rest {
                rank = next
                rest -= counts[next]
            }
            step >>= 1
        }
        return values[rank]
    }
}
