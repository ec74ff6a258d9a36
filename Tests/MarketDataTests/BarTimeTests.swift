import MarketData
import Testing

@Suite struct BarTimeTests {
    private let day = CalendarDate(iso: "2024-03-08")

    @Test func timeOfDayFollowsTheDayInWords() throws {
        let day = try #require(day)
        #expect(BarTime(day).description == "2024-03-08")
        #expect(BarTime(day, minute: 0)?.description == "2024-03-08T00:00")
        #expect(BarTime(day, minute: 9 * 60 + 5)?.description == "2024-03-08T09:05")
        #expect(BarTime(day, minute: 23 * 60 + 59)?.description == "2024-03-08T23:59")
    }

    @Test(arguments: [-1, 1440]) func minuteOutsideTheDayIsRefused(minute: Int) throws {
        let day = try #require(day)
        #expect(BarTime(day, minute: minute) == nil)
    }

    @Test func timesAscendByDayThenByMinute() throws {
        let day = try #require(day)
        let next = try #require(CalendarDate(dayNumber: day.dayNumber + 1))
        let ascending = [
            BarTime(day), try #require(BarTime(day, minute: 0)),
            try #require(BarTime(day, minute: 1)), BarTime(next),
        ]
        #expect(ascending.shuffled().sorted() == ascending)
    }

    /// Digest from Python: `hashlib.sha256(struct.pack("<ih5d", 19790, 570, 1, 2, 1, 2, 5))`.
    @Test func digestOfIntradayBarsHoldsTheMinute() throws {
        let day = try #require(day)
        let time = try #require(BarTime(day, minute: 570))
        let bars = try Bars(
            ticker: "TEST", times: [time], open: [1], high: [2], low: [1], close: [2], volume: [5])
        #expect(bars.digest == "088a4aedb3f4292c4a0044ac2c873adb57755392a5126da3146bd74b095ba005")
    }
}
