/// Reads days spelled `YYYY-MM-DD` one after the other.
///
/// It remembers the month of the last one, in which the next mostly lies: then the calendar need
/// not be computed again.
struct ISODayReader {
    private var year = 0
    private var month = 0
    private var dayCount = 0
    /// Day number of the last day before the month.
    private var dayBefore: Int32 = 0

    /// The day whose ten bytes start at `offset`; nil for another form and for no such day.
    mutating func read(_ bytes: Span<UInt8>, at offset: Int) -> CalendarDate? {
        guard bytes.count - offset >= CalendarDate.isoByteCount,
            bytes[offset + 4] == UInt8(ascii: "-"), bytes[offset + 7] == UInt8(ascii: "-")
        else { return nil }
        var isSound = true
        func pair(_ place: Int) -> Int {
            let tens = bytes[place] &- UInt8(ascii: "0")
            let units = bytes[place &+ 1] &- UInt8(ascii: "0")
            isSound = isSound && tens <= 9 && units <= 9
            return Int(tens) &* 10 &+ Int(units)
        }
        let year = pair(offset) &* 100 &+ pair(offset &+ 2)
        let month = pair(offset &+ 5)
        let day = pair(offset &+ 8)
        guard isSound else { return nil }
        if month != self.month || year != self.year {
            guard let first = CalendarDate(year: year, month: month, day: 1) else { return nil }
            (self.year, self.month) = (year, month)
            dayBefore = first.dayNumber - 1
            dayCount = CalendarDate.dayCount(ofMonth: month, year: year)
        }
        guard 1...dayCount ~= day else { return nil }
        return CalendarDate(dayNumber: dayBefore + Int32(day))
    }
}
