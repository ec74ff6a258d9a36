import Indicators
import MarketData

extension Bars {
    /// The columns at other times, ascending: of the last bar at or before each; NaN before the first.
    ///
    /// O(count of both).
    func columns(at others: [BarTime]) -> PriceColumns {
        var place = -1
        let places = others.map { time in
            while place + 1 < count, times[place + 1] <= time { place += 1 }
            return place
        }
        func column(_ values: [Double]) -> [Double] {
            places.map { $0 < 0 ? .nan : values[$0] }
        }
        return PriceColumns(
            open: column(open), high: column(high), low: column(low), close: column(close),
            volume: column(volume))
    }
}
