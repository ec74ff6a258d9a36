import MarketData
import Testing

@Suite struct CalendarDateTests {
    @Test(arguments: [
        ("1970-01-01", 0),
        ("1969-12-31", -1),
        ("2000-02-29", 11_016),
        ("2000-03-01", 11_017),
        ("2013-02-08", 15_744),
        ("2018-02-07", 17_569),
        ("1900-03-01", -25_508),
        ("0001-01-01", -719_162),
        ("9999-12-31", 2_932_896),
    ])
    func isoFormGivesDayNumberAndBack(text: String, dayNumber: Int32) throws {
        let date = try #require(CalendarDate(iso: text))
        #expect(date.dayNumber == dayNumber)
        #expect(date.description == text)
        #expect(CalendarDate(dayNumber: dayNumber) == date)
    }

    @Test(arguments: [
        "", "2013", "2013-2-08", "2013-02-8", "2013-02-08 ", " 2013-02-08", "2013-02-08T00",
        "2013/02/08", "20130208", "2013-02-0x", "+013-02-08", "-013-02-08", "2013-00-08",
        "2013-13-08", "2013-02-00", "2013-02-29", "2013-04-31", "1900-02-29", "0000-01-01",
        "٢٠١٣-02-08", "2013-02-०८", "201３-2-08",
    ])
    func otherFormsAndImpossibleDaysAreRefused(text: String) {
        #expect(CalendarDate(iso: text) == nil)
    }

    /// The calendar repeats after 400 years, so the days of 401 cover all there are.
    @Test(arguments: ["0001-01-01", "1800-01-01", "9598-12-31"])
    func everyDayOfFourCenturiesSurvivesTheRoundTrip(start: String) throws {
        let first = try #require(CalendarDate(iso: start))
        var last = first.parts
        for dayNumber in (first.dayNumber + 1)...(first.dayNumber + 146_462) {
            let date = try #require(CalendarDate(dayNumber: dayNumber))
            let (year, month, day) = date.parts
            guard CalendarDate(year: year, month: month, day: day) == date,
                (year, month, day) > last
            else {
                Issue.record("day \(dayNumber) became \(year)-\(month)-\(day) after \(last)")
                return
            }
            last = (year, month, day)
        }
    }

    @Test(arguments: [Int32.min, -719_163, 2_932_897, Int32.max])
    func dayNumbersOutsideTheCalendarAreRefused(dayNumber: Int32) {
        #expect(CalendarDate(dayNumber: dayNumber) == nil)
    }

    @Test func dateIsReadFromTheMiddleOfBytes() {
        let bytes = Array("A,2013-02-08,45".utf8)
        #expect(CalendarDate(isoIn: bytes.span, at: 2)?.description == "2013-02-08")
        #expect(CalendarDate(isoIn: bytes.span, at: 3) == nil)
        #expect(CalendarDate(isoIn: bytes.span, at: 6) == nil)
        #expect(CalendarDate(isoIn: bytes.span, at: -1) == nil)
    }
}
