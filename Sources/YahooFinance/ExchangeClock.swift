internal import Foundation
internal import MarketData

/// Turns seconds since 1970 into the local time of an exchange.
struct ExchangeClock {
    private let zone: TimeZone

    /// The clock of an exchange by the name of its zone, else by its present distance from UTC.
    init?(_ meta: ChartAnswer.Meta) {
        let zone =
            meta.exchangeTimezoneName.flatMap { TimeZone(identifier: $0) }
            ?? meta.gmtoffset.flatMap { TimeZone(secondsFromGMT: $0) }
        guard let zone else { return nil }
        self.zone = zone
    }

    /// Seconds since 1970 when a local day begins, given as its number of days since then.
    func beginning(ofDay number: Int64) -> Int64 {
        func offset(_ seconds: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
        }
        let midnight = number * 24 * 60 * 60
        return midnight - offset(midnight - offset(midnight))
    }

    /// The local time of a bar; nil beyond the calendar.
    func time(of stamp: Int64, _ interval: BarInterval) -> BarTime? {
        let date = Date(timeIntervalSince1970: Double(stamp))
        let (sum, overflow) = stamp.addingReportingOverflow(Int64(zone.secondsFromGMT(for: date)))
        let local = sum.quotientAndFloorRemainder(dividingBy: 24 * 60 * 60)
        guard !overflow, let number = Int32(exactly: local.quotient),
            let day = CalendarDate(dayNumber: number)
        else { return nil }
        return interval.isIntraday
            ? BarTime(day, minute: Int(local.remainder / 60)) : BarTime(day)
    }
}

extension Int64 {
    fileprivate func quotientAndFloorRemainder(
        dividingBy divisor: Int64
    ) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
