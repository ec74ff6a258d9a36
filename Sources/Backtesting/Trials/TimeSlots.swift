import MarketData

/// The places of a stock's times among those of the market.
struct TimeSlots {
    /// How many times there are.
    let count: Int
    /// The place of the first, where the others follow without a gap.
    let first: Int
    /// The place of each, where there are gaps; else empty.
    let places: [Int]

    /// Finds times, ascending, among others, ascending, that have them all; O(count of both).
    init(of times: [BarTime], in market: [BarTime]) {
        count = times.count
        guard let start = times.first else {
            (first, places) = (0, [])
            return
        }
        var (low, high) = (0, market.count)
        while low < high {
            let middle = (low + high) / 2
            if market[middle] < start { low = middle + 1 } else { high = middle }
        }
        first = low
        if market[low...].prefix(count).elementsEqual(times) {
            places = []
            return
        }
        var slot = low - 1
        places = times.map { time in
            slot += 1
            while slot < market.count, market[slot] < time { slot += 1 }
            precondition(
                slot < market.count && market[slot] == time, "\(time) is no time of the market")
            return slot
        }
    }

    /// The place of a time.
    subscript(index: Int) -> Int { places.isEmpty ? first + index : places[index] }
}
